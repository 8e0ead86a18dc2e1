"""Signing in and out, around Django's own view."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.forms import SignInForm
from editor.sentences import plural

HOUR = 3600  # seconds


class SignIn(LoginView):
    """The page for signing in, which leads on to where somebody wanted to go."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_redirect_url(self) -> str:  # type: ignore[override]  # the stubs are of a later Django
        """A page of ours, or nothing; this one leads nobody on to itself."""
        wanted = super().get_redirect_url()
        return "" if wanted == self.request.path else wanted


def refuse_guesses(request: HttpRequest, _response: HttpResponse, _credentials: dict[str, Any] | None) -> HttpResponse:
    """What django-axes answers to more guesses than are taken: the page for signing in, with the reason."""
    wait = int(settings.AXES_COOLOFF_TIME * HOUR)
    refusal = plural(
        "There were too many wrong passwords. Try again in {count} minute.",
        "There were too many wrong passwords. Try again in {count} minutes.",
        wait // 60,
    )
    context = {"form": SignInForm(request), "refusal": refusal}
    answer = render(request, "accounts/sign_in.html", context, status=429)
    answer["Retry-After"] = str(wait)
    return answer


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign_in")
