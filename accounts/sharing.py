"""Sharing a picture with another account, to look at or to edit, and by a link, to look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from accounts.models import Account, ShareLink
from accounts.secret_links import hash_secret, make_secret
from editor.models import Picture, Share

SHOWN = 60  # pictures of others that the start page lists, the newest first
RENDITIONS = ("image", "screen", "thumbnail")  # the fields of a revision that name its files


@dataclass(frozen=True)
class Received:
    """A picture that somebody shares with an account."""

    picture: Picture
    giver: str
    may_edit: bool


def list_received(account: Account) -> list[Received]:
    """What others share with the account."""
    shares = Share.objects.filter(owner=account.owner).select_related("picture__current")[:SHOWN]
    names = name_owners(share.picture.owner for share in shares)
    return [Received(share.picture, names.get(share.picture.owner, ""), share.may_edit) for share in shares]


def name_owners(owners: Iterable[str]) -> dict[str, str]:
    """The names of accounts by their owner names."""
    return dict(Account.objects.filter(owner__in=set(owners)).values_list("owner", "username"))


def share(picture: Picture, account: Account, *, may_edit: bool) -> Share:
    """Let an account look at a picture, or edit it; what it was let do before is replaced."""
    row, _ = Share.objects.update_or_create(picture=picture, owner=account.owner, defaults={"may_edit": may_edit})
    return row


def make_link(picture: Picture, account: Account, days: int) -> str:
    """A link by which the picture can be looked at; its secret, this once."""
    secret = make_secret()
    ends = timezone.now() + timedelta(days=days)
    ShareLink.objects.create(digest=hash_secret(secret), made_by=account, picture=picture, expires_at=ends)
    return secret


def find_linked(secret: str) -> Picture:
    """The picture that a link leads to.

    Raises:
        Http404: there is no such link, or it has ended.
    """
    links = ShareLink.objects.select_related("picture__current").filter(expires_at__gt=timezone.now())
    link = links.filter(digest=hash_secret(secret)).first()
    if link is None:
        raise Http404("This link has ended.")
    return link.picture


def find_visible(account: Account, pk: int) -> Picture:
    """A picture that the account may look at.

    Raises:
        Http404: there is none.
    """
    shared = Share.objects.filter(owner=account.owner).values("picture")
    visible = Picture.objects.filter(Q(owner=account.owner) | Q(pk__in=shared))
    picture = visible.select_related("current").filter(pk=pk).first()
    if picture is None:
        raise Http404("There is no such picture here.")
    return picture


def find_file(picture: Picture, number: int, rendition: str) -> str:
    """The stored file of what whoever looks at a picture sees: its current revision, and nothing it was before.

    Raises:
        Http404: this is another one.
    """
    current = picture.current
    if current is None or current.number != number or rendition not in RENDITIONS:
        raise Http404("This is not what the picture shows.")
    return str(getattr(current, rendition))
