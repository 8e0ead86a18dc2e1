"""How much memory a picture takes while it is read or written, by what its file says of itself.

The numbers are bytes for each pixel: by how much the memory of a child grows at its peak (VmHWM, proc(5)), its file
included, that does what takes the most, an upload: the file read, converted, stored as PNG and shown in small. They
were measured on pictures of every kind that ``harness.file_kinds`` makes, with Pillow 12 on Linux, and rounded up:
``python -m benchmarks decoding_memory`` measures them again, at 50 megapixels.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from imagefiles import gif, isobmff, jpeg, png, riff, tiff

STORED = 12  # of a revision as the studio stores it, whatever is made of it but a file: a PNG of 8 bits
PLAIN_PNG, CLEAR_PNG, DEEP_PNG = 15, 17, 22  # of 8 bits, with alpha or a palette, of 16 bits; damaged ones included
WITH_ALPHA = {3, 4, 6}  # colour types of a PNG that may have one: palette, grey and RGB with alpha
# By the format that is read. WEBP: its decoder has three frames of four channels beside Pillow's copy. TIFF: floats, in
# 64 bits for a moment. AVIF and HEIC: planes of their own beside Pillow's copy, with an alpha channel both twice.
READING: tuple[tuple[Callable[[bytes], bool], int], ...] = (
    (lambda data: data.startswith(jpeg.SIGNATURE), 13),
    (riff.is_webp, 19),
    (gif.is_gif, 12),
    (lambda data: data[:4] in tiff.SIGNATURES, 20),
    (isobmff.is_boxed, 22),
    (lambda data: data.startswith(b"BM"), 12),
)
MOST = 22  # of a file of no kind that is known
# By the format that is written, of the larger one of what is stored and what is written.
WRITING = {"JPEG": 14, "PNG": 12, "BMP": 14, "TIFF": 12, "WEBP": 34, "AVIF": 39}
SCALED = 28  # at least, of a picture that is written at another size: transparent ones are scaled in floating point


def to_read(data: bytes, pixels: int) -> int:
    """Bytes that reading a file of so many pixels takes."""
    return pixels * (count_for_png(data) if data.startswith(png.SIGNATURE) else count_for(data))


def to_use(pixels: int) -> int:
    """Bytes that something takes to be made of a stored revision of so many pixels."""
    return pixels * STORED


def to_write(pixels: int, format: str, *, is_scaled: bool) -> int:
    """Bytes that writing so many pixels as a file of a format takes."""
    return pixels * max(WRITING[format], SCALED if is_scaled else 0)


def count_for(data: bytes) -> int:
    """Bytes for each pixel of a file."""
    return next((count for accepts, count in READING if accepts(data)), MOST)


def count_for_png(data: bytes) -> int:
    """The same of a PNG, by its depth and the kind of its colours."""
    try:
        header = png.read_header(data)
    except struct.error:
        return DEEP_PNG
    if header.depth > 8:
        return DEEP_PNG
    return CLEAR_PNG if header.colour_type in WITH_ALPHA else PLAIN_PNG
