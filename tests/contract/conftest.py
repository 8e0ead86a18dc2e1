"""A studio as a stranger meets it: ``manage.py studio`` in a process of its own, asked over a socket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.processes import free_port, started, wait_for

START = 60  # seconds until a studio answers on a busy machine


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running studio."""
    folder: Path = tmp_path_factory.mktemp("studio")
    port = str(free_port())
    variables = {"PORT": port, "STUDIO_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "briastudio.settings"}
    with started("manage.py", "studio", log=folder / "log", **variables):
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/healthz"), START, "the studio")
        yield f"http://127.0.0.1:{port}"


def answers(url: str) -> bool:
    """True once somebody answers there."""
    try:
        return requests.get(url, timeout=5).status_code == 200
    except requests.ConnectionError:
        return False
