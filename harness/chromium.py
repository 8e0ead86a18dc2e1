"""The Chromium that the browser tests drive: found, or installed by ``python -m harness.browsers``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from harness.programs import apt, can_install_packages, distribution, first_that_starts, is_root

NAME = "Chromium"
ADVICE = "Install Chromium or Google Chrome, or set CHROMIUM to its path."
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
MAC_APPS = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]
PLAYWRIGHTS_OWN = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
# No graphics card, and nothing that Chromium does on its own account: no updates, no reports, no QUIC.
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find() -> str | None:
    """The path of a Chromium that starts; None where there is none."""
    return first_that_starts(candidates())


def candidates() -> Iterator[str]:
    """Where a Chromium may be, the best first."""
    if wished := os.environ.get("CHROMIUM"):
        yield wished
    yield from filter(None, map(shutil.which, NAMES))
    yield from MAC_APPS
    found = subprocess.run([sys.executable, "-c", PLAYWRIGHTS_OWN], capture_output=True, text=True, check=False)
    yield from found.stdout.split("\n")[:1]


def ways() -> Iterator[list[list[str]]]:
    """The ways to install Chromium here, each a list of commands."""
    playwright = [sys.executable, "-m", "playwright", "install", "chromium"]
    if is_root() and distribution() == "debian":
        yield apt("chromium")
    if can_install_packages():
        yield [[*playwright, "--with-deps"]]
    yield [playwright]


def launch_options(path: str, *arguments: str) -> dict[str, Any]:
    """How Playwright starts it; root gets no sandbox, which Chromium refuses to set up for it."""
    unsafe = ["--no-sandbox"] if is_root() else []
    return {"executable_path": path, "args": [*QUIET, *unsafe, *arguments]}
