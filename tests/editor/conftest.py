"""Shared by the editor's tests."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from briastudio import backends as site
from editor.models import Revision
from editor.service import backends, capabilities
from tests.editor import fake_service
from tests.editor.job_rows import make_base
from tests.editor.worker_process import Worker, run_worker


@pytest.fixture(autouse=True)
def embedded_engine() -> Iterator[None]:
    """The site's own engine answers, and nothing is known of any engine, before and after."""
    capabilities.forget()
    yield
    backends.install(site)
    capabilities.forget()


@pytest.fixture
def hosted() -> fake_service.Service:
    """A hosted service that takes files, faked at the transport."""
    return fake_service.use()


@pytest.fixture
def base() -> Revision:
    """What a job starts from."""
    return make_base()


@pytest.fixture
def worker(tmp_path: Path) -> Worker:
    """A function that starts a worker process on the test's database."""
    return partial(run_worker, tmp_path / "worker.log")


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    """Where a job under test writes a line per attempt."""
    path = tmp_path / "marks"
    path.touch()
    return path
