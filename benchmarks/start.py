"""How long a person waits for ``make run``, the second time."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import tempfile
import time

from benchmarks.figures import Figure, figure
from harness.processes import ROOT, free_port

PATIENCE = 120.0  # seconds for the first time, which installs and migrates
RUNS = 3


@figure("start", "<= 3 s")
def start() -> Figure:
    """``make run`` to the first page, on a data folder that was used before: the median of three."""
    with tempfile.TemporaryDirectory(prefix="studio-start-") as data:
        first_page(data)
        times = sorted(first_page(data) for _ in range(RUNS))
    return Figure("start", times[RUNS // 2], "s")


def first_page(data: str) -> float:
    """Seconds from the command to the start page, whole; what was started is stopped again."""
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        ["make", "--silent", "run"],
        cwd=ROOT,
        env={**os.environ, "STUDIO_DATA": data, "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not answers(port):
            if time.perf_counter() - began > PATIENCE or process.poll() is not None:
                raise RuntimeError("make run does not come to a first page")
            time.sleep(0.01)
        return time.perf_counter() - began
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait()


def answers(port: int) -> bool:
    """True where the start page comes, whole and well."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        asking.request("GET", "/")
        answer = asking.getresponse()
        return answer.status == http.HTTPStatus.OK and bool(answer.read())
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()
