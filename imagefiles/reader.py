"""A file in, a picture out: upright, RGB or RGBA of 8 bits, as a browser would show it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from imagefiles import colour, cost, orientation, repair
from imagefiles.errors import BOMBS, FAULTS, DamagedImage, Loss, NotAnImage, TooManyPixels
from imagefiles.repair import Attempt
from imagefiles.samples import NEGATIVE

Formats = list[str] | tuple[str, ...]
STRIP = 256  # rows
Result = TypeVar("Result")


@dataclass(frozen=True)
class Reading:
    """A file that was read.

    Attributes:
        file: the file as Pillow has it, decoded, neither turned nor converted: what it says of itself.
        picture: upright RGB(A) of 8 bits; ``info["icc_profile"]`` is its own profile of RGB, or None for sRGB.
        losses: what could not be read.
    """

    file: Image.Image
    picture: Image.Image
    losses: frozenset[Loss]


@dataclass(frozen=True)
class Extent:
    """The ``shape`` (rows, columns) of a picture, and whether one of its sides is fully transparent."""

    shape: tuple[int, int]
    has_clear_side: bool


def read(data: bytes, formats: Formats, most_pixels: int) -> Reading:
    """The picture in ``data``, of one of Pillow's ``formats``; its pixels are counted before they are decoded.

    Raises:
        BadImage: see ``imagefiles``.
    """

    def read_picture(attempt: Attempt) -> Reading:
        file = decode(attempt, formats, most_pixels)
        converted, lost = colour.convert_to_rgb(file, attempt.data)
        return Reading(file, turn_upright(converted, file), attempt.losses | lost)

    return try_all(data, most_pixels, read_picture)


def read_pixels(data: bytes, formats: Formats, most_pixels: int) -> tuple[NDArray[np.uint8], bytes | None]:
    """The picture in ``data`` as (rows, columns, 3 or 4) uint8 RGB(A), and its profile; raises as ``read``."""
    picture = read(data, formats, most_pixels).picture
    return copy_pixels(picture), picture.info.get("icc_profile")


def copy_pixels(picture: Image.Image) -> NDArray[np.uint8]:
    """The pixels of an RGB(A) picture, (rows, columns, 3 or 4) uint8, not to be written into.

    Strip by strip: of the whole, Pillow would make two more copies on the way.
    """
    made = np.empty((picture.height, picture.width, len(picture.getbands())), np.uint8)
    for top in range(0, picture.height, STRIP):
        strip = picture.crop((0, top, picture.width, min(top + STRIP, picture.height)))
        made[top : top + STRIP] = np.asarray(strip)
    made.flags.writeable = False
    return made


def read_extent(data: bytes, formats: Formats, most_pixels: int) -> Extent:
    """The extent of the picture in ``data``, all of which was read for that; raises as ``read``."""
    picture = read(data, formats, most_pixels).picture
    alpha = np.asarray(picture.getchannel("A")) if picture.mode == "RGBA" else None
    return find_extent((picture.height, picture.width), alpha)


def find_extent(shape: tuple[int, int], alpha: NDArray[np.uint8] | None) -> Extent:
    """The extent of a picture with this ``alpha`` (rows, columns), None for an opaque one."""
    sides = () if alpha is None else (alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1])
    return Extent(shape, not all(side.any() for side in sides))


def read_white(
    data: bytes, formats: Formats, most_pixels: int, threshold: int, shape: tuple[int, int]
) -> tuple[tuple[int, int], NDArray[np.bool_]]:
    """The shape (rows, columns) of the mask in ``data``, and where it is as bright as ``threshold`` and as opaque.

    ``threshold`` is one of 255. The latter has ``shape``, however large the mask itself is. Raises as ``read_mask``.
    """
    image = read_mask(data, formats, most_pixels)
    white = np.asarray(image.convert("L")) >= threshold
    if image.mode == "RGBA":
        white &= np.asarray(image.getchannel("A")) >= threshold
    own = (image.height, image.width)
    if own != shape:
        white = np.asarray(Image.fromarray(white).resize(shape[::-1], Image.Resampling.NEAREST))
    return own, white


def read_mask(data: bytes, formats: Formats, most_pixels: int) -> Image.Image:
    """The mask in ``data``, upright RGB(A) of the values as they stand: no profile and no curve changes them.

    Raises:
        BadImage: see ``imagefiles``.
    """

    def read_values(attempt: Attempt) -> Image.Image:
        file = decode(attempt, formats, most_pixels)
        return turn_upright(colour.read_values(file, attempt.data), file)

    return try_all(data, most_pixels, read_values)


def try_all(data: bytes, most_pixels: int, use: Callable[[Attempt], Result]) -> Result:
    """What the first attempt gives that can be used.

    Raises:
        NotAnImage, DamagedImage: none can.
        TooManyPixels, TooCostly: it is not worth trying.
    """
    cost.refuse_costly(data, most_pixels)
    fault: Exception | None = None
    for mend in repair.find_repairs(data):
        try:
            return use(mend(data, most_pixels))
        except FAULTS as error:
            fault = fault or error
    is_foreign = isinstance(fault, UnidentifiedImageError) and not repair.is_known(data)
    raise (NotAnImage if is_foreign else DamagedImage) from fault


def decode(attempt: Attempt, formats: Formats, most_pixels: int) -> Image.Image:
    """The decoded file, the EXIF block that went out of it put back.

    Raises:
        TooManyPixels: more than ``most_pixels``.
    """
    try:
        image = Image.open(io.BytesIO(attempt.data), formats=formats)
        cost.refuse_size(image.width, image.height, most_pixels)
        image.load()
    except BOMBS:
        raise TooManyPixels(None) from None
    if attempt.exif:
        image.info["exif"] = attempt.exif
    if attempt.is_negative:
        image.info[NEGATIVE] = True
    return image


def turn_upright(image: Image.Image, file: Image.Image) -> Image.Image:
    """The picture made of a file as the file's EXIF block says that it is to be seen."""
    return orientation.turn_upright(image, file.info.get("exif", b""))
