"""The pictures that a browser had before somebody signed in there."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts import audit, owners
from accounts.http import AccountRequest


@require_POST
def collection(request: AccountRequest) -> HttpResponse:
    """Take them along into the account, or leave them."""
    if "leave" in request.POST:
        owners.leave_behind(request)
    elif count := owners.take_along(request):
        audit.note(audit.Action.ADOPTION, request, request.user, about=str(count))
    return redirect("start")
