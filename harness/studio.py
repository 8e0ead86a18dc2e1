"""``manage.py studio``, web server and worker, in processes of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from harness.processes import free_port, started, wait_for

START = 180  # seconds until a studio answers, on a machine that is busy and may have to compile first


@contextmanager
def studio(folder: Path) -> Iterator[str]:
    """The address of a studio on the data folder ``folder``, for as long as the block runs."""
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
