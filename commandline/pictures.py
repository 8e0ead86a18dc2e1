"""One picture's file, opened and written again in the way of the editor's downloads."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PIL import Image

from commandline.carriers import Made
from commandline.errors import FileFailed, FileSkipped
from commandline.kinds import STAND_INS, choose_format
from imagefiles import encoding, formats, reader
from imagefiles.errors import BadImage, DamagedImage, Loss, NotAnImage, TooCostly, TooManyPixels
from imagefiles.metadata.reading import Metadata, read_metadata
from imagefiles.metadata.writing import Wish
from imagefiles.saving import read_saving

MOST_PIXELS = 8192 * 8192  # that the engine works on
READ_BY_ENGINE = ("JPEG", "MPO", "PNG", "WEBP")  # formats that need not be written anew for it


@dataclass(frozen=True)
class Opened:
    """A picture's file, and what a result needs to be saved alike.

    Attributes:
        image: what the engine is given: the file itself, or a PNG of its picture.
        size: (width, height), upright.
        format: Pillow's name of the file's format.
        saving, metadata: how it was saved (``imagefiles.saving``), and what it says besides its pixels.
        notes: what of it is lost, as sentences.
    """

    image: bytes
    size: tuple[int, int]
    format: str
    saving: dict[str, Any]
    metadata: Metadata
    notes: tuple[str, ...]

    @property
    def says_nothing(self) -> bool:
        """Whether a PNG of an engine can be the result itself, to the byte: there is nothing to be written into it."""
        return self.metadata == Metadata() and "dpi" not in self.saving


def open_picture(data: bytes, *, is_named: bool) -> Opened:
    """The picture in a file.

    Raises:
        FileFailed: it is damaged, too large, or invisible; or no picture, where it was named itself.
        FileSkipped: it is no picture.
    """
    refuse_heic(data)
    with explained(is_named):
        reading = reader.read(data, formats.choose_readers(data), MOST_PIXELS)
    if Loss.PIXELS in reading.losses:
        raise FileFailed("The file is damaged or ends too early.")
    picture, format = reading.picture, reading.file.format or "PNG"
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema()[1] == 0:
        raise FileFailed("It is fully transparent: there is nothing to be seen in it.")
    notes: list[str] = []
    metadata = read_metadata(data, reading.file.info, notes)
    saving = read_saving(reading.file, data)
    image = data if format in READ_BY_ENGINE else encoding.encode_png(picture)
    return Opened(image, picture.size, format, saving, metadata, tuple(notes))


def refuse_heic(data: bytes) -> None:
    """Refuse a HEIC photo where nothing can read it."""
    if formats.is_heic(data) and not formats.HEIC:
        raise FileFailed("It is a HEIC photo; install pillow-heif (pip install 'bria-studio[heic]') to read it.")


@contextmanager
def explained(is_named: bool) -> Iterator[None]:
    """Say why a file cannot be read."""
    try:
        yield
    except TooManyPixels as error:
        size = "far too many pixels" if error.count is None else f"{error.count / 1e6:.0f} megapixels"
        raise FileFailed(f"It has {size}; {MOST_PIXELS / 1e6:.0f} megapixels are the most.") from error
    except TooCostly as error:
        raise FileFailed("It is built so that opening it takes far more work than its picture is worth.") from error
    except DamagedImage as error:
        raise FileFailed("It is damaged or incomplete.") from error
    except (NotAnImage, BadImage) as error:
        raise (FileFailed if is_named else FileSkipped)("It is no picture.") from error


def write(opened: Opened, result: Made, asked: str, quality: int | None) -> tuple[bytes, str]:
    """A result as a file, and the ending that its name must have, empty where it may stay.

    Raises:
        FileFailed: the format cannot hold as long a side.
    """
    with Image.open(io.BytesIO(result.image)) as made:
        size, is_transparent = made.size, made.has_transparency_data
    format = choose_format(opened.format, asked, is_transparent=is_transparent)
    if max(size) > encoding.LONGEST.get(format, max(size)):
        raise FileFailed(f"The result has {max(size)} pixels a side, more than {format} can say.")
    if format == "PNG" and opened.says_nothing:
        return result.image, "" if format == opened.format else encoding.SUFFIXES[format]
    data = encoding.encode(
        result.image,
        format,
        size=None,
        quality=quality,
        saving=opened.saving if format == STAND_INS.get(opened.format, opened.format) else without_tables(opened),
        metadata=opened.metadata,
        wish=Wish(location=True, facts=True, is_edited=result.is_changed),
    )
    return data, "" if format == opened.format else encoding.SUFFIXES[format]


def without_tables(opened: Opened) -> dict[str, Any]:
    """How a file is saved in another format than it came in: at its resolution."""
    return {name: value for name, value in opened.saving.items() if name == "dpi"}
