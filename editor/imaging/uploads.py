"""What a person uploads, made into the first revision's image: upright and lossless, RGB(A) with 8 bits a channel.

Nothing is decoded before the header told its size. A colour profile is kept where it describes RGB; everything else is
converted to sRGB, and what was changed on the way is said in the notes.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.text import get_text_list
from django.utils.translation import gettext, gettext_noop
from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, UnidentifiedImageError

from editor.imaging import colour_conversion, formats, pixels
from editor.sentences import join_sentences, render, sentence

ORIENTATION = 0x0112  # EXIF 2.32, section 4.6.4
BITS_PER_SAMPLE = 258  # TIFF 6.0
PNG_DEPTH_AT = 24  # offset of the bit depth in a PNG file (IHDR)
TEXT_LIMIT = 65_536  # characters of a PNG's texts that are kept
NAME_LENGTH = 60  # characters of a file name in a sentence
SMALLER = gettext_noop("Save it smaller, then upload it again.")
# The tags of EXIF that describe a photo: description, maker, model, orientation, resolution, software, date, artist,
# host, rating, copyright, what Windows adds, and the blocks of the camera and of the place (EXIF 2.32, section 4.6).
EXIF_TAGS = {270, 271, 272, 274, 282, 283, 296, 305, 306, 315, 316, 18246, 33432, *range(40091, 40096), 34665, 34853}


class UploadRefused(Exception):
    """The upload cannot be used; the message is a sentence that says what to do."""


@dataclass(frozen=True)
class Accepted:
    """An upload as the studio keeps it.

    Attributes:
        image_png: the picture, RGB or RGBA with 8 bits, its colour profile inside (none: sRGB).
        format: what a download is saved as: JPEG, PNG, WEBP, BMP or TIFF.
        exif: the EXIF block with the orientation set to upright and no preview; empty where there was none.
        saving: how the file was saved, as JSON data: of a JPEG "qtables" and "subsampling", of a WEBP "lossless", of
            a PNG "text"; "dpi" of any.
        notes: what was changed on the way in, as sentences.
    """

    image_png: bytes
    width: int
    height: int
    format: str
    exif: bytes
    icc: bytes | None
    saving: dict[str, Any]
    notes: tuple[str, ...]


def accept(data: bytes, filename: str) -> Accepted:
    """The upload as the studio keeps it; ``filename`` is only used in sentences.

    Raises:
        UploadRefused: it is empty, too large, damaged or no picture.
    """
    refuse_size(data, filename)
    refuse_kind(data, filename)
    notes: list[str] = []
    with translate_read_errors(filename):
        image = Image.open(io.BytesIO(data), formats=formats.choose_readers(data))
        refuse_pixels(image.width * image.height, filename)
        notes.extend(list_losses(image, data))
        image.load()
        kind, saving = image.format or "PNG", read_saving(image, data)
        upright, exif = apply_exif_orientation(image, notes)
        picture = colour_conversion.convert_to_rgb(upright, notes)
    refuse_invisible(picture, filename)
    return Accepted(
        image_png=pixels.encode_png(picture),
        width=picture.width,
        height=picture.height,
        format=formats.choose_download_format(kind, picture),
        exif=exif,
        icc=picture.info.get("icc_profile"),
        saving=saving,
        notes=tuple(notes),
    )


# What is refused


def refuse_size(data: bytes, filename: str) -> None:
    """Refuse an empty file and one that is too large."""
    if not data:
        raise UploadRefused(
            sentence("{file} is empty. Copy or download it again, then upload it.", file=shorten_name(filename))
        )
    if len(data) > settings.UPLOAD_BYTES:
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


def refuse_pixels(count: int, filename: str) -> None:
    """Refuse a picture of too many pixels."""
    if count > settings.UPLOAD_PIXELS:
        size, most = f"{count / 1e6:.0f}", f"{settings.UPLOAD_PIXELS / 1e6:.0f}"
        text = gettext_noop("{file} has {size} megapixels; the studio opens up to {most}.")
        refusal = sentence(text, file=shorten_name(filename), size=size, most=most)
        raise UploadRefused(join_sentences(refusal, render(SMALLER)))


def refuse_invisible(picture: Image.Image, filename: str) -> None:
    """Refuse a picture of which nothing is to be seen."""
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema()[1] == 0:
        text = gettext_noop("{file} is fully transparent: there is nothing to be seen in it.")
        raise UploadRefused(sentence(text, file=shorten_name(filename)))


@contextmanager
def translate_read_errors(filename: str) -> Iterator[None]:
    """Turn what Pillow raises on bad files into refusals."""
    try:
        yield
    except pixels.BOMBS as error:
        refusal = sentence("{file} has far too many pixels.", file=shorten_name(filename))
        raise UploadRefused(join_sentences(refusal, render(SMALLER))) from error
    except UnidentifiedImageError as error:
        raise UploadRefused(
            sentence(
                "The studio can't open {file}. Use {kinds}.",
                file=shorten_name(filename),
                kinds=get_text_list(formats.KINDS, gettext("and")),
            )
        ) from error
    except pixels.FAULTS as error:
        text = gettext_noop("{file} is damaged or incomplete. Copy or download it again, then upload it.")
        raise UploadRefused(sentence(text, file=shorten_name(filename))) from error


def shorten_name(filename: str) -> str:
    """A file name as the beginning of a sentence."""
    name = filename.rpartition("/")[2] or filename
    return f"“{name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 1] + '…'}”" if name else gettext("The file")


def megabytes() -> str:
    """The limit of an upload, as people read it."""
    return f"{settings.UPLOAD_BYTES / 1e6:.0f} MB"


# What is said and remembered of the file


def list_losses(image: Image.Image, data: bytes) -> Iterator[str]:
    """What will be lost of a picture that is not decoded yet."""
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


def read_saving(image: Image.Image, data: bytes) -> dict[str, Any]:
    """How the file was saved, so that a download can be saved alike."""
    saving: dict[str, Any] = {}
    if isinstance(image, JpegImagePlugin.JpegImageFile) and image.mode in ("L", "RGB"):
        saving["qtables"] = [list(table) for _, table in sorted(image.quantization.items())]
        saving["subsampling"] = max(0, JpegImagePlugin.get_sampling(image))
    if image.format == "WEBP":
        saving["lossless"] = b"VP8L" in data  # the tag of a lossless image chunk, RFC 9649
    if isinstance(image, PngImagePlugin.PngImageFile):
        text = {key: str(value) for key, value in image.text.items() if not key.startswith(("XML:", "Raw profile"))}
        saving["text"] = text if sum(map(len, text.values())) <= TEXT_LIMIT else {}
    dpi = [float(value) for value in image.info.get("dpi", ())]
    return {**saving, "dpi": dpi} if len(dpi) == 2 and all(1 <= value < 1e5 for value in dpi) else saving


def apply_exif_orientation(image: Image.Image, notes: list[str]) -> tuple[Image.Image, bytes]:
    """The picture turned upright as its EXIF block says, and the block for it.

    Tags that describe the file rather than the photo go, and so does the preview: it would still show what is erased.
    """
    try:
        exif = image.getexif()
        readable = bool(exif) or is_empty(image.info.get("exif", b""))
        upright = ImageOps.exif_transpose(image)
        for tag in set(exif) - EXIF_TAGS:
            del exif[tag]
        if ORIENTATION in exif:
            exif[ORIENTATION] = 1
        block = exif.tobytes() if exif else b""
    except pixels.FAULTS:
        readable, upright, block = False, image, b""
    if not readable:
        notes.append(gettext_noop("The camera's data (EXIF) could not be read and was left out."))
    return upright, block


def is_empty(block: bytes) -> bool:
    """True for no EXIF block, and for a sound one that holds no entry; some programs write such."""
    tiff = block.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if not tiff or order is None:
        return not tiff
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)  # TIFF 6.0, section 2: where the first directory lies
    return struct.unpack_from(f"{order}H", tiff, first) == (0,)
