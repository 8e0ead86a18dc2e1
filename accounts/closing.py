"""Closing an account, opening it again, and deleting it."""

from __future__ import annotations

from django.db import transaction

from accounts import audit
from accounts.models import Account, ShareLink
from editor import pictures
from editor.models import Picture, Share, Visitor
from editor.recipes import saved
from engine import tokens
from engine.models import Token


def close(account: Account, by: Account | None = None) -> None:
    """Let nobody sign in with it: its sessions end with their next request, its tokens are revoked, its links end."""
    with transaction.atomic():
        set_open(account, False)
        tokens.revoke_all(Token.objects.filter(account=account.owner))
        ShareLink.objects.filter(made_by=account).delete()
        audit.note(audit.Action.CLOSING, None, by, about=account.username)


def remove(account: Account, by: Account | None = None) -> int:
    """Delete an account for good, with its pictures and recipes; how many pictures there were. What it had in the API
    ends by itself."""
    close(account, by)
    doomed = list(Picture.objects.filter(owner=account.owner))
    for picture in doomed:
        pictures.delete(picture)
    with transaction.atomic():
        Share.objects.filter(owner=account.owner).delete()
        Visitor.objects.filter(owner=account.owner).delete()
        saved.delete_all(account.owner)
        account.delete()
    return len(doomed)


def reopen(account: Account, by: Account | None = None) -> None:
    """Let its person sign in again; revoked tokens stay so."""
    with transaction.atomic():
        set_open(account, True)
        audit.note(audit.Action.OPENING, None, by, about=account.username)


def set_open(account: Account, is_open: bool) -> None:
    """Write it down."""
    account.is_active = is_open
    account.save(update_fields=["is_active"])
