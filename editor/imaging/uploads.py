"""What a person uploads, made into the first revision's image: upright and lossless, RGB(A) with 8 bits a channel.

``imagefiles`` reads it; what was changed or lost on the way is said in the notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.text import get_text_list
from django.utils.translation import gettext, gettext_noop
from PIL import Image, TiffImagePlugin

from editor.imaging import decoding
from editor.imaging.renditions import Renditions, make_renditions
from editor.sentences import join_sentences, render, sentence
from imagefiles import formats, reader
from imagefiles.children import Died
from imagefiles.decoding import weigh
from imagefiles.encoding import encode_png
from imagefiles.errors import DamagedImage, Loss, NotAnImage, TooCostly, TooManyPixels
from imagefiles.metadata.reading import read_metadata
from imagefiles.saving import read_saving

BITS_PER_SAMPLE = 258  # TIFF 6.0
PNG_DEPTH_AT = 24  # offset of the bit depth in a PNG file (IHDR)
NAME_LENGTH = 60  # characters of a file name in a sentence
SMALLER = gettext_noop("Save it smaller, then upload it again.")
SAVED_ANEW = gettext_noop("Open it in another program and save it anew, then upload it again.")
LOSSES = {
    Loss.PROFILE: gettext_noop("The colour profile could not be read and was left out."),
    Loss.METADATA: gettext_noop("Some of what the file says beside its pixels was damaged and was left out."),
    Loss.PIXELS: gettext_noop("The file is damaged or ends too early: a part of the picture may be missing."),
}
# Of these alone the reader knows what was lost beside the pixels; of others ``read_metadata`` does.
BOXED = {"AVIF", "HEIF"}


class UploadRefused(Exception):
    """The upload cannot be used; the message is a sentence that says what to do."""


class UploadBusy(UploadRefused):
    """The upload can be used, but not now."""


@dataclass(frozen=True)
class Accepted:
    """An upload as the studio keeps it.

    Attributes:
        image_png: the picture, RGB or RGBA with 8 bits, its colour profile inside (none: sRGB).
        format: what a download is saved as: JPEG, PNG, WEBP, BMP or TIFF.
        exif: the EXIF block with the orientation set to upright and no preview; empty where there was none.
        saving: how the file was saved, as JSON data: of a JPEG "qtables" and "subsampling", of a WEBP "lossless";
            "dpi" of any. And what texts it holds: "comment", and "text" by their names.
        notes: what was changed on the way in, and what is lost, as sentences.
        renditions: what is shown of it in small, made where the picture was decoded.
        xmp: the XMP packet of what survives an edit; empty where there was none.
        iptc: Photoshop's image resources with the IPTC fields; empty where there were none.
    """

    image_png: bytes
    width: int
    height: int
    format: str
    exif: bytes
    icc: bytes | None
    saving: dict[str, Any]
    notes: tuple[str, ...]
    renditions: Renditions
    xmp: bytes = b""
    iptc: bytes = b""


def accept_in_child(data: bytes, filename: str) -> Accepted:
    """As ``accept``, where it can be killed, within the room that there is for pictures.

    Raises:
        UploadRefused: as ``accept``; or it took so long or so much that it was killed.
        NoRoom: others are at work on theirs.
    """
    refuse_size(data, filename)
    refuse_kind(data, filename)
    with translate_refusals(filename):
        size = weigh(data, formats.choose_readers(data), settings.UPLOAD_PIXELS)
        try:
            return decoding.run(size, accept, data, filename)
        except Died as error:
            raise TooCostly from error


def accept(data: bytes, filename: str) -> Accepted:
    """The upload as the studio keeps it; ``filename`` is only used in sentences.

    Raises:
        UploadRefused: it is empty, too large, damaged or no picture.
    """
    refuse_size(data, filename)
    refuse_kind(data, filename)
    with translate_refusals(filename):
        reading = reader.read(data, formats.choose_readers(data), settings.UPLOAD_PIXELS)
    file, picture, notes = reading.file, reading.picture, list(list_losses(reading.file, data))
    refuse_invisible(picture, filename)
    metadata = read_metadata(data, file.info, notes)
    lost = reading.losses if file.format in BOXED else reading.losses - {Loss.METADATA}
    notes.extend(sentence for loss, sentence in LOSSES.items() if loss in lost)
    saving, icc = {**read_saving(file, data), **metadata.to_json()}, picture.info.get("icc_profile")
    format = formats.choose_download_format(file.format or "PNG", picture)
    (width, height), image_png = picture.size, encode_png(picture)
    del reading, file, picture  # before it is decoded once more
    return Accepted(
        image_png=image_png,
        width=width,
        height=height,
        format=format,
        exif=metadata.exif,
        icc=icc,
        saving=saving,
        notes=tuple(notes),
        renditions=make_renditions(image_png),
        xmp=metadata.xmp,
        iptc=metadata.iptc,
    )


# What is refused


def refuse_size(data: bytes, filename: str) -> None:
    """Refuse an empty file and one that is too large."""
    if not data:
        raise UploadRefused(
            sentence("{file} is empty. Copy or download it again, then upload it.", file=shorten_name(filename))
        )
    if len(data) > settings.PHOTO_BYTES:
        size, most = f"{len(data) / 1e6:.1f} MB", megabytes()
        refusal = sentence(
            "{file} has {size}; the studio opens up to {most}.", file=shorten_name(filename), size=size, most=most
        )
        raise UploadRefused(join_sentences(refusal, render(SMALLER)))


def refuse_kind(data: bytes, filename: str) -> None:
    """Refuse a HEIC photo where nothing can read it."""
    if formats.is_heic(data) and not formats.HEIC:
        text = gettext_noop(
            "{file} is a HEIC photo, which this studio cannot read yet. "
            "Install pillow-heif into its environment (pip install '.[heic]'), or save the photo as JPEG."
        )
        raise UploadRefused(sentence(text, file=shorten_name(filename)))


def refuse_pixels(count: int | None, filename: str) -> UploadRefused:
    """The refusal of a picture of too many pixels."""
    name, most = shorten_name(filename), f"{settings.UPLOAD_PIXELS / 1e6:.0f}"
    if count is None:
        refusal = sentence("{file} has far too many pixels.", file=name)
    else:
        text = gettext_noop("{file} has {size} megapixels; the studio opens up to {most}.")
        refusal = sentence(text, file=name, size=f"{count / 1e6:.0f}", most=most)
    return UploadRefused(join_sentences(refusal, render(SMALLER)))


def refuse_invisible(picture: Image.Image, filename: str) -> None:
    """Refuse a picture of which nothing is to be seen."""
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema()[1] == 0:
        text = gettext_noop("{file} is fully transparent: there is nothing to be seen in it.")
        raise UploadRefused(sentence(text, file=shorten_name(filename)))


@contextmanager
def translate_refusals(filename: str) -> Iterator[None]:
    """Say why a file cannot be read."""
    name = shorten_name(filename)
    try:
        yield
    except TooManyPixels as error:
        raise refuse_pixels(error.count, filename) from error
    except TooCostly as error:
        text = gettext_noop("{file} is built so that opening it takes far more work than other pictures of its size.")
        raise UploadRefused(join_sentences(sentence(text, file=name), render(SAVED_ANEW))) from error
    except NotAnImage as error:
        kinds = get_text_list(formats.KINDS, gettext("and"))
        raise UploadRefused(sentence("The studio can't open {file}. Use {kinds}.", file=name, kinds=kinds)) from error
    except DamagedImage as error:
        text = gettext_noop("{file} is damaged or incomplete. Copy or download it again, then upload it.")
        raise UploadRefused(sentence(text, file=name)) from error


def shorten_name(filename: str) -> str:
    """A file name as the beginning of a sentence."""
    name = filename.rpartition("/")[2] or filename
    return f"“{name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 1] + '…'}”" if name else gettext("The file")


def megabytes() -> str:
    """The limit of an upload, as people read it."""
    return f"{settings.PHOTO_BYTES / 1e6:.0f} MB"


# What is said of the file


def list_losses(image: Image.Image, data: bytes) -> Iterator[str]:
    """What will be lost of a picture."""
    if getattr(image, "is_animated", False) and image.format != "MPO":
        pages = gettext_noop("The file has several pages; the first was taken.")
        yield pages if image.format == "TIFF" else gettext_noop("The file is animated; its first frame was taken.")
    if read_depth(image, data) > 8:
        yield gettext_noop("The picture had more than 8 bits a channel and was reduced to 8.")
    if image.mode == "CMYK":
        yield gettext_noop("The picture was in CMYK colours and arrives as sRGB.")
    if image.format == "GIF":
        yield gettext_noop(
            "A GIF has too few colours for edits: the picture was converted to full colour, and downloads as PNG."
        )
    elif image.format in formats.LABELS:
        label = formats.LABELS[image.format]
        text = gettext_noop(
            "Few programs open {format}: the picture downloads as JPEG, or as PNG if it is transparent."
        )
        yield sentence(text, format=label)
    elif image.mode in ("P", "PA"):
        yield gettext_noop("The picture had a palette of colours and was converted to full colour.")


def read_depth(image: Image.Image, data: bytes) -> int:
    """Bits a channel in the file; Pillow reads some 16-bit files as 8-bit pictures and does not tell."""
    if image.format == "PNG":
        return data[PNG_DEPTH_AT]
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return int(max(image.tag_v2.get(BITS_PER_SAMPLE, (8,))))
    return 8
