"""Jobs on the largest pictures: one at a time on a machine, and its memory given back.

The engine's arrays take up to thirty bytes for each pixel of a picture, whatever room there is for decoding it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.storage import default_storage

from engine import images, progress
from engine.errors import Busy
from engine.outcomes import Arguments
from imagefiles import decoding
from imagefiles.errors import BadImage
from imagefiles.room import UNIT, NoRoom, large_jobs

LARGE = 25_000_000  # pixels of a picture or its result from which on there is one job at a time

# Only glibc keeps what was freed, and only there it is to be asked to let it go.
give_back = getattr(ctypes.CDLL(None), "malloc_trim", None)


@contextmanager
def in_turn(arguments: Arguments) -> Iterator[None]:
    """The block, where the job with these arguments is large: once no other such job runs.

    What is drawn in small while a person draws strokes has no turn: it would wait for minutes. Of a recipe it is the
    steps that take turns.

    Raises:
        Busy: others took too long.
        Abandoned: nobody wants it any more.
    """
    if arguments.get("only_alpha") or "recipe" in arguments or count_pixels(arguments) < LARGE:
        yield
        return
    try:
        with large_jobs.take(UNIT, progress.check):
            yield
    except NoRoom as error:
        raise Busy("The engine is at work on other large pictures; nothing was begun.", error.retry_after) from None
    finally:
        if give_back:
            give_back(0)


def count_pixels(arguments: Arguments) -> int:
    """The pixels of the image that the job is about, or of its result where that has more; 0 of one that is gone, of
    which the job has its own to say.

    Whether the file is whole is seen when it is read for the job; until then it is its header that counts.
    """
    name = arguments.get("image")
    if not isinstance(name, str):
        return 0
    try:
        with default_storage.open(name) as file:
            pixels = decoding.count_in_header(file, images.FORMATS, images.limits_for(inside=True).pixels)
    except (FileNotFoundError, BadImage):
        return 0
    return pixels * int(arguments.get("factor", 1)) ** 2
