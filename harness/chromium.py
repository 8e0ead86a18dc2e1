"""The Chromium that the browser tests drive: found, or installed by ``python -m harness.chromium``."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
MAC_APPS = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]
START = 30  # seconds to say its version; the first start on a slow disk takes a few
PLAYWRIGHTS_OWN = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
MISSING = """
************************************************************************************
  NO CHROMIUM: the browser tests are skipped. Install Chromium or Google Chrome, or
  set CHROMIUM to its path, and run the tests again.
************************************************************************************
"""


def main() -> None:
    """Make sure there is a Chromium; where that fails, say so aloud and let the other tests run."""
    if find() is None:
        install()
    if find() is None:
        sys.stderr.write(MISSING)


def find() -> str | None:
    """The path of a Chromium that starts; None where there is none."""
    return next((path for path in candidates() if starts(path)), None)


def candidates() -> Iterator[str]:
    """Where a Chromium may be, the best first."""
    if wished := os.environ.get("CHROMIUM"):
        yield wished
    yield from filter(None, map(shutil.which, NAMES))
    yield from MAC_APPS
    found = subprocess.run([sys.executable, "-c", PLAYWRIGHTS_OWN], capture_output=True, text=True, check=False)
    yield from found.stdout.split("\n")[:1]


def starts(path: str) -> bool:
    """True where the program is there and works: Ubuntu's is a script that only says where to get the real one."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=START, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def install() -> None:
    """Install Chromium in the ways that this system has, until one works."""
    for commands in ways():
        if all(run(command) for command in commands):
            return


def ways() -> Iterator[list[list[str]]]:
    """The ways to install Chromium here, each a list of commands."""
    playwright = [sys.executable, "-m", "playwright", "install", "chromium"]
    if is_root() and distribution() == "debian":
        yield [["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"]]
    if is_root() and shutil.which("apt-get"):
        yield [[*playwright, "--with-deps"]]
    yield [playwright]


def run(command: list[str]) -> bool:
    """Run a command, asking nothing; True where it worked."""
    sys.stderr.write(f"No Chromium yet: {' '.join(command)}\n")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    except OSError:
        return False
    return done.returncode == 0


def is_root() -> bool:
    """True where this may install packages, and where Chromium refuses its sandbox."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def distribution() -> str:
    """The Linux distribution's name, such as "debian" or "ubuntu"; empty elsewhere."""
    return platform.freedesktop_os_release().get("ID", "") if Path("/etc/os-release").exists() else ""


if __name__ == "__main__":
    main()
