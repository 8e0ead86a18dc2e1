"""Closing an account, and opening it again."""

from __future__ import annotations

from django.db import transaction

from accounts import audit
from accounts.models import Account, ShareLink
from engine import tokens
from engine.models import Token


def close(account: Account, by: Account | None = None) -> None:
    """Let nobody sign in with it: its sessions end with their next request, its tokens are revoked, its links end."""
    with transaction.atomic():
        set_open(account, False)
        tokens.revoke_all(Token.objects.filter(account=account.owner))
        ShareLink.objects.filter(made_by=account).delete()
        audit.note(audit.Action.CLOSING, None, by, about=account.username)


def reopen(account: Account, by: Account | None = None) -> None:
    """Let its person sign in again; revoked tokens stay so."""
    with transaction.atomic():
        set_open(account, True)
        audit.note(audit.Action.OPENING, None, by, about=account.username)


def set_open(account: Account, is_open: bool) -> None:
    """Write it down."""
    account.is_active = is_open
    account.save(update_fields=["is_active"])
