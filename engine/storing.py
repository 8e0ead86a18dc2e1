"""Whether there is room for more: on the disk, and in one token's part of it."""

from __future__ import annotations

import time
from collections.abc import Iterator

from django.conf import settings

from datafolder import room
from datafolder.outages import is_away
from engine import files
from engine.errors import Busy, EngineError, InsufficientStorage, InternalError
from engine.models import Result, Session, Visual
from engine.tokens import INSIDE

FULL = "The engine's disk is full, so that nothing new can be kept; send this again later."
MEASURED_FOR = 10.0  # seconds that what was counted of a token is taken to hold: counting looks at each of its files

_measured: dict[str, tuple[float, int]] = {}  # by owner: when (monotonic seconds), and how many bytes


def require_room(owner: str) -> None:
    """Go on only where there is room for more of ``owner``.

    Raises:
        InsufficientStorage: the disk is full, or what the token keeps takes up all that it may.
    """
    if room.describe_lack(settings.DATA, settings.FREE_BYTES):
        raise InsufficientStorage(FULL)
    if owner != INSIDE and measure(owner) >= settings.QUOTA_BYTES:
        most = settings.QUOTA_BYTES // 1_000_000
        raise InsufficientStorage(f"What this token keeps takes up all of its {most} MB until some of it expires.")


def measure(owner: str) -> int:
    """Bytes that the files of a token take up, as they were counted some seconds ago."""
    now = time.monotonic()
    counted_at, count = _measured.get(owner, (-MEASURED_FOR, 0))
    if now - counted_at >= MEASURED_FOR:
        count = sum(files.size(name) for name in set(find_names(owner)) - {""})
        _measured[owner] = (now, count)
    return count


def find_names(owner: str) -> Iterator[str]:
    """The files that a token's images, edited states and results name, some of them several times."""
    for names in Visual.objects.filter(owner=owner).values_list("image", "archive", "labels"):
        yield from names
    yield from Session.objects.filter(visual__owner=owner).values_list("image", flat=True)
    yield from Result.objects.filter(owner=owner).values_list("file", flat=True)


def name_failure(error: Exception) -> EngineError:
    """What the API says of a failure that nothing was said of."""
    if room.is_lack_of_room(error):
        return InsufficientStorage(FULL)
    if is_away(error):
        return Busy("The engine's database or storage does not answer at the moment; send this again.")
    return InternalError("The engine failed; its log says why.")


def forget_counts() -> None:
    """Count every token anew when it is asked for."""
    _measured.clear()
