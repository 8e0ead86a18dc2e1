"""The segments of a JPEG (ITU-T T.81, annex B), read past what is damaged in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

SIGNATURE = b"\xff\xd8\xff"
END = b"\xff\xd9"
EXIF = b"Exif\0\0"
APP0, APP1, APP2, APP14, APP15, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
START_OF_SCAN, PROGRESSIVE = 0xDA, 0xC2
# Libraries write ten scans; thousands of empty ones keep a decoder busy for minutes.
MOST_SCANS = 100
MARKER = re.compile(rb"\xff+[\xc0-\xcf\xda-\xdf\xe0-\xfe]")
SCAN = re.compile(rb"\xff\xda")


def segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The marker, the beginning and the end of each segment before the first scan, length included, marker not."""
    at = 2
    while found := MARKER.search(data, at):
        marker, start = data[found.end() - 1], found.end()
        if marker == START_OF_SCAN:
            yield marker, start, len(data)
            return
        length = int.from_bytes(data[start : start + 2], "big")
        if length < 2 or start + length > len(data):
            at = start  # no segment has such a length: what follows may be one
            continue
        yield marker, start, start + length
        at = start + length


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


def has_too_many_scans(data: bytes) -> bool:
    """True for a progressive file that was made to keep its reader busy."""
    scan = 0
    progressive = False
    for marker, start, _ in segments(data):
        progressive |= marker == PROGRESSIVE
        scan = start if marker == START_OF_SCAN else scan
    return progressive and sum(1 for _ in SCAN.finditer(data, scan)) > MOST_SCANS
