"""How long a person waits for ``make run``, the second time."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure, figure, quotient
from harness.processes import ROOT, free_port

PATIENCE = 300.0  # seconds for the first time, which installs and migrates
RUNS = 3


@figure("start", "<= 3 s")
def start() -> Figure:
    """``make run`` to the first page, on a data folder that was used before: the median of three."""
    with tempfile.TemporaryDirectory(prefix="studio-start-") as data:
        first_page(data)
        times = sorted(first_page(data) for _ in range(RUNS))
    return Figure("start", times[RUNS // 2], "s")


@figure("run_fresh", "<= 1.6")
def run_fresh() -> Figure:
    """``make run`` in a fresh clone to the first page, packages cached by pip, over the same without models: once each,
    after one that fills pip's cache."""
    fresh_clone_seconds()
    without = fresh_clone_seconds("--old-file=.venv/.weights")
    return quotient("run_fresh", fresh_clone_seconds(), "s", "without models", without)


def fresh_clone_seconds(*options: str) -> float:
    """Seconds to the first page of a clone that nothing is installed for, made with ``options``."""
    with tempfile.TemporaryDirectory(prefix="studio-fresh-") as folder:
        clone = Path(folder, "clone")
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        return first_page(str(Path(folder, "data")), clone, *options)


def first_page(data: str, folder: Path = ROOT, *options: str) -> float:
    """Seconds from the command to the start page, whole; what was started is stopped again."""
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        ["make", "--silent", *options, "run"],
        cwd=folder,
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
