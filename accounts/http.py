"""Requests of people who are signed in."""

from __future__ import annotations

from accounts.models import Account
from editor.http import HtmxRequest


class AccountRequest(HtmxRequest):
    """A request that went through ``accounts.middleware.SignInRequired``."""

    user: Account
