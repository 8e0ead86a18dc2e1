"""Collecting the static files, when any of them has changed since the last time."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = ".collected"


def collect() -> None:
    """Bring ``STATIC_ROOT`` up to date. What older pages still ask for stays there."""
    now = fingerprint()
    if stamp().exists() and stamp().read_text() == now:
        return
    if settings.COLLECTED and stamp(settings.COLLECTED).exists() and stamp(settings.COLLECTED).read_text() == now:
        copy(Path(settings.COLLECTED), Path(settings.STATIC_ROOT))
    else:
        call_command("collectstatic", interactive=False, verbosity=0)
    stamp().write_text(now)


def copy(source: Path, target: Path) -> None:
    """Add what was collected elsewhere, as in an image, where nothing can be written."""
    for path in source.rglob("*"):
        if path.is_file() and path.name != STAMP:
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


def stamp(folder: str | Path | None = None) -> Path:
    """The file that says which sources were collected into a folder, by default ``STATIC_ROOT``."""
    return Path(folder or settings.STATIC_ROOT) / STAMP


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
