"""Browser tests drive the system's Chromium; without one they are skipped aloud, and fail where CI is set."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.browser import chromium

# No graphics card, and nothing that Chromium does on its own account: no updates, no reports, no QUIC.
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The path of Chromium."""
    path = chromium.find()
    if path is None and os.environ.get("CI"):
        pytest.fail("There is no Chromium, and CI is set: browser tests must run")
    if path is None:
        pytest.skip("NO CHROMIUM: install it, or set CHROMIUM to its path")
    return path


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium_path: str) -> dict[str, Any]:
    """How pytest-playwright starts the browser."""
    sandbox = ["--no-sandbox"] if chromium.is_root() else []
    return {**browser_type_launch_args, "executable_path": chromium_path, "args": [*QUIET, *sandbox]}
