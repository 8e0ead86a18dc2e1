"""Who did what: entries that are added and never changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from accounts.addresses import read_client_address
from accounts.models import ABOUT_LENGTH, NAME_LENGTH, Account, AuditEntry
from editor.models import Picture
from editor.signals import picture_deleted

Action = AuditEntry.Action
MINUTE = timedelta(minutes=1)
MOST_REFUSALS = 20  # of one address that are written down in a minute


def note(
    action: AuditEntry.Action, request: HttpRequest | None, account: Account | None, *, name: str = "", about: str = ""
) -> None:
    """Write down what an account did, or somebody who calls themselves ``name``, and from where."""
    AuditEntry.objects.create(
        action=action,
        account=account,
        name=shorten(account.username if account else name, NAME_LENGTH),
        about=shorten(about, ABOUT_LENGTH),
        address=read_client_address(request) if request else "",
    )


def shorten(text: str, length: int) -> str:
    """The text as far as a column has room for it, without what not every database takes."""
    return text.replace("\0", "")[:length]


def listen() -> None:
    """Write down what Django tells of signing in and out, whatever the way."""
    user_logged_in.connect(note_sign_in, dispatch_uid="audit")
    user_logged_out.connect(note_sign_out, dispatch_uid="audit")
    user_login_failed.connect(note_refusal, dispatch_uid="audit")
    picture_deleted.connect(note_deletion, dispatch_uid="audit")


def note_sign_in(request: HttpRequest, user: Account, **_: Any) -> None:
    """Somebody has signed in."""
    note(Action.SIGN_IN, request, user)


def note_sign_out(request: HttpRequest, user: Account | None, **_: Any) -> None:
    """Somebody has signed out."""
    if user is not None:
        note(Action.SIGN_OUT, request, user)


def note_refusal(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Somebody was not let in, by a password or by a proxy."""
    proxy_user = credentials.get("remote_user")
    name = str(proxy_user or credentials.get("username", ""))
    refuse(request, name, "proxy" if proxy_user else "password")


def refuse(request: HttpRequest | None, name: str, about: str) -> None:
    """Write down that somebody was not let in: so often for one address, and no more for who tries to fill the disk."""
    if not is_flooding(request):
        note(Action.REFUSAL, request, None, name=name, about=about)


def is_flooding(request: HttpRequest | None) -> bool:
    """Whether as many were refused within a minute, from where the request comes, as are written down."""
    address = read_client_address(request) if request else ""
    lately = AuditEntry.objects.filter(action=Action.REFUSAL, at__gt=timezone.now() - MINUTE, address=address)
    return lately.count() >= MOST_REFUSALS


def note_deletion(request: HttpRequest, picture: Picture, **_: Any) -> None:
    """Somebody has deleted a picture; who, is known where there are accounts."""
    account = getattr(request, "user", None)
    if account is not None:
        note(Action.DELETION, request, account, about=describe_picture(picture))


def describe_picture(picture: Picture) -> str:
    """A picture as entries name it."""
    return f"{picture.pk} {picture.name}"
