"""A studio as a stranger meets it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from django.core.handlers.wsgi import WSGIHandler

from bria import InProcessAdapter
from harness.contract.service import Service
from harness.studio import run_studio


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running studio."""
    with run_studio(tmp_path_factory.mktemp("studio")) as studio:
        yield studio.address


@pytest.fixture
def inside() -> Iterator[Service]:
    """The engine in this process, asked as the studio's worker does."""
    with requests.Session() as session:
        session.mount("http://localhost", InProcessAdapter(WSGIHandler(), {"studio.inline": True}))
        yield Service("http://localhost", session)
