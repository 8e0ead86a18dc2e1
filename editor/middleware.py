"""Answers of views that could not be given now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

from imagefiles.children import Died
from imagefiles.room import NoRoom


class BusyAnswers(MiddlewareMixin):
    """503 with a sentence where the memory for pictures is taken, or work on one was killed: nothing was lost."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer to a request that ended in one of these; None for any other."""
        if not isinstance(error, NoRoom | Died):
            return None
        answer = render(request, "503.html", {"is_busy": isinstance(error, NoRoom)}, status=503)
        answer["Retry-After"] = str(NoRoom.retry_after)
        return answer
