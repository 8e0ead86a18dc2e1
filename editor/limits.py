"""What one visitor may take of what all share: places in the queue, and room on the disk."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Sum
from django.db.models.functions import Length
from django.utils.translation import gettext_noop

from datafolder import room
from editor import files
from editor.models import Job, Revision, SavedRecipe
from editor.sentences import render, sentence

TOLD = 0.8  # share of the quota from which a person is told how much is used
NO_ROOM = gettext_noop(
    "The studio's disk is full, so nothing new can be kept. Nothing is lost: try again once there is room."
)


class LimitReached(Exception):
    """Nothing was begun, because too much is taken already; ``str(error)`` says so to the person, and what helps."""


def require_room(owner: str) -> None:
    """Go on only where there is room for more of ``owner``.

    Raises:
        LimitReached: the disk is full, or the owner's part of it.
    """
    if room.describe_lack(settings.DATA, settings.FREE_BYTES):
        raise LimitReached(render(NO_ROOM))
    if count_bytes(owner) >= settings.QUOTA_BYTES:
        raise LimitReached(
            sentence("Your pictures take up all of the {most} that are yours. Delete some of them.", most=most())
        )


def count_bytes(owner: str) -> int:
    """How much the files of an owner's pictures and recipes take up, those counted twice that two of them share."""
    images = Revision.objects.filter(picture__owner=owner).aggregate(sum=Sum("stored_bytes"))["sum"] or 0
    layers = Job.objects.filter(picture__owner=owner).exclude(file="").values_list("file", flat=True)
    recipes = SavedRecipe.objects.filter(owner=owner).aggregate(sum=Sum(Length("text")))["sum"] or 0
    return int(images) + int(recipes) + sum(files.size(name) for name in layers if files.exists(name))


def describe_use(owner: str) -> str:
    """How much of their part of the disk an owner's pictures take up, once that is worth knowing; else empty."""
    used = count_bytes(owner) if owner else 0
    if used < TOLD * settings.QUOTA_BYTES:
        return ""
    return sentence(
        "Your pictures take up {used} of {most}. Delete some that you do not need.", used=megabytes(used), most=most()
    )


def most() -> str:
    """The quota, for a person."""
    return megabytes(settings.QUOTA_BYTES)


def megabytes(count: int) -> str:
    """A number of bytes, for a person."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count // 1_000_000} MB"
