"""What templates know of accounts: of the session's own, and of what its browser had before."""

from __future__ import annotations

from functools import partial
from typing import cast

from django.http import HttpRequest

from accounts import owners
from accounts.http import AccountRequest


def account(request: HttpRequest) -> dict[str, object]:
    """``account``, None where nobody has signed in, and ``brought_pictures``, counted only where they are shown."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"account": None}
    return {"account": user, "brought_pictures": partial(owners.count_brought, cast("AccountRequest", request))}
