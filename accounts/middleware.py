"""Nobody sees a page of the studio who has not signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.translation import gettext
from django_htmx.http import HttpResponseClientRedirect

from accounts import owners
from accounts.http import AccountRequest

API = "engine"  # the name space of the API's addresses, which ask for a token of their own


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
            return HttpResponse(gettext("Sign in to go on."), status=401, content_type="text/plain; charset=utf-8")
        return redirect_to_login(request.get_full_path() if request.method == "GET" else resolve_url("start"))
