"""Having work done by a worker and waiting for it, as synchronous calls do.

The web's threads are few: calls that wait take up fewer slots than there are threads, and further ones are refused.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from engine import moderation, registry, tasks
from engine.calls import Call
from engine.errors import TimedOut, TooManyRequests, error_from_row
from engine.models import Request, Result
from engine.outcomes import Arguments, Outcome

# Seconds between two looks at a request, and the share of the time waited so far: what is done soon is seen at once.
FIRST_PAUSE, LONGEST_PAUSE, SHARE = 0.005, 0.25, 0.04
TOO_LONG = "This takes longer than a call waits"
RETRY_AFTER = 2  # seconds; about the time that one edit of a photo takes


class WaitSlots:
    """How many calls of this process wait at the moment."""

    def __init__(self) -> None:
        self._lock, self._taken = threading.Lock(), 0

    @contextmanager
    def take(self) -> Iterator[None]:
        """One of the slots for as long as the block runs.

        Raises:
            TooManyRequests: all are taken.
        """
        with self._lock:
            if self._taken >= settings.SYNC_CALLS:
                raise TooManyRequests("Too many calls are waiting for their results; try again soon.", RETRY_AFTER)
            self._taken += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken -= 1


wait_slots = WaitSlots()


def run(call: Call, operation: str, arguments: Arguments) -> Outcome:
    """Have the work done and wait for it; asked by a worker, it is done here, as a worker must not wait for itself.

    Raises:
        TooManyRequests: too many calls wait already; nothing was begun.
        TimedOut: it takes too long, and was given up.
        EngineError: it cannot be done.
    """
    if call.inline:
        return registry.perform(operation, arguments, moderation.read_checks(call))
    with wait_slots.take():
        request = tasks.submit(call, operation, arguments)
        if not wait_for(request, settings.SYNC_SECONDS):
            request.give_up("Nobody waits for this any more.")
            if request.outcome is None:
                raise TimedOut(f"{TOO_LONG} and was given up; send it with 'sync': false.")
    return read_outcome(request)


def run_once(call: Call, operation: str, arguments: Arguments, seconds: float | None = None) -> Outcome:
    """As ``run``, for what several calls may want: one call joins the work that another began, and work that takes
    longer than ``seconds`` goes on, so that a later call finds it done.

    Raises:
        TooManyRequests, TimedOut, EngineError: see ``run``.
    """
    if call.inline:
        return registry.perform(operation, arguments, moderation.read_checks(call))
    with wait_slots.take():
        request = tasks.find(call, operation, arguments) or tasks.submit(call, operation, arguments)
        if not wait_for(request, settings.SYNC_SECONDS if seconds is None else min(seconds, settings.SYNC_SECONDS)):
            raise TimedOut(f"{TOO_LONG} and goes on; ask again.")
    return read_outcome(request)


def run_promised(call: Call, operation: str, arguments: Arguments, filename: str) -> tuple[Request, Result]:
    """As ``run``, on record under the call's id: the finished request and its result. What takes too long goes on.

    Raises:
        TooManyRequests, TimedOut, EngineError: see ``run``.
    """
    with wait_slots.take():
        request, result = tasks.promise(call, operation, arguments, filename)
        if not wait_for(request, settings.SYNC_SECONDS):
            raise TimedOut(f"{TOO_LONG} and goes on; ask for its status.")
    read_outcome(request)
    return request, result


def wait_for(request: Request, seconds: float) -> bool:
    """Wait until the request is finished; False where that takes longer."""
    begun = time.monotonic()
    while not request.is_finished:
        waited = time.monotonic() - begun
        pause = min(max(FIRST_PAUSE, SHARE * waited), LONGEST_PAUSE)
        if waited + pause > seconds:
            return False
        time.sleep(pause)
        request.refresh_from_db()
    return True


def read_outcome(request: Request) -> Outcome:
    """What came of a finished request.

    Raises:
        EngineError: nothing; this says why.
    """
    if request.error:
        raise error_from_row(request.error)
    return request.outcome or {}
