"""Shared by the editor's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from briastudio import backends as site
from editor.models import Revision
from editor.service import backends, capabilities
from tests.editor import fake_service
from tests.editor.job_rows import make_base


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
