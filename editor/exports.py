"""A revision as a file to take away: in the format the picture came in, as it was saved, with what it said."""

from __future__ import annotations

import io
import math
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.http import content_disposition_header

from editor import files
from editor.imaging import decoding, pixels
from editor.models import Picture, Revision
from imagefiles import encoding, memory
from imagefiles.metadata.reading import Metadata
from imagefiles.metadata.writing import Wish
from recipes.model import SUFFIX

HOLDS_RECIPES = ("PNG", "JPEG", "WEBP")  # formats whose XMP programs look into
UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')  # what some system takes for a path, or for no part of a file's name


@dataclass(frozen=True)
class Exported:
    """A file to download; ``name`` is what to call it."""

    data: bytes
    content_type: str
    name: str

    @property
    def disposition(self) -> str:
        """The header ``Content-Disposition`` that makes a browser save it."""
        return disposition(self.name)


def file_name(name: str, suffix: str) -> str:
    """What to call a picture's file, wherever it is saved."""
    return f"{UNSAFE.sub('_', name)}{suffix}"


def disposition(name: str) -> str:
    """The header ``Content-Disposition`` that makes a browser save an answer as a file of this name."""
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"


def export(
    revision: Revision,
    *,
    format: str | None = None,
    quality: int | None = None,
    size: tuple[int, int] | None = None,
    keep_location: bool = True,
    keep_metadata: bool = True,
    recipe: str = "",
) -> Exported:
    """The revision as a file; its colour profile is always kept.

    Args:
        revision: what to save.
        format: one of ``encoding.writable_formats()``; the picture's own unless given.
        quality: 1 to 100 for JPEG, WEBP and AVIF; as the picture came unless given.
        size: (width, height) in pixels; the revision's own unless given.
        keep_location: False leaves out where the photo was taken.
        keep_metadata: False leaves out everything else that the file said besides its pixels.
        recipe: the text of a recipe to be written into the XMP; one of ``HOLDS_RECIPES`` can hold it.

    Raises:
        NoRoom, Died: see ``imagefiles.decoding``.
    """
    picture = revision.picture
    format = format or picture.format
    image = files.read(revision.image)
    count = max(math.prod(pixels.read_size(image)), math.prod(size or (0, 0)))
    data = decoding.run(
        memory.to_write(count, format, is_scaled=size is not None),
        encoding.encode,
        image,
        format,
        size=size,
        quality=quality,
        saving=picture.saving,
        metadata=collect_metadata(picture),
        wish=Wish(keep_location, keep_metadata, is_edited=revision.parent_id is not None, recipe=recipe),
    )
    return Exported(data, encoding.media_type(format), file_name(picture.name, encoding.SUFFIXES[format]))


def pack(exported: Exported, recipe: str) -> Exported:
    """A zip of a file and of the text of its recipe, which is called as it is."""
    target, stem = io.BytesIO(), PurePosixPath(exported.name).stem
    with zipfile.ZipFile(target, "w") as archive:  # pictures are packed already
        archive.writestr(exported.name, exported.data)
        archive.writestr(f"{stem}{SUFFIX}", recipe, zipfile.ZIP_DEFLATED)
    return Exported(target.getvalue(), "application/zip", f"{stem}.zip")


def collect_metadata(picture: Picture) -> Metadata:
    """What the file of an upload said besides its pixels."""
    texts = picture.saving.get("comment", ""), picture.saving.get("text", {})
    return Metadata(bytes(picture.exif), bytes(picture.xmp), bytes(picture.iptc), *texts)


def scaled_size(size: tuple[int, int], factor: float) -> tuple[int, int]:
    """(width, height) times a factor, at least a pixel, halves up: as static/js/elements/export-form.js has it."""
    width, height = (max(1, math.floor(side * factor + 0.5)) for side in size)
    return width, height
