"""The Chromium that the browser tests drive: found, or installed by ``python -m harness.browsers``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harness.programs import apt, can_install_packages, distribution, first_that_starts, is_root

NAME = "Chromium"
ADVICE = "Install Chromium or Google Chrome, or set CHROMIUM to its path."
# Without any window of its own: in a whole Chromium each visitor costs some two seconds of processor time for one.
SHELL = "chromium-headless-shell"
NAMES = [SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
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


def find_whole() -> str | None:
    """The path of one as people use it, to measure; None where there is none."""
    return first_that_starts(path for path in candidates() if Path(path).name != SHELL)


def has_shell() -> bool:
    """True where the quick one is there, or another is asked for by name."""
    return bool(os.environ.get("CHROMIUM")) or shutil.which(SHELL) is not None


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
        yield apt(SHELL, "chromium")
        yield apt("chromium")
    if can_install_packages():
        yield [[*playwright, "--with-deps"]]
    yield [playwright]


def shell_ways() -> Iterator[list[list[str]]]:
    """The ways to install the quick one beside another that is there."""
    if is_root() and distribution() == "debian":
        yield apt(SHELL)


def launch_options(path: str, *arguments: str) -> dict[str, Any]:
    """How Playwright starts it; root gets no sandbox, which Chromium refuses to set up for it."""
    unsafe = ["--no-sandbox"] if is_root() else []
    return {"executable_path": path, "args": [*QUIET, *unsafe, *arguments]}
