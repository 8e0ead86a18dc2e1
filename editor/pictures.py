"""Making and deleting pictures."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Set
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor import files, renditions
from editor.imaging.uploads import Accepted
from editor.jobs import queue
from editor.models import Job, Picture, Revision, Visual
from editor.sentences import to_stored

# Where a picture's rows name stored files.
FILES = [
    "revisions__image",
    "revisions__screen",
    "revisions__thumbnail",
    "visuals__image",
    "visuals__regions",
    "jobs__file",
]


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


def create(owner: str, name: str, accepted: Accepted) -> Picture:
    """Store an accepted upload as a picture with its first revision, and have it prepared."""
    stored = renditions.keep(accepted.image_png)
    with transaction.atomic():
        picture = Picture.objects.create(
            owner=owner,
            name=name.strip()[:200] or gettext("Untitled"),
            format=accepted.format,
            exif=accepted.exif,
            saving=accepted.saving,
            notes=[to_stored(note) for note in accepted.notes],
        )
        revision = Revision.objects.create(picture=picture, number=1, tool="upload", title="Original", **stored)
        picture.go_to(revision)
    prepare(revision)
    return picture


def prepare(revision: Revision) -> None:
    """Have the revision's regions and people looked up."""
    queue.enqueue(revision.picture, "prepare", revision, {}, uuid.uuid4().hex)


def delete(picture: Picture) -> None:
    """Delete a picture, its history, and every file that no other picture needs."""
    names = {name for field in FILES for name in picture_values(field, pk=picture.pk) if name}
    previews = previews_of(picture.visuals.all())
    picture.delete()
    delete_unneeded(names)
    forget(previews)


def previews_of(visuals: QuerySet[Visual]) -> list[str]:
    """What the engine was given for previews of these."""
    return [digest for previews in visuals.values_list("previews", flat=True) for digest in previews]


def delete_unneeded(names: set[str]) -> None:
    """Delete those of some files that no picture needs any more, nor a job that is still to be done or can be again."""
    needed = {name for field in FILES for name in picture_values(field, **{f"{field}__in": names})}
    undone = Job.objects.exclude(status=Job.Status.DONE).values_list("params", flat=True)
    dispose(names, needed | {text for params in undone for text in files.texts_in(params)})


def dispose(names: Iterable[str], referenced: Set[str]) -> int:
    """Delete those of some files that are not ``referenced``, and what the engine made of them; how many files."""
    gone = files.unreferenced(names, referenced)
    forget(PurePosixPath(name).stem for name in gone)
    return files.delete_unreferenced(gone, set())


def forget(digests: Iterable[str]) -> None:
    """Have what this site's engine keeps of some images, by the SHA-256 of their files, deleted too."""
    import_string(settings.STUDIO_FORGET)(digests)


def picture_values(field: str, **which: Any) -> Iterable[str]:
    """The values of a field, across relations, of the pictures that ``which`` describes."""
    return Picture.objects.filter(**which).values_list(field, flat=True)
