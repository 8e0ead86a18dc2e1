"""How many previews one person may wait for at a time: each keeps a thread of this web process until it is there."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings


class TooManyPreviews(Exception):
    """So many of one person's previews are under way already; ``retry_after`` is in seconds."""

    retry_after = 2


class Seats:
    """The previews of this process that somebody waits for, by their owners."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()

    @contextmanager
    def take(self, owner: str) -> Iterator[None]:
        """A seat for one more of an owner's previews, for as long as the block runs.

        Raises:
            TooManyPreviews: the owner has all the seats that one may have.
        """
        with self._lock:
            if self._taken[owner] >= settings.PREVIEWS:
                raise TooManyPreviews
            self._taken[owner] += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken[owner] -= 1
                self._taken += Counter()  # owners without any are forgotten


seats = Seats()
