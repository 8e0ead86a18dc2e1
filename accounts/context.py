"""What templates know of accounts: of the session's own, what its browser had before, and what others share with it."""

from __future__ import annotations

from functools import partial
from typing import cast

from django.conf import settings
from django.http import HttpRequest

from accounts import owners, sharing
from accounts.http import AccountRequest


def account(request: HttpRequest) -> dict[str, object]:
    """``account``, None where nobody has signed in; the rest is looked up only where it is shown."""
    user = getattr(request, "user", None)
    openid_name = settings.OIDC_NAME if settings.OIDC_ISSUER else ""
    if user is None or not user.is_authenticated:
        return {"account": None, "openid_name": openid_name}
    return {
        "account": user,
        "openid_name": openid_name,
        "brought_pictures": partial(owners.count_brought, cast("AccountRequest", request)),
        "shared_pictures": partial(sharing.list_received, user),
    }
