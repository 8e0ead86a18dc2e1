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
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


class Warming:
    """The warm-up of one worker, begun when this is made."""

    def __init__(self) -> None:
        self._process = None if is_warm() else fill_elsewhere()
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


def fill_elsewhere() -> subprocess.Popen[bytes]:
    """Fill the cache from a process of its own."""
    logger.warning("Compiling the engine once; until that is done its first results take longer")
    manage = str(settings.BASE_DIR / "manage.py")
    return subprocess.Popen([sys.executable, manage, "warm_up", "--parent", str(os.getpid())])


def fill() -> None:
    """Import and compile what the engine needs, and remember that it was done."""
    if not settings.STUDIO_WARM_UP:
        return
    made_for = fingerprint()
    import_string(settings.STUDIO_WARM_UP)()
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
