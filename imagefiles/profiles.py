"""ICC profiles (ICC.1:2022): which colours one describes, whether it can be used, and those made for primaries."""

from __future__ import annotations

import functools
import io
import struct
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from imagefiles.errors import FAULTS

MODES = {"RGB": "RGB", "CMYK": "CMYK", "GRAY": "L", "Lab": "LAB"}  # section 7.2.8, and Pillow's modes
D50 = (0.9642, 1.0, 0.8249)  # section 7.2.16, X, Y and Z
# The cones' answers to X, Y and Z, by Bradford (section E.3).
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)  # as a function of type 3 (section 10.18)
NAMES = {b"desc": "RGB with sRGB's curve", b"cprt": "No copyright"}


@functools.lru_cache(maxsize=32)
def find_mode(profile: bytes) -> str | None:
    """Pillow's mode for the colours that the profile describes; None where nothing can be converted by it."""
    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = MODES[opened.profile.xcolor_space.strip()]
        ImageCms.buildTransform(opened, ImageCms.createProfile("sRGB"), mode, "RGB")
    except FAULTS:
        return None
    return mode


def convert_to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """A CMYK, grey or Lab picture as sRGB by its profile; Lab without one is that of CIE, white at D50.

    Raises:
        PyCMSError: the profile is of other colours.
    """
    source = io.BytesIO(profile) if profile else ImageCms.createProfile("LAB")
    made = ImageCms.profileToProfile(
        image, ImageCms.ImageCmsProfile(source), ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    assert made is not None  # it is for changes in place only
    return made


def convert(image: Image.Image, source: bytes | None, target: bytes | None) -> Image.Image:
    """An RGB(A) picture out of the colours of one profile into those of another, None for sRGB; itself in its own."""
    if source == target:
        return image
    made = ImageCms.profileToProfile(image, open_or_srgb(source), open_or_srgb(target))
    assert made is not None  # it is for changes in place only
    made.info["icc_profile"] = target
    return made


def open_or_srgb(profile: bytes | None) -> ImageCms.ImageCmsProfile:
    """The profile for Pillow."""
    return ImageCms.ImageCmsProfile(io.BytesIO(profile) if profile else ImageCms.createProfile("sRGB"))


@functools.lru_cache(maxsize=32)
def make(primaries: Sequence[Sequence[float]]) -> bytes | None:
    """A profile of sRGB's curve for x and y of red, green, blue and white; None where they span no colours."""
    white = find_xyz(primaries[3])
    columns = np.array([find_xyz(point) for point in primaries[:3]]).T
    if abs(np.linalg.det(columns)) < 1e-6:
        return None
    adaption = adapt(white)
    matrix = adaption @ columns * np.linalg.solve(columns, white)
    curve = pack(b"para", struct.pack(">H2x", 3) + fixed(SRGB_CURVE))
    tags = {name: pack(b"mluc", name_in_english(text)) for name, text in NAMES.items()}
    tags |= {b"wtpt": pack(b"XYZ ", fixed(D50)), b"chad": pack(b"sf32", fixed(adaption.ravel()))}
    for band, column in zip((b"r", b"g", b"b"), matrix.T, strict=True):
        tags |= {band + b"XYZ": pack(b"XYZ ", fixed(column)), band + b"TRC": curve}
    return assemble(tags)


def find_xyz(point: Sequence[float]) -> NDArray[np.float64]:
    """X, Y and Z of a chromaticity, Y = 1."""
    x, y = point
    return np.array([x / y, 1.0, (1 - x - y) / y])


def adapt(white: NDArray[np.float64]) -> NDArray[np.float64]:
    """The matrix that takes X, Y and Z under a white to those under D50."""
    gains = (BRADFORD @ D50) / (BRADFORD @ white)
    return np.asarray(np.linalg.inv(BRADFORD) @ (gains[:, None] * BRADFORD))


def name_in_english(text: str) -> bytes:
    """The body of a text in one language (section 10.15)."""
    packed = text.encode("utf-16-be")
    return struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(packed), 28) + packed


def fixed(numbers: Iterable[float]) -> bytes:
    """Numbers with 16 binary digits after the point (section 4.6)."""
    return b"".join(struct.pack(">i", round(number * 65_536)) for number in numbers)


def pack(kind: bytes, body: bytes) -> bytes:
    """An element of a profile, its length a multiple of four."""
    return kind + bytes(4) + body + bytes(-len(body) % 4)


def assemble(tags: dict[bytes, bytes]) -> bytes:
    """The profile of a screen's RGB with these elements (sections 7.2 and 7.3)."""
    table, body, start = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for name, element in tags.items():
        table += struct.pack(">4sII", name, start + len(body), len(element))
        body += element
    head = struct.pack(">I4xI4s4s4s", start + len(body), 0x04300000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H4s28x", 2026, 1, 1, 0, 0, 0, b"acsp") + fixed(D50)
    return head.ljust(128, b"\0") + table + body
