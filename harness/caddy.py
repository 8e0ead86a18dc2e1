"""A Caddy of a test's own, which passes requests on as ``compose.team.yaml`` has it do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.processes import listening
from harness.programs import apt, can_install_packages

NAME = "Caddy"
ADVICE = "Install Caddy (Debian, Ubuntu: apt install caddy), or put caddy on PATH."


def find() -> str | None:
    """The program; None where it is not installed."""
    return shutil.which("caddy")


def ways() -> Iterator[list[list[str]]]:
    """The ways to install it here, each a list of commands."""
    if can_install_packages():
        yield apt("caddy")


@contextmanager
def running(program: str, folder: Path, command: list[str], port: int) -> Iterator[None]:
    """Runs ``command``, which must name ``port``; all that it keeps lies in ``folder``."""
    homes = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with listening([program, *command], port, folder / "caddy.log", **homes):
        yield
