"""The site's settings for figures: with an empty view, and with each answer's count of queries in ``Queries``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from briastudio.settings import *  # noqa: F403
from briastudio.settings import MIDDLEWARE

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ROOT_URLCONF = "benchmarks.site.urls"
MIDDLEWARE = ["benchmarks.site.settings.counting", *MIDDLEWARE]


def counting(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that counts the queries of each answer."""
    from django.db import connection

    def middleware(request: HttpRequest) -> HttpResponse:
        count = 0

        def counted(execute: Callable[..., Any], *given: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*given)

        with connection.execute_wrapper(counted):
            response = get_response(request)
        response.headers["Queries"] = str(count)
        return response

    return middleware
