"""A studio as a stranger meets it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from harness.studio import run_studio


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running studio."""
    with run_studio(tmp_path_factory.mktemp("studio")) as studio:
        yield studio.address
