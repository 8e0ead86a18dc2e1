"""Pictures and masks in the studio's own hands: renditions, crops, masks of regions, results put over their parent.

Pictures are bytes of image files outside and Pillow images inside; masks are (rows, columns) bool arrays, True = edit
here. Sizes are (width, height) for pictures, as Pillow has them, and (rows, columns) for arrays.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from django.conf import settings
from django.utils.translation import gettext_noop
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from editor.sentences import sentence
from imagefiles import memory, profiles, reader, transparency
from imagefiles.encoding import encode_png
from imagefiles.errors import BOMBS, FAULTS, BadImage, Loss
from imagefiles.reader import Reading

Mask = NDArray[np.bool_]
Rect = Mapping[str, float]  # x, y, w, h in pixels, as the API has them

# How far the soft border of an object in a photo reaches, as a share of the shorter side; not less than an engine grows
# the masks it made itself, or the border of what was erased would stay (``engine.runners.holes`` has the same numbers:
# the packages do not import each other, and Bria's service cannot be asked).
SOFT_SHARE = 0.005
SOFT_LEAST, SOFT_MOST = 3, 16  # pixels
FEATHER = 2  # pixels inside a mask over which a pasted result fades in; masks were grown by more
HEAD_MARGINS = (1.0, 0.8, 0.9)  # of the face's size, above, beside and below: hair, ears, beard
LIMIT_QUALITIES = (95, 90, 85)  # JPEG; below that a smaller picture looks better than a worse one
LIMIT_SHRINK = 0.8  # per round
LONGEST = {"JPEG": 65_500, "WEBP": 16_383}  # pixels of a side: libjpeg (jmorecfg.h), and RFC 9649

FORMATS = ("PNG", "JPEG", "WEBP")  # what the API's results come in; Pillow's other readers are kept out of reach
NO_PICTURE = gettext_noop("it isn't a picture, or it is incomplete.")


class NotAPicture(Exception):
    """The bytes are no picture that can be read, or not one of the size needed; the message says which."""


def open_picture(data: bytes) -> Image.Image:
    """The decoded picture or mask, as the studio itself stored it.

    Raises:
        NotAPicture: it is none, or it is damaged.
    """
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        image.load()
    except (*FAULTS, *BOMBS) as error:
        raise NotAPicture(NO_PICTURE) from error
    return image


def read_given(data: bytes) -> Reading:
    """A picture that a service made, upright.

    Raises:
        NotAPicture: it is none, or a part of it is missing: nobody would look for that in a result.
    """
    try:
        reading = reader.read(data, FORMATS, settings.RESULT_PIXELS)
    except BadImage as error:
        raise NotAPicture(NO_PICTURE) from error
    if Loss.PIXELS in reading.losses:
        raise NotAPicture(NO_PICTURE)
    return reading


def read_given_mask(data: bytes) -> Image.Image:
    """A mask that a service made, upright, as 8-bit grey.

    Raises:
        NotAPicture: it is none, or it is damaged.
    """
    try:
        return reader.read_mask(data, FORMATS, settings.RESULT_PIXELS).convert("L")
    except BadImage as error:
        raise NotAPicture(NO_PICTURE) from error


def read_size(data: bytes) -> tuple[int, int]:
    """(width, height) of a picture, from its header."""
    with Image.open(io.BytesIO(data)) as image:
        return image.size


def measure_use(data: bytes) -> int:
    """Bytes of memory that something takes to be made of a picture of ours, from its header."""
    return memory.to_use(math.prod(read_size(data)))


def media_type(data: bytes) -> str:
    """The media type of a picture of ours: a revision, or what ``shrink_to_limit`` made of one."""
    if data.startswith(b"\x89PNG"):
        return "image/png"
    return "image/webp" if data.startswith(b"RIFF") else "image/jpeg"


def encode(image: Image.Image, format: str, **options: Any) -> bytes:
    """The bytes of a picture, its colour profile included, and nothing that its alpha hides."""
    target = io.BytesIO()
    transparency.hide(image, lossy=format != "PNG").save(
        target, format, icc_profile=image.info.get("icc_profile"), **options
    )
    return target.getvalue()


# Renditions


def make_thumbnail(data: bytes, side: int) -> bytes:
    """A WEBP of the picture, at most ``side`` pixels high and wide."""
    image = open_picture(data)
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    return encode(image, "WEBP", quality=85, method=2)


def shrink_to_limit(data: bytes, limit: int) -> bytes:
    """The picture itself where it has at most ``limit`` bytes, else the best JPEG (WEBP with transparency) that has.

    Size and colours stay as long as a high quality fits; beyond that the picture is made smaller.
    """
    if len(data) <= limit:
        return data
    image = open_picture(data)
    clear = image.has_transparency_data
    image = image if clear or image.mode == "RGB" else image.convert("RGB")
    longest = LONGEST["WEBP" if clear else "JPEG"]
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    while True:
        for quality in LIMIT_QUALITIES:
            made = encode(image, "WEBP" if clear else "JPEG", quality=quality, **({} if clear else {"subsampling": 0}))
            if len(made) <= limit:
                return made
        image = image.resize([max(1, round(side * LIMIT_SHRINK)) for side in image.size], Image.Resampling.LANCZOS)


# Masks


def soft_edge(shape: Sequence[int]) -> int:
    """By how many pixels a mask of (rows, columns) must grow to take in the soft border of an object in a photo."""
    return min(max(round(min(shape) * SOFT_SHARE), SOFT_LEAST), SOFT_MOST)


def mask_heads(shape: tuple[int, int], faces: Iterable[Rect]) -> Mask:
    """A mask of (rows, columns) of the heads around faces: the part that changing people may touch."""
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    mask = np.zeros(shape, bool)
    above, beside, below = HEAD_MARGINS
    for face in faces:
        top, bottom = face["y"] - above * face["h"], face["y"] + (1 + below) * face["h"]
        height, width = (bottom - top) / 2, face["w"] * (0.5 + beside)
        row, column = (top + bottom) / 2, face["x"] + face["w"] / 2
        mask |= ((rows - row) / height) ** 2 + ((columns - column) / width) ** 2 <= 1
    return mask


def encode_mask(mask: Mask) -> bytes:
    """A mask as 8-bit grey PNG: 255 inside, 0 outside, as the API wants it."""
    return encode_grey(mask.astype(np.uint8) * np.uint8(255))


def encode_grey(grey: NDArray[np.uint8]) -> bytes:
    """(rows, columns) uint8 as 8-bit grey PNG."""
    return encode_png(Image.fromarray(grey))


# Results


def convert_result(result: bytes, parent: bytes) -> bytes:
    """A result as the PNG of a revision: upright RGB(A), in the colour profile of its parent.

    Raises:
        NotAPicture: the result cannot be read.
    """
    given, profile = read_given(result), read_profile(parent)
    untouched = given.picture is given.file and not given.losses and given.file.format == "PNG"
    shows_all = given.picture.mode == "RGB" or not transparency.has_hidden(given.picture)
    if untouched and shows_all and given.file.info.get("icc_profile") == profile:
        return result
    return encode_png(convert(given, given.picture.mode, profile))


def composite(parent: bytes, result: bytes, mask: bytes) -> bytes:
    """``result`` inside ``mask`` (a PNG, white inside) over ``parent``, as PNG; outside nothing changes at all.

    A result of another size is scaled. It fades in over FEATHER pixels inside the mask, to hide a service's lossy seam.

    Raises:
        NotAPicture: the result cannot be read, or has other proportions than its parent.
    """
    before, inside = open_picture(parent), open_picture(mask).convert("L").point(lambda value: 255 * (value > 127))
    given = read_given(result)
    after = convert(given, before.mode, before.info.get("icc_profile"))
    if not is_scaled(after.size, before.size):
        sizes = {"size": f"{after.width} x {after.height}", "wanted": f"{before.width} x {before.height}"}
        raise NotAPicture(sentence("it has {size} pixels instead of {wanted}.", **sizes))
    inside = inside.resize(before.size, Image.Resampling.NEAREST)
    bounds = inside.getbbox()
    if bounds is None:
        return parent
    after = transparency.scale(after, before.size)
    if before.mode == "RGBA" and not given.file.has_transparency_data:
        after.putalpha(before.getchannel("A"))
    left, top, right, bottom = bounds
    box = (max(0, left - FEATHER), max(0, top - FEATHER), right + FEATHER, bottom + FEATHER)
    box = (*box[:2], min(box[2], before.width), min(box[3], before.height))
    before.paste(transparency.mix(before.crop(box), after.crop(box), fade_edge(inside.crop(box))), box)
    return encode_png(before)


def blend(parent: bytes, result: bytes, opacity: bytes) -> bytes:
    """``result`` over ``parent`` as far as ``opacity`` (a grey PNG, all of one size) says, as PNG."""
    before, after = open_picture(parent), open_picture(result)
    mode = "RGBA" if before.mode == "RGBA" or after.mode == "RGBA" else "RGB"
    mixed = transparency.mix(before.convert(mode), after.convert(mode), open_picture(opacity))
    mixed.info["icc_profile"] = before.info.get("icc_profile")
    return encode_png(mixed)


def convert(given: Reading, mode: str, profile: bytes | None) -> Image.Image:
    """A picture that was read in ``mode`` and in the colours of ``profile`` (None for sRGB).

    One without a profile of its own is taken to be in that profile already: services hand pixels through.
    """
    own = given.picture.info.get("icc_profile")
    says_colours = bool(given.file.info.get("icc_profile")) and Loss.PROFILE not in given.losses
    image = transparency.flatten(given.picture) if mode == "RGB" else given.picture.convert(mode)
    if says_colours:
        image = profiles.convert(image, own, profile)
    image.info["icc_profile"] = profile
    return image


def read_profile(data: bytes) -> bytes | None:
    """The colour profile of a picture, None for sRGB."""
    with Image.open(io.BytesIO(data)) as image:
        profile: bytes | None = image.info.get("icc_profile")
        return profile


def is_scaled(size: tuple[int, int], of: tuple[int, int]) -> bool:
    """Whether a picture of ``size`` can be one of size ``of``, scaled: the proportions agree to a pixel or 2 %."""
    width = of[0] * size[1] / of[1]
    return abs(size[0] - width) <= max(1, 0.02 * width)


def fade_edge(inside: Image.Image) -> Image.Image:
    """Opacity that rises from the border of a mask inwards over FEATHER pixels, and is 0 outside."""
    blurred = inside.filter(ImageFilter.BoxBlur(FEATHER))
    return ImageChops.darker(inside, blurred.point(lambda value: max(0, 2 * value - 255)))


def count_changes_outside(parent: bytes, result: bytes, mask: Mask) -> int:
    """How many pixels outside the mask differ between two pictures of one size."""
    before, after = (np.asarray(open_picture(data).convert("RGBA")) for data in (parent, result))
    return int(np.count_nonzero((before != after).any(axis=-1) & ~mask))
