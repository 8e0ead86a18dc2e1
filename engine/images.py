"""Files into arrays and back.

Arrays are RGB (rows, columns, 3) uint8, upright, with alpha kept apart: the operations work on colours only, and never
see those that alpha hides (``engine.maths.transparency``).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any, TypeVar

import numpy as np
from django.conf import settings
from numpy.typing import NDArray
from PIL import Image, ImageOps

from engine.cache import ByteBoundedLRU
from engine.errors import Busy, TooLarge, Unprocessable, UnsupportedMedia
from engine.files import digest
from engine.maths import transparency
from engine.maths.fill.canvas import resize_to
from engine.maths.filters import strips
from engine.maths.transparency import WHITE, Colour
from imagefiles import decoding, profiles, reader
from imagefiles import transparency as mixing
from imagefiles.children import Died, children
from imagefiles.encoding import QUICK_PNG
from imagefiles.errors import BadImage, TooCostly, TooManyPixels
from imagefiles.reader import Extent, Formats
from imagefiles.room import NoRoom

Read = TypeVar("Read")

FORMATS = ("JPEG", "PNG", "WEBP")
MASK_THRESHOLD = 128  # of 255; clients send masks as JPEG, with greys around the edges (docs.bria.ai)
ASPECT_TOLERANCE = 0.02  # relative; clients draw masks on small canvases, whose sides are whole pixels
PART_IDS = 1000  # the id of a part is its number, from 1, and this: never that of a mask
MOST_MASKS = 255  # of one picture: a mask's id is a value of an 8-bit label map, in which 0 is none
COMPRESSION = 1  # zlib level of maps and masks: a quarter of the default's time for a fifth more bytes


@dataclass(frozen=True)
class Picture:
    """A decoded image.

    ``pixels`` is (rows, columns, 3) uint8, ``alpha`` (rows, columns) uint8 or None, ``profile`` an ICC profile or None.
    ``backdrop`` is the colour that it is looked at over.
    """

    pixels: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None = None
    profile: bytes | None = None
    backdrop: Colour = WHITE

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, columns."""
        rows, columns = self.pixels.shape[:2]
        return rows, columns

    @property
    def size(self) -> int:
        """Bytes in memory, once it was looked at."""
        return self.pixels.nbytes + (0 if self.alpha is None else self.alpha.nbytes + self.pixels.nbytes)

    @cached_property
    def seen(self) -> NDArray[np.uint8]:
        """What an eye sees of it, (rows, columns, 3) uint8: for looking only, never to be mixed into a result."""
        if self.alpha is None:
            return self.pixels
        return transparency.over_plain(self.pixels, self.alpha, self.backdrop)

    @property
    def visible(self) -> NDArray[np.bool_] | None:
        """Where anything is to be seen of it, (rows, columns); None for everywhere."""
        return None if self.alpha is None or self.alpha.all() else self.alpha > 0

    def with_pixels(self, pixels: NDArray[np.uint8]) -> Picture:
        """The same picture in other colours."""
        return replace(self, pixels=pixels)

    def forget_hidden(self) -> Picture:
        """The same picture, whatever colours were hidden by its alpha."""
        if self.alpha is None:
            return self
        pixels = transparency.bleed_colours(self.pixels, self.alpha)
        return replace(self, pixels=pixels, backdrop=transparency.choose_backdrop(pixels, self.alpha))

    def keep_alpha(self, keep: bool) -> Picture:
        """The picture itself; over white where its transparency is not to be kept."""
        return self if keep else self.flatten()

    def flatten(self) -> Picture:
        """The picture over white, opaque."""
        if self.alpha is None:
            return self
        return Picture(transparency.over_plain(self.pixels, self.alpha, WHITE), None, self.profile)

    def resize(self, box: tuple[int, int]) -> Picture:
        """The picture made to fit ``box`` (width, height), aspect kept."""
        if self.alpha is None:
            image = ImageOps.contain(_to_image(self), box, Image.Resampling.LANCZOS)
            return self.with_pixels(np.asarray(image))
        factor = min(box[0] / self.shape[1], box[1] / self.shape[0])
        rows, columns = (max(1, round(side * factor)) for side in self.shape)
        return self.scale_to((rows, columns))

    def scale_to(self, shape: tuple[int, int]) -> Picture:
        """The picture at another ``shape`` (rows, columns)."""
        if self.alpha is None or shape == self.shape:
            return self.with_pixels(resize_to(self.pixels, shape))
        pixels, alpha = transparency.scale(self.pixels, self.alpha, shape)
        return replace(self, pixels=transparency.bleed_colours(pixels, alpha), alpha=alpha)

    def fade_into(self, other: Picture, opacity: NDArray[np.uint8]) -> Picture:
        """``other``, of the same shape, over this picture, as far as ``opacity`` (rows, columns) says, 0 to 255."""
        mode = "RGB" if self.alpha is None and other.alpha is None else "RGBA"
        before, after = (_to_image(each).convert(mode) for each in (self, other))
        return _to_picture(np.asarray(mixing.mix(before, after, Image.fromarray(opacity))), self.profile)

    def in_colours_of(self, other: Picture) -> Picture:
        """The same colours in the profile of another picture."""
        image = profiles.convert(_to_image(self), self.profile, other.profile)
        return _to_picture(np.asarray(image), other.profile)


@dataclass(frozen=True)
class Limits:
    """The most that is taken: ``size`` in bytes (None: any), ``pixels`` in pixels."""

    size: int | None
    pixels: int

    def take(self, data: bytes, shape: tuple[int, int]) -> bool:
        """Whether ``data``, in which a picture of ``shape`` (rows, columns) is, is within the limits."""
        return (self.size is None or len(data) <= self.size) and shape[0] * shape[1] <= self.pixels


# Decoding 12 megapixels takes 0.3 s: to judge them, to work on them, and again for every stroke that is drawn on them.
_decoded: ByteBoundedLRU[Picture] = ByteBoundedLRU(2, 80_000_000, lambda picture: picture.size)
_measured: ByteBoundedLRU[Extent] = ByteBoundedLRU(1000, 1000, lambda _: 1)


def limits_for(*, inside: bool) -> Limits:
    """What is taken from a client, or from the studio itself, whose own revisions are never refused for their size."""
    if inside:
        return Limits(None, settings.RESULT_PIXELS)
    return Limits(settings.UPLOAD_BYTES, settings.UPLOAD_PIXELS)


def decode(data: bytes, limits: Limits) -> Picture:
    """The image in ``data``; its arrays are shared, and must not be written into.

    Raises:
        TooLarge: more bytes or pixels than ``limits`` takes, or made so that reading it takes far more than it is
            worth; both are judged before anything is decoded.
        UnsupportedMedia: no JPEG, PNG or WEBP that can be read to its end.
        Busy: other pictures have all the memory that there is for them.
    """
    picture = _decoded.get(digest(data), lambda: _decode(data, limits).forget_hidden())
    return picture if limits.take(data, picture.shape) else _decode(data, limits)


def _decode(data: bytes, limits: Limits) -> Picture:
    _refuse_bytes(data, limits)
    with _translate_refusals(limits):
        pixels, profile = _in_child(reader.read_pixels, data, limits)
    return _to_picture(pixels, profile)


def measure(data: bytes, limits: Limits) -> Extent:
    """The extent of the image in ``data``, all of which is decoded for that.

    Where others decode for this process, its pixels never come here. Elsewhere they are wanted next.

    Raises:
        TooLarge, UnsupportedMedia, Busy: as ``decode``.
    """
    if children.forker is None:
        picture = decode(data, limits)
        return reader.find_extent(picture.shape, picture.alpha)
    extent = _measured.get(digest(data), lambda: _measure(data, limits))
    return extent if limits.take(data, extent.shape) else _measure(data, limits)


def _measure(data: bytes, limits: Limits) -> Extent:
    _refuse_bytes(data, limits)
    with _translate_refusals(limits):
        return _in_child(reader.read_extent, data, limits)


def decode_mask(data: bytes, shape: tuple[int, int], limits: Limits) -> NDArray[np.bool_]:
    """The mask in ``data``, brought to ``shape`` (rows, columns): True where it is white. Transparent counts as black.

    Raises:
        TooLarge, UnsupportedMedia, Busy: as ``decode``.
        Unprocessable: it has another aspect ratio, or nothing in it is white.
    """
    _refuse_bytes(data, limits)
    with _translate_refusals(limits):
        read = partial(reader.read_white, threshold=MASK_THRESHOLD, shape=shape)
        (rows, columns), inside = _in_child(read, data, limits)
    if not _has_same_aspect((rows, columns), shape):
        raise Unprocessable(
            f"The mask ({columns} × {rows}) has another aspect ratio than the image ({shape[1]} × {shape[0]})."
        )
    if not inside.any():
        raise Unprocessable("The mask is empty: paint what is to be changed in white (255).")
    return inside


def decode_labels(data: bytes) -> NDArray[np.uint8]:
    """A label map that ``encode_grey`` wrote."""
    return np.asarray(Image.open(io.BytesIO(data), formats=("PNG",)))


def encode(picture: Picture) -> bytes:
    """The picture as PNG; lossless, the same bytes for the same picture, as the studio writes them, and black where its
    alpha hides it."""
    return _png(_to_image(picture), icc_profile=picture.profile, **QUICK_PNG)


def encode_grey(values: NDArray[np.uint8]) -> bytes:
    """(rows, columns) uint8 as an 8-bit grey PNG."""
    return _png(Image.fromarray(values), compress_level=COMPRESSION)


def encode_mask(mask: NDArray[np.bool_]) -> bytes:
    """(rows, columns) bool as a PNG of one bit per pixel, for our own storage."""
    return _png(Image.fromarray(mask), compress_level=COMPRESSION)


def _refuse_bytes(data: bytes, limits: Limits) -> None:
    """Refuse a file of too many bytes."""
    if limits.size is not None and len(data) > limits.size:
        raise TooLarge(f"The file has {len(data) / 1e6:.1f} MB; {limits.size / 1e6:.0f} MB is the most that is taken.")


def _in_child(read: Callable[[bytes, Formats, int], Read], data: bytes, limits: Limits) -> Read:
    """What a reader gives, within the room that there is for pictures and where it can be killed."""
    size = decoding.weigh(data, FORMATS, limits.pixels)
    return decoding.run(size, read, data, FORMATS, limits.pixels)


@contextmanager
def _translate_refusals(limits: Limits) -> Iterator[None]:
    try:
        yield
    except TooManyPixels as error:
        if error.count is None:
            raise TooLarge("The image has far more pixels than are taken.") from None
        raise TooLarge(
            f"The image has {error.count / 1e6:.1f} megapixels; {limits.pixels / 1e6:.0f} is the most."
        ) from None
    except NoRoom as error:
        text = "The engine is at work on other pictures; nothing was begun. Send it again soon."
        raise Busy(text, error.retry_after) from None
    except (TooCostly, Died):
        raise TooLarge("Reading the image would take far more work than its size is worth; save it anew.") from None
    except BadImage:
        raise UnsupportedMedia("There is no image in the data; JPEG, PNG and WEBP files are taken.") from None


def _to_picture(values: NDArray[np.uint8], profile: bytes | None) -> Picture:
    """(rows, columns, 3 or 4) uint8 as a picture in the colours of ``profile``."""
    if values.shape[2] == 3:
        return Picture(values, None, profile)
    return Picture(np.ascontiguousarray(values[..., :3]), np.ascontiguousarray(values[..., 3]), profile)


def _to_image(picture: Picture) -> Image.Image:
    if picture.alpha is None:
        return Image.fromarray(picture.pixels)
    image = Image.new("RGBA", picture.shape[::-1])
    for row, strip in strips(picture.shape):
        alpha = picture.alpha[strip]
        colours = transparency.clear_hidden(picture.pixels[strip], alpha)
        image.paste(Image.fromarray(np.dstack((colours, alpha))), (0, row))
    return image


def _png(image: Image.Image, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", **options)
    return file.getvalue()


def _has_same_aspect(mask: tuple[int, int], image: tuple[int, int]) -> bool:
    across = mask[0] * image[1], image[0] * mask[1]
    rounding = max(image)  # one pixel more or less on the mask's side
    return abs(across[0] - across[1]) <= max(rounding, ASPECT_TOLERANCE * max(across))
