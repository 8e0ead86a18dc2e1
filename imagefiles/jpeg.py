"""The segments of a JPEG (ITU-T T.81, annex B), read past what is damaged in them."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

SIGNATURE = b"\xff\xd8\xff"
END = b"\xff\xd9"
EXIF = b"Exif\0\0"
APP0, APP1, APP2, APP14, APP15, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # the markers that say the size; those three hold tables
# The last byte of those that fill up to a marker, and the marker: to look for all takes the square of their number.
MARKER = re.compile(rb"\xff[\xc0-\xcf\xda-\xdf\xe0-\xfe]")
BETWEEN_SCANS = re.compile(rb"\xff[\xc0-\xcf\xd9-\xfe]")  # neither a byte of pixels nor a restart


def segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The marker, the beginning and the end of each segment before the first scan, length included, marker not."""
    return (segment for segment in pieces(data) if segment[2] > segment[1])


def pieces(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The same with what begins as a segment and has no length of one: it ends where it begins."""
    at = 2
    while found := MARKER.search(data, at):
        marker, start = data[found.end() - 1], found.end()
        if marker == START_OF_SCAN:
            yield marker, start, len(data)
            return
        length = int.from_bytes(data[start : start + 2], "big")
        at = start if length < 2 or start + length > len(data) else start + length
        yield marker, start, at


def count_stray(data: bytes) -> int:
    """Bytes before the first scan that belong to no segment."""
    return len(data) - 2 - sum(2 + end - start for _, start, end in segments(data))


def find_exif(data: bytes) -> bytes:
    """The EXIF block, "Exif" included; empty where there is none."""
    bodies = (data[start + 2 : end] for marker, start, end in segments(data) if marker == APP1)
    return next((body for body in bodies if body.startswith(EXIF)), b"")


def strip(data: bytes) -> bytes:
    """The file with only those segments that say how its pixels look."""
    kept = [data[start - 1 : end] for marker, start, end in segments(data) if is_needed(marker, data[start + 2 : end])]
    return data[:2] + b"".join(b"\xff" + segment for segment in kept)


def is_needed(marker: int, body: bytes) -> bool:
    """Whether a segment says how the pixels look: tables, frames and scans, the colour profile, Adobe's colours."""
    if marker == APP2:
        return body.startswith(b"ICC_PROFILE\0")
    return marker in (APP14, START_OF_SCAN) or not (APP0 <= marker <= APP15 or marker == COMMENT)


def read_size(data: bytes) -> tuple[int, int]:
    """(width, height), as the last frame says that begins before the pixels; nothing where none does.

    Raises:
        struct.error: a frame is too short to say it.
    """
    width = height = 0
    for marker, start, _ in segments(data):
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", data, start + 3)
    return width, height


def scans(data: bytes) -> Iterator[int]:
    """Where each scan begins, up to the end of the picture: other pictures and films may stand behind it."""
    return (start for marker, start in markers_from_scan(data) if marker == START_OF_SCAN)


def markers_from_scan(data: bytes) -> Iterator[tuple[int, int]]:
    """The markers from the first scan to the end of the picture, restarts apart, and where each ends."""
    at = next((start for marker, start, _ in segments(data) if marker == START_OF_SCAN), len(data))
    yield from () if at == len(data) else ((START_OF_SCAN, at),)
    while found := BETWEEN_SCANS.search(data, at):
        marker, at = data[found.end() - 1], found.end()
        if marker == END_OF_IMAGE:
            return
        yield marker, at
        at += int.from_bytes(data[at : at + 2], "big")
