"""Programs that tests drive: whether they start, and how they are installed."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

STARS = "*" * 88
START = 30  # seconds to say its version; the first start on a slow disk takes a few


def first_that_starts(paths: Iterable[str]) -> str | None:
    """The first of some programs that is there and works; None where none is."""
    return next((path for path in paths if starts(path)), None)


def starts(path: str) -> bool:
    """True where the program is there and works: Ubuntu's may be scripts that only say where to get the real ones."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=START, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def install(name: str, ways: Iterable[list[list[str]]]) -> None:
    """Install a program in the ways that this system has, each a list of commands, until one works."""
    for commands in ways:
        if all(run(name, command) for command in commands):
            return


def provide(kind: ModuleType, missing: str) -> bool:
    """Make sure that a program of this kind is there; False where it is not, said aloud with the sentence ``missing``.

    ``kind`` has a NAME and an ADVICE, finds the program (``find``) and knows ``ways`` to install it.
    """
    if kind.find() is None:
        install(kind.NAME, kind.ways())
    if kind.find() is None:
        name = kind.NAME.upper()
        sys.stderr.write(f"\n{STARS}\n  NO {name}: {missing}\n  {kind.ADVICE}\n{STARS}\n")
        return False
    return True


def apt(*packages: str) -> list[list[str]]:
    """The commands that install packages of Debian and Ubuntu."""
    return [["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]]


def run(name: str, command: list[str]) -> bool:
    """Run a command, asking nothing; True where it worked."""
    sys.stderr.write(f"No {name} yet: {' '.join(command)}\n")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    except OSError:
        return False
    return done.returncode == 0


def can_install_packages() -> bool:
    """True for root on a system that has apt."""
    return is_root() and shutil.which("apt-get") is not None


def is_root() -> bool:
    """True where this may install packages, and where Chromium refuses its sandbox."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def distribution() -> str:
    """The Linux distribution's name, such as "debian" or "ubuntu"; empty elsewhere."""
    return platform.freedesktop_os_release().get("ID", "") if Path("/etc/os-release").exists() else ""
