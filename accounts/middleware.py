"""Nobody sees a page of the studio who has not signed in."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware, RemoteUserMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.translation import gettext
from django_htmx.http import HttpResponseClientRedirect

from accounts import audit, owners
from accounts.addresses import is_trusted
from accounts.http import AccountRequest

log = logging.getLogger(__name__)

API = "engine"  # the name space of the API's addresses, which ask for a token of their own
TEXT = "text/plain; charset=utf-8"


class ProxySignIn(RemoteUserMiddleware):
    """Signs in whom a trusted proxy names by ``REMOTE_USER_HEADER``; from anybody else such a header is refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.REMOTE_USER_HEADER:
            raise MiddlewareNotUsed
        super().__init__(get_response)
        name = settings.REMOTE_USER_HEADER.upper().replace("-", "_")
        self.header = f"HTTP_{name}"  # type: ignore[misc]  # Django's own is of the class

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """Answer one request."""
        if self.header in request.META and not is_trusted(request.META.get("REMOTE_ADDR", "")):
            return self.refuse(request)
        return super().__call__(request)

    def refuse(self, request: HttpRequest) -> HttpResponse:
        """403 in words, for whoever set up the proxy or pretends to be one."""
        name, address = request.META[self.header], request.META.get("REMOTE_ADDR", "")
        log.warning("%s sent %s and is no trusted proxy.", address, settings.REMOTE_USER_HEADER)
        audit.refuse(request, name, "header")
        sentence = gettext("This request says who somebody is, and does not come from a proxy that is trusted.")
        return HttpResponse(sentence, status=403, content_type=TEXT)


class SignInRequired(LoginRequiredMiddleware):
    """Sends whoever has not signed in to do so, and has what happens in a session belong to its account.

    Views are open that say so (``login_not_required``), and the API.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """None where the view may be called."""
        if request.resolver_match and API in request.resolver_match.app_names:
            return None
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is None and getattr(view_func, "login_required", True):
            owners.own_session(cast("AccountRequest", request))
        return answer

    def handle_no_permission(  # type: ignore[override]  # Django's own always leads elsewhere
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        """The way to the page for signing in; a script that asks for a file is told in words."""
        if getattr(request, "htmx", None):
            return HttpResponseClientRedirect(resolve_url("sign_in"))
        if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
            return HttpResponse(gettext("Sign in to go on."), status=401, content_type=TEXT)
        return redirect_to_login(request.get_full_path() if request.method == "GET" else resolve_url("start"))
