"""Who did what: entries that are added and never changed."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from accounts.models import ABOUT_LENGTH, NAME_LENGTH, Account, AuditEntry
from editor.models import Picture
from editor.signals import picture_deleted

Action = AuditEntry.Action


def note(
    action: AuditEntry.Action, request: HttpRequest | None, account: Account | None, *, name: str = "", about: str = ""
) -> None:
    """Write down what an account did, or somebody who calls themselves ``name``, and from where."""
    AuditEntry.objects.create(
        action=action,
        account=account,
        name=shorten(account.username if account else name, NAME_LENGTH),
        about=shorten(about, ABOUT_LENGTH),
        address=str(request.META.get("REMOTE_ADDR", "")) if request else "",
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
    """Somebody was not let in."""
    note(Action.REFUSAL, request, None, name=str(credentials.get("username", "")), about="password")


def note_deletion(request: HttpRequest, picture: Picture, **_: Any) -> None:
    """Somebody has deleted a picture; who, is known where there are accounts."""
    account = getattr(request, "user", None)
    if account is not None:
        note(Action.DELETION, request, account, about=describe_picture(picture))


def describe_picture(picture: Picture) -> str:
    """A picture as entries name it."""
    return f"{picture.pk} {picture.name}"
