"""Having the engine's code imported and compiled before a person waits for it.

Compiling for the first time takes about half a minute, so that a cold cache is filled by a process of its own while
jobs are done already; with a warm one the imports take a second or two and are done before the first job.
"""

from __future__ import annotations

import hashlib
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)


COMMAND = (str(settings.BASE_DIR / "manage.py"), "warm_up")


def compile_engine() -> None:
    """Import and compile what the engine needs."""
    from engine.warmup import warm_up  # it takes seconds to import, which a cache that is filled elsewhere spares

    warm_up()


class WarmUp:
    """Begins with this object: compiles in a process of its own where the cache is cold."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._process = None if is_warm() else fill_elsewhere(command)
        self._done_here = False

    @property
    def over(self) -> bool:
        """True once nothing is left to compile."""
        return self._done_here if self._process is None else self._process.poll() == 0

    def finish_here(self) -> None:
        """Import what is compiled; a cache that is being filled elsewhere is not waited for."""
        if self._process is None:
            fill()
            self._done_here = True


def is_warm() -> bool:
    """True where the cache was filled for this very code, interpreter and set of packages."""
    return not settings.STUDIO_WARM_UP or (stamp().exists() and stamp().read_text() == fingerprint())


def fill_elsewhere(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Fill the cache from a process of its own."""
    logger.warning("Compiling the engine once; until that is done its first results take longer")
    return subprocess.Popen([sys.executable, *command, "--parent", str(os.getpid())])


def fill(compile_all: Callable[[], None] = compile_engine) -> None:
    """Have everything imported and compiled, and remember that it was done."""
    if not settings.STUDIO_WARM_UP:
        return
    made_for = fingerprint()
    compile_all()
    if is_warm():
        return  # in an image, where nothing could be written
    stamp().parent.mkdir(parents=True, exist_ok=True)
    stamp().write_text(made_for)


def stamp() -> Path:
    """The file that says what the cache was filled for."""
    return Path(os.environ["NUMBA_CACHE_DIR"]) / "filled-for"


def fingerprint() -> str:
    """Changes with everything that makes numba compile anew: its own packages, this interpreter, the engine's files."""
    engine = Path(settings.BASE_DIR, "engine").rglob("*.py")
    made = [f"{path} {path.stat().st_mtime_ns}" for path in [*sorted(engine), Path(sys.prefix, "pyvenv.cfg")]]
    locked = Path(settings.BASE_DIR, "requirements.txt").read_text()
    return hashlib.sha256("\n".join([sys.version, locked, *made]).encode()).hexdigest()
