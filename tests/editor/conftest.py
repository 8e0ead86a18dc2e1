"""Shared by the editor's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from editor.models import Revision
from editor.service import capabilities
from tests.editor import fake_service
from tests.editor.fake_job_names import KINDS
from tests.editor.job_rows import make_base


@pytest.fixture(autouse=True)
def ignorance() -> Iterator[None]:
    """Nothing is known of any engine, before and after."""
    capabilities.forget()
    yield
    capabilities.forget()


@pytest.fixture
def hosted(settings: Settings) -> fake_service.Service:
    """A hosted service that takes files, faked at the transport."""
    return fake_service.use(settings)


@pytest.fixture
def fake_kinds(settings: Settings) -> None:
    """The kinds of jobs that only tests do, instead of the studio's own."""
    settings.STUDIO_JOBS = KINDS


@pytest.fixture
def base() -> Revision:
    """What a job starts from."""
    return make_base()
