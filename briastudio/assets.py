"""Collecting the static files, when any of them has changed since the last time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect() -> None:
    """Bring ``STATIC_ROOT`` up to date. What older pages still ask for stays there."""
    now = fingerprint()
    if stamp().exists() and stamp().read_text() == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp().write_text(now)


def stamp() -> Path:
    """The file that says which sources were collected."""
    return Path(settings.STATIC_ROOT) / ".collected"


def fingerprint() -> str:
    """Changes whenever a static file comes, goes or is written, or the way they are stored does."""
    ways = [Path(settings.BASE_DIR, "briastudio", name) for name in ("staticfiles.py", "bundles.py")]
    lines = [f"{path} {path.stat().st_mtime_ns}" for path in [*ways, *sources()]]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def sources() -> Iterator[Path]:
    """Every static file of the site and of its packages."""
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))
