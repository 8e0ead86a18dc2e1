"""Signing in and out, around Django's own view."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import owners
from accounts.forms import SignInForm
from editor.sentences import plural

HOUR = 3600  # seconds


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
    owners.end_session(request)
    return redirect("sign_in")
