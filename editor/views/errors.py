"""What is answered where a view, or what stands around it, failed."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import server_error

from datafolder.room import is_lack_of_room
from editor.middleware import refuse_for_now

INSUFFICIENT_STORAGE = 507  # RFC 4918, section 11.5
RETRY_AFTER = 60  # seconds; somebody has to make room


def failure(request: HttpRequest) -> HttpResponse:
    """507 where the disk took nothing any more, 503 where database or storage are away, else 500, with a page that says
    what to do."""
    error = sys.exc_info()[1]
    if isinstance(error, Exception) and (answer := refuse_for_now(request, error)):
        return answer
    if error is None or not is_lack_of_room(error):
        return server_error(request)
    response = render(request, "507.html", status=INSUFFICIENT_STORAGE)
    response["Retry-After"] = str(RETRY_AFTER)
    return response
