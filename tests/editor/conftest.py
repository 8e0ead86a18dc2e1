"""Shared by the editor's tests."""

from __future__ import annotations

from typing import Any

import pytest

from tests.editor import service


@pytest.fixture
def hosted(settings: Any) -> service.Service:
    """A hosted service that takes files, faked at the transport."""
    return service.use(settings)
