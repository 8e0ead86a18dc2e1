"""Answers of views that could not be given now."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

from datafolder.outages import is_database_away, is_storage_away
from imagefiles.children import Died
from imagefiles.room import NoRoom

# Why a request cannot be answered now, by what the page is told.
REASONS: dict[str, Callable[[Exception], bool]] = {
    "busy": lambda error: isinstance(error, NoRoom),
    "stopped": lambda error: isinstance(error, Died),
    "database": is_database_away,
    "storage": is_storage_away,
}


class BusyAnswers(MiddlewareMixin):
    """503 with a sentence where the memory for pictures is taken, work on one was killed, or the database or the
    storage is away: nothing was lost."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer to a request that ended in one of these; None for any other."""
        return refuse_for_now(request, error)


def refuse_for_now(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """503 for an error that is one of ``REASONS``; None for any other."""
    reason = next((name for name, holds in REASONS.items() if holds(error)), None)
    if reason is None:
        return None
    answer = render(request, "503.html", {"reason": reason}, status=503)
    answer["Retry-After"] = str(NoRoom.retry_after)
    return answer
