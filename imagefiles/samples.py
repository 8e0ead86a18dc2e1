"""Samples of more than 8 bits, made 8 bits by the range of their type; what is in the picture never changes the scale.

Wide samples are (rows, columns, bands) uint16 over their whole range, bands 1 (grey), 3 (RGB) or 4 (RGBA).
"""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFile, TiffImagePlugin

from imagefiles import png

Wide = NDArray[np.uint16]

PHOTOMETRIC, BITS, SAMPLE_FORMAT, MOST_VALUE = 262, 258, 339, 341  # tags of TIFF 6.0
NEGATIVE = "negative"  # in ``info`` of a file that shows one, see ``imagefiles.repair``
SIGNED = 2  # SampleFormat
STRIP = 256  # rows
# How Pillow unpacks 16 bits to the upper 8, and how to the lower ones: as if their order were the other.
LOWER_BYTES = {"RGB;16B": "RGB;16L", "RGBA;16B": "RGBA;16L"}


def read_grey(image: Image.Image) -> Wide | None:
    """The samples of a grey picture of more than 8 bits, 0 black; None for any other."""
    if not image.mode.startswith(("I", "F")):
        return None
    values = np.asarray(image)
    wide = scale_floats(image, values) if image.mode == "F" else scale_integers(image, values)
    if is_white_zero(image) or NEGATIVE in image.info:
        wide = 0xFFFF - wide
    return wide[..., None]


def scale_floats(image: Image.Image, values: NDArray[np.float32]) -> Wide:
    """Floating point, whose white is 1 unless the file says another."""
    white = max(read_tag(image, MOST_VALUE, 1), 1)
    return np.asarray(np.rint(np.clip(np.nan_to_num(values), 0, white) * (0xFFFF / white)), np.uint16)


def scale_integers(image: Image.Image, values: NDArray[np.integer]) -> Wide:
    """Integers of 12, 16 or 32 bits; of signed ones those below 0 are black."""
    bits = int(read_tag(image, BITS, 16))
    if read_tag(image, SAMPLE_FORMAT, 1) == SIGNED:
        values, bits = np.maximum(values, 0), bits - 1
    elif bits == 32:
        values = values.view(np.uint32)  # Pillow knows no unsigned ones
    if bits >= 16:
        return np.asarray(values >> (bits - 16), np.uint16)
    return np.asarray(values.astype(np.uint32) * 0xFFFF // ((1 << bits) - 1), np.uint16)


def invert(image: Image.Image) -> Image.Image:
    """A grey picture of 8 bits, transparent or not, with black for white."""
    channels = image.split()
    return Image.merge(image.mode, (ImageChops.invert(channels[0]), *channels[1:]))


def is_white_zero(image: Image.Image) -> bool:
    """True for a TIFF in which 0 is white, which Pillow heeds up to 8 bits only; it is where the tag is missing."""
    return isinstance(image, TiffImagePlugin.TiffImageFile) and read_tag(image, PHOTOMETRIC, 0) == 0


def read_tag(image: Image.Image, tag: int, default: float) -> float:
    """The number, or the first number, that a TIFF says; ``default`` for any other file."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return default
    value = image.tag_v2.get(tag, default)
    return float(value[0] if isinstance(value, tuple) else value)


def narrow_colour(
    image: Image.Image, data: bytes, table: NDArray[np.uint8] | None, key: tuple[int, ...] | None
) -> Image.Image:
    """A decoded PNG of 16 bits a channel in RGB or RGBA as ``narrow`` has it, clear where the samples are the key's.

    Strip by strip: all samples at once would take more than the room that is kept for a picture.
    """
    lower = open_lower(data)
    made = Image.new("RGBA" if key else image.mode, image.size)
    for top in range(0, image.height, STRIP):
        box = (0, top, image.width, min(top + STRIP, image.height))
        wide = np.asarray(image.crop(box)).astype(np.uint16) << 8 | np.asarray(lower.crop(box))
        strip = narrow(wide, table)
        if key:
            strip.putalpha(hide_key(wide, key))
        made.paste(strip, box)
    return made


def open_lower(data: bytes) -> Image.Image:
    """The decoded picture with the lower byte of each sample, of which Pillow gives the upper one."""
    image = Image.open(io.BytesIO(data), formats=("PNG",))
    assert isinstance(image, ImageFile.ImageFile)
    image.tile = [tile._replace(args=LOWER_BYTES.get(str(tile.args), tile.args)) for tile in image.tile]
    image.load()
    return image


def narrow(wide: Wide, table: NDArray[np.uint8] | None) -> Image.Image:
    """The samples in 8 bits, colours by a table of 65,536 values where there is one."""
    colours = (wide >> 8).astype(np.uint8)
    if table is not None:
        colours[..., :3] = table[wide[..., :3]]
    return Image.fromarray(colours[..., 0] if colours.shape[-1] == 1 else colours)


def find_key(data: bytes, transparency: bytes) -> tuple[int, ...] | None:
    """The samples of a PNG's transparent colour, as they stand in the file; None where it has no such colour."""
    header = png.read_header(data)
    if header.key is None or len(transparency) != header.key.size:
        return None
    key = header.key.unpack(transparency)
    return key if max(key) < 1 << header.depth else None


def hide_key(wide: Wide, key: tuple[int, ...]) -> Image.Image:
    """An alpha channel that is clear where the samples are those of the key."""
    return Image.fromarray(np.where((wide == np.array(key, np.uint16)).all(axis=-1), 0, 255).astype(np.uint8))
