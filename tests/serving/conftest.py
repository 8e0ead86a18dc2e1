"""``manage.py studio`` as a real process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import pytest

from harness.studio import Studio, run_studio

RESTART = 30  # seconds until what ended runs again, on a machine that is busy


class StartStudio(Protocol):
    """Runs a studio on a data folder, with settings and an environment, and waits until it is well."""

    def __call__(
        self, folder: Path, site: str = "tests.serving.echo_settings", **environment: str
    ) -> AbstractContextManager[Studio]: ...


@pytest.fixture(scope="session")
def start_studio() -> StartStudio:
    """A function that starts a studio; without a name of settings, one that says what arrived."""

    def start(
        folder: Path, site: str = "tests.serving.echo_settings", **environment: str
    ) -> AbstractContextManager[Studio]:
        return run_studio(folder, site, **environment)

    return start


@pytest.fixture(scope="session")
def studio(start_studio: StartStudio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A running studio that no test harms."""
    with start_studio(tmp_path_factory.mktemp("studio")) as running:
        yield running
