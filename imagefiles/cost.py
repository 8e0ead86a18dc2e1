"""What reading a file will cost, judged from its headers and markers before a pixel of it is decoded."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from itertools import islice

from imagefiles import gif, isobmff, jpeg, png, riff, tiff
from imagefiles.errors import TooCostly, TooManyPixels

FAR_MORE = 89_000_000  # pixels beyond which nobody wants to know how many, as Pillow has it
MOST_SIDE = 131_072  # pixels of a side: twice what a JPEG can say (T.81, B.2.2), for panoramas
# Chunks, segments, blocks or strips, each of which is looked at by itself: 64 MB in pieces of 4 kB are 16,000.
MOST_PARTS = 50_000
MOST_STRAY = 500_000  # bytes between the segments of a JPEG, each of which Pillow takes by itself: 0.5 s
MOST_SCANS = 100  # of a JPEG: libraries write ten, and thousands of empty ones keep a decoder busy for minutes
MOST_SCANNED = 2_000_000_000  # pixels of all scans together: 1.1 ns each, measured
# Deflate packs at most 1032 bytes into one (RFC 1951: 258 bytes in two bits). What would need a hundred times that of
# a file is nearly all missing, and costs as if it were there.
MOST_PACKED, MOST_MISSING = 1032, 100
CHEAP = 4_000_000  # bytes of pixels that cost nothing to speak of
MOST_RUN_LENGTHS = 20_000_000  # bytes of a BMP in run lengths, which Pillow unpacks in Python: 0.5 s a million
RUN_LENGTHS, COMPRESSION_AT, BMP_SIZE_AT = (1, 2), 30, 18  # of a BMP's header


def refuse_costly(data: bytes, most_pixels: int) -> None:
    """Refuse a file that claims more pixels than are taken, or that was made to keep its reader busy.

    What is damaged passes: what is wrong with it is for its reader to say.

    Raises:
        TooManyPixels, TooCostly: see ``imagefiles``.
    """
    for accepts, refuse in KINDS:
        if accepts(data):
            try:
                refuse(data, most_pixels)
            except (struct.error, IndexError):
                return


def refuse_size(width: int, height: int, most_pixels: int) -> None:
    """Refuse more pixels than are taken, and a picture that is longer than any."""
    count = width * height
    if count > most_pixels:
        raise TooManyPixels(count if count <= FAR_MORE else None)
    if max(width, height) > MOST_SIDE:
        raise TooCostly(f"A side has {max(width, height)} pixels.")


def refuse_many(parts: Iterator[object], most: int = MOST_PARTS) -> None:
    """Refuse a file that was cut into more parts than any program makes; no more of them are looked at."""
    if sum(1 for _ in islice(parts, most + 1)) > most:
        raise TooCostly(f"The file has more than {most} parts.")


def refuse_jpeg(data: bytes, most_pixels: int) -> None:
    """A JPEG of too many segments or scans, or with too much between its segments."""
    refuse_many(jpeg.pieces(data))
    refuse_many(jpeg.markers_from_scan(data))
    if jpeg.count_stray(data) > MOST_STRAY:
        raise TooCostly("Too many bytes belong to no segment.")
    width, height = jpeg.read_size(data)
    refuse_size(width, height, most_pixels)
    scans = sum(1 for _ in islice(jpeg.scans(data), MOST_SCANS + 1))
    if scans > MOST_SCANS or scans * width * height > MOST_SCANNED:
        raise TooCostly(f"The file has {scans} scans or more.")


def refuse_png(data: bytes, most_pixels: int) -> None:
    """A PNG of too many chunks, or of pixels that cannot be in it."""
    if not png.has_header(data):
        return
    header = png.read_header(data)
    refuse_size(header.width, header.height, most_pixels)
    refuse_many(png.split(data))
    packed = sum(min(end, len(data)) - start for kind, start, end in png.split(data) if kind == b"IDAT")
    if sum(rows * length for rows, length in header.passes) > CHEAP + packed * MOST_PACKED * MOST_MISSING:
        raise TooCostly("Nearly all of the pixels are missing.")


def refuse_webp(data: bytes, _most_pixels: int) -> None:
    """A WEBP of too many chunks; its sides have 14 bits."""
    refuse_many(riff.chunks(data))


def refuse_gif(data: bytes, most_pixels: int) -> None:
    """A GIF of too many blocks before its second picture."""
    width, height = struct.unpack_from("<HH", data, gif.SIZE_AT)
    refuse_size(width, height, most_pixels)
    refuse_many(gif.blocks(data), len(data) // gif.LONGEST_BLOCK + MOST_PARTS)


def refuse_bmp(data: bytes, most_pixels: int) -> None:
    """A BMP of too many run lengths."""
    width, height = map(abs, struct.unpack_from("<ii", data, BMP_SIZE_AT))
    refuse_size(width, height, most_pixels)
    (compression,) = struct.unpack_from("<I", data, COMPRESSION_AT)
    if compression in RUN_LENGTHS and len(data) > MOST_RUN_LENGTHS:
        raise TooCostly("The file has too many run lengths.")


def refuse_tiff(data: bytes, most_pixels: int) -> None:
    """A TIFF of too many strips or tiles, or whose tags hold too many numbers."""
    sizes = {}
    for tag, kind, count, value in tiff.counted_entries(data):
        if kind not in tiff.BYTES and count > MOST_PARTS:
            raise TooCostly(f"A tag holds {count} numbers.")
        sizes[tag] = value
    if tiff.WIDTH in sizes and tiff.HEIGHT in sizes:
        refuse_size(sizes[tiff.WIDTH], sizes[tiff.HEIGHT], most_pixels)


def refuse_boxed(data: bytes, most_pixels: int) -> None:
    """An AVIF or HEIC of which any picture, tiles included, claims too much."""
    for width, height in isobmff.sizes(data):
        refuse_size(width, height, most_pixels)


KINDS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes, int], None]], ...] = (
    (lambda data: data.startswith(jpeg.SIGNATURE), refuse_jpeg),
    (lambda data: data.startswith(png.SIGNATURE), refuse_png),
    (riff.is_webp, refuse_webp),
    (gif.is_gif, refuse_gif),
    (lambda data: data.startswith(b"BM"), refuse_bmp),
    (lambda data: data[:4] in tiff.SIGNATURES, refuse_tiff),
    (isobmff.is_boxed, refuse_boxed),
)
