"""What belongs to an account: its pictures, and those that a browser had before somebody signed in there.

A session has one owner name, and the editor knows no other notion of whose something is (``editor.access``). While
somebody is signed in, that name is the account's.
"""

from __future__ import annotations

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from accounts.http import AccountRequest
from accounts.models import Account
from editor.access import RENEWED, VISITOR
from editor.models import Picture, Visitor
from editor.recipes import saved

BROUGHT = "brought"  # the owner name that a session had before somebody signed in


def own_session(request: AccountRequest) -> None:
    """Have the session own what the account owns. What was the browser's before waits to be taken along."""
    session, owner = request.session, request.user.owner
    if session.get(VISITOR, "") == owner:
        return
    if own := find_own(session):
        session[BROUGHT] = own
    session[VISITOR] = owner
    session.pop(RENEWED, None)


def find_own(session: SessionBase) -> str:
    """The owner name that a browser has of its own, whoever has signed in there; empty where it has none."""
    if BROUGHT in session:
        return str(session[BROUGHT])
    visitor = str(session.get(VISITOR, ""))
    return visitor if visitor and not Account.objects.filter(owner=visitor).exists() else ""


def count_brought(request: AccountRequest) -> int:
    """How many pictures this browser had before somebody signed in."""
    owner = request.session.get(BROUGHT, "")
    return Picture.objects.filter(owner=owner).count() if owner else 0


def take_along(request: AccountRequest) -> int:
    """Make the browser's own pictures the account's; how many there were."""
    owner = request.session.pop(BROUGHT, "")
    if not owner:
        return 0
    with transaction.atomic():
        Visitor.objects.filter(owner=owner).delete()
        saved.hand_over(owner, request.user.owner)
        return Picture.objects.filter(owner=owner).update(owner=request.user.owner)


def leave_behind(request: AccountRequest) -> None:
    """Do not offer the browser's own pictures any more."""
    request.session.pop(BROUGHT, None)
