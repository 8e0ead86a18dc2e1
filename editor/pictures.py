"""Making and deleting pictures, and storing the images of their revisions."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

import bria
from editor import cleaning, files
from editor.imaging import uploads
from editor.imaging.renditions import Renditions
from editor.jobs import queue
from editor.models import Picture, Revision, Visual
from editor.sentences import Quote, join_sentences, render, sentence, to_stored
from editor.service import backends


@dataclass(frozen=True)
class Sample:
    """A photo to try the studio on, and whose it is."""

    slug: str
    name: str | Promise
    credit: str | Promise

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return Path(settings.BASE_DIR) / "static" / "samples" / f"{self.slug}.jpg"


SAMPLES = [
    Sample("astronaut", _("Astronaut"), _("Eileen Collins, NASA (public domain)")),
    Sample("coffee", _("Coffee"), "Rachel Michetti (CC0)"),
    Sample("chelsea", _("Cat"), "Stéfan van der Walt (CC0)"),
]


def samples() -> list[Sample]:
    """The photos that come with the studio."""
    return SAMPLES


def fetch_photo(url: str) -> bytes:
    """The file behind an address that a person gave.

    Raises:
        UploadRefused: it must not or cannot be fetched, or is too large.
    """
    with refusing_addresses():
        return bria.fetch(url, settings.PHOTO_BYTES).data


def refuse_address(url: str) -> None:
    """Refuse, without asking anybody, an address that is not fetched in any case.

    Raises:
        UploadRefused: it is none of the web, or of a private network.
    """
    with refusing_addresses():
        bria.refuse_url(url, looks_up=False)


@contextmanager
def refusing_addresses() -> Iterator[None]:
    """Say what is wrong with an address, and what to do about it."""
    try:
        yield
    except bria.FetchBusy as error:
        busy = gettext_noop("Many pictures are being fetched from other servers at the moment. Try again soon.")
        raise uploads.UploadBusy(render(busy)) from error
    except bria.FetchTooLarge as error:
        refusal = sentence("The file behind this address is larger than {most}.", most=uploads.megabytes())
        raise uploads.UploadRefused(join_sentences(refusal, render(uploads.SMALLER))) from error
    except bria.FetchError as error:
        advice = gettext_noop("Check the address, or save the picture and upload the file.")
        raise uploads.UploadRefused(join_sentences(Quote(error), render(advice))) from error


def create(owner: str, name: str, accepted: uploads.Accepted) -> Picture:
    """Store an accepted upload as a picture with its first revision, and have it prepared.

    Raises:
        LimitReached: nothing more is taken of ``owner`` at the moment.
    """
    queue.refuse_excess(owner, coming=1)
    stored = store_image(accepted.image_png, accepted.renditions)
    with transaction.atomic():
        picture = Picture.objects.create(
            owner=owner,
            name=name.strip()[:200] or gettext("Untitled"),
            format=accepted.format,
            exif=accepted.exif,
            xmp=accepted.xmp,
            iptc=accepted.iptc,
            saving=accepted.saving,
            notes=[to_stored(note) for note in accepted.notes],
        )
        revision = Revision.objects.create(picture=picture, number=1, tool="upload", title="Original", **stored)
        picture.go_to(revision)
    prepare(revision)
    return picture


def store_image(image_png: bytes, renditions: Renditions) -> dict[str, Any]:
    """Store the image and its renditions; the fields of a ``Revision`` that name them."""
    image = files.store(image_png, ".png")
    return {
        "image": image,
        "screen": files.store(renditions.screen, ".webp") if renditions.screen else image,
        "thumbnail": files.store(renditions.thumbnail, ".webp"),
        "width": renditions.width,
        "height": renditions.height,
        "is_transparent": renditions.is_transparent,
        "stored_bytes": len(image_png) + len(renditions.screen or b"") + len(renditions.thumbnail),
    }


def prepare(revision: Revision) -> None:
    """Have the revision's regions and people looked up; whoever lets a person ask for it calls ``refuse_excess``."""
    queue.enqueue(revision.picture, "prepare", revision, {}, uuid.uuid4().hex, bounded=False)


def delete(picture: Picture) -> None:
    """Delete a picture, its history, and every file that no other picture needs."""
    names = {name for field in cleaning.FILES for name in cleaning.picture_values(field, pk=picture.pk) if name}
    names |= cleaning.list_proposed(picture.jobs.all())
    previews = previews_of(picture.visuals.all())
    with transaction.atomic():
        Picture.hold(picture.pk, deletes=True)
        picture.delete()
    cleaning.delete_unneeded(names)
    backends.forget(previews)


def previews_of(visuals: QuerySet[Visual]) -> list[str]:
    """What the engine was given for previews of these."""
    return [digest for previews in visuals.values_list("previews", flat=True) for digest in previews]
