"""``manage.py studio`` as a real process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import pytest
import requests

from harness.processes import free_port, started, wait_for

START = 30  # seconds until everything is up, on a machine that is busy


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
        except requests.ConnectionError:
            return None

    def is_well(self) -> bool:
        """True when web server and worker both live."""
        answer = self.get("/healthz")
        return answer is not None and answer.status_code == 200


StartStudio = Callable[..., AbstractContextManager[Studio]]


@pytest.fixture(scope="session")
def start_studio() -> StartStudio:
    """A function that runs a studio on a data folder, in a given environment, and waits until it is well."""

    @contextmanager
    def start(folder: Path, site: str = "tests.serving.echo_settings", **environment: str) -> Iterator[Studio]:
        port, log = str(free_port()), folder / "studio.log"
        variables = {"PORT": port, "STUDIO_DATA": str(folder), "DJANGO_SETTINGS_MODULE": site, **environment}
        with started("manage.py", "studio", log=log, **variables) as process:
            studio = Studio(process, f"http://127.0.0.1:{port}", log)
            wait_for(studio.is_well, START, "the studio to be well")
            yield studio

    return start


@pytest.fixture(scope="session")
def studio(start_studio: StartStudio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A running studio that no test harms."""
    with start_studio(tmp_path_factory.mktemp("studio")) as running:
        yield running
