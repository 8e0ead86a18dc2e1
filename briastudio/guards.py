"""What holds for every request: the engine's own name is no host for strangers, and shared caches keep nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils.cache import patch_cache_control

from bria.environ import INTERNAL

Answer = Callable[[HttpRequest], HttpResponse]


class InternalHost:
    """Refuses requests from outside to ``ENGINE_HOST``, the name that the studio itself calls its engine by."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request; raises DisallowedHost, which is answered 400."""
        host, _ = split_domain_port(request.META.get("HTTP_HOST", ""))
        if host == settings.ENGINE_HOST and not request.META.get(INTERNAL):
            raise DisallowedHost("The embedded engine has no address outside of the studio.")
        return self.get_response(request)


class PrivateAnswers:
    """Says of each answer that says nothing of caches that only the browser which asked may keep it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True)
        return response
