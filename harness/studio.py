"""``manage.py studio``, web server, worker and engine, in processes of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess, Popen

import requests

from harness.processes import free_port, run_python, started, wait_for

START = 180  # seconds until a studio is well, on a machine that is busy and may have to compile first


@dataclass(frozen=True)
class Studio:
    """A running studio: its process and where it answers."""

    process: Popen[bytes]
    address: str
    log: Path

    def get(self, path: str) -> requests.Response | None:
        """The answer to a GET; None while nobody answers."""
        try:
            return requests.get(self.address + path, timeout=5)
        except (requests.ConnectionError, requests.Timeout):
            return None

    def is_well(self) -> bool:
        """True when web server and worker both live."""
        answer = self.get("/healthz")
        return answer is not None and answer.status_code == 200


@contextmanager
def run_studio(folder: Path, site: str = "briastudio.settings", **environment: str) -> Iterator[Studio]:
    """A studio with the settings module ``site`` on the data folder ``folder``, well, for as long as the block runs."""
    port, log = str(free_port()), folder / "studio.log"
    variables = {"PORT": port, "STUDIO_DATA": str(folder), "DJANGO_SETTINGS_MODULE": site, **environment}
    folder.mkdir(exist_ok=True)
    with started("manage.py", "studio", log=log, **variables) as process:
        studio = Studio(process, f"http://127.0.0.1:{port}", log)
        wait_for(studio.is_well, START, "the studio to be well")
        yield studio


def manage(folder: Path, *command: str, **variables: str) -> CompletedProcess[str]:
    """``manage.py`` on a data folder, to its end."""
    return run_python("manage.py", *command, STUDIO_DATA=str(folder), **variables)
