"""Shared by the editor's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from editor.service import capabilities
from tests.editor import fake_service


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
