"""Colour encodings that a file names by numbers: primaries, and the curve from code values to light."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Curve = Callable[[Values], Values]  # code values of 0..1 into light, 1 the white of the screen

D65 = (0.3127, 0.3290)
C = (0.310, 0.316)
DCI = (0.314, 0.351)
E = (1 / 3, 1 / 3)
PEAK = 10_000  # cd/m² of the perceptual quantizer's 1 (SMPTE ST 2084)
WHITE = 406  # cd/m² of such a picture that a screen of ordinary range shows as white, as browsers have it
NOMINAL_PEAK = 1000  # cd/m² of a screen that hybrid log-gamma is meant for (ITU-R BT.2100)
UNIT = 100_000  # of the numbers in gAMA and cHRM (PNG, sections 11.3.2.1 and 11.3.2.2)
SAME_PRIMARIES = 0.001  # in x and y: files round them to three digits
# Programs that mean sRGB write its nearest power; between these two gAMA without cHRM is taken for it, as by browsers.
LIKE_SRGB = range(44_500, 46_500)


@dataclass(frozen=True)
class Encoding:
    """``primaries`` are x and y of red, green, blue and white (CIE 1931)."""

    primaries: tuple[tuple[float, float], ...]
    curve: Curve

    @property
    def has_srgb_primaries(self) -> bool:
        """Whether its colours are those of sRGB."""
        return bool(np.abs(np.subtract(self.primaries, SRGB_PRIMARIES)).max() <= SAME_PRIMARIES)

    def table(self, size: int) -> NDArray[np.uint8]:
        """What each of ``size`` code values becomes in sRGB's curve, (size,) uint8."""
        light = np.clip(np.nan_to_num(self.curve(np.linspace(0, 1, size))), 0, 1)
        return np.rint(255 * encode_srgb(light)).astype(np.uint8)


def encode_srgb(light: Values) -> Values:
    """Light as code values of sRGB (IEC 61966-2-1)."""
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def decode_srgb(codes: Values) -> Values:
    """Code values of sRGB as light."""
    return np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)


def power(exponent: float) -> Curve:
    """The curve of a plain power."""
    return lambda codes: codes**exponent


def decode_240m(codes: Values) -> Values:
    """SMPTE ST 240."""
    return np.where(codes < 0.0912, codes / 4, ((codes + 0.1115) / 1.1115) ** (1 / 0.45))


def decode_cinema(codes: Values) -> Values:
    """SMPTE ST 428-1: white lies at 48 of 52.37 cd/m²."""
    return np.asarray(codes**2.6 * (52.37 / 48))


def decode_pq(codes: Values) -> Values:
    """SMPTE ST 2084, the perceptual quantizer; what is brighter than the screen's white is white."""
    root = codes ** (32 / 2523)
    light = np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)
    return np.asarray(light ** (8192 / 1305) * (PEAK / WHITE))


def decode_hlg(codes: Values) -> Values:
    """Hybrid log-gamma with the screen's own gamma (ITU-R BT.2100); what is brighter than white is white."""
    scene = np.where(codes <= 0.5, codes**2 / 3, (np.exp((codes - 0.55991073) / 0.17883277) + 0.28466892) / 12)
    return np.asarray(scene**1.2 * (NOMINAL_PEAK / WHITE))


SRGB_PRIMARIES = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06), D65)
SMPTE_PRIMARIES = ((0.63, 0.34), (0.31, 0.595), (0.155, 0.07), D65)
P3 = ((0.68, 0.32), (0.265, 0.69), (0.15, 0.06))
UNSAID = 2  # of primaries and curves
# ITU-T H.273, table 2
PRIMARIES = {
    1: SRGB_PRIMARIES,
    4: ((0.67, 0.33), (0.21, 0.71), (0.14, 0.08), C),
    5: ((0.64, 0.33), (0.29, 0.60), (0.15, 0.06), D65),
    6: SMPTE_PRIMARIES,
    7: SMPTE_PRIMARIES,
    8: ((0.681, 0.319), (0.243, 0.692), (0.145, 0.049), C),
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046), D65),
    11: (*P3, DCI),
    12: (*P3, D65),
    22: ((0.63, 0.34), (0.295, 0.605), (0.155, 0.077), D65),
}
# ITU-T H.273, table 3; video's curves as screens show them (ITU-R BT.1886)
VIDEO_CURVES = (1, 6, 14, 15)
CURVES: dict[int, Curve] = {
    **dict.fromkeys((*VIDEO_CURVES, 11), power(2.4)),
    4: power(2.2),
    5: power(2.8),
    7: decode_240m,
    8: power(1),
    13: decode_srgb,
    16: decode_pq,
    17: decode_cinema,
    18: decode_hlg,
}


def find_coded(primaries: int, curve: int) -> Encoding | None:
    """The encoding of these code points of ITU-T H.273; None for those that say nothing of RGB on a screen."""
    known = primaries in PRIMARIES and curve in CURVES
    return Encoding(PRIMARIES[primaries], CURVES[curve]) if known else None


def read_cicp(body: bytes) -> Encoding | None:
    """What a chunk cICP says (PNG, section 11.3.2.6)."""
    return find_coded(body[0], body[1]) if len(body) == 4 else None


def read_nclx(points: tuple[int, int] | None) -> Encoding | None:
    """What a box of colours says of a still picture: as browsers have it, video's curves stand for that of sRGB there,
    and so does what is left open."""
    if points is None:
        return None
    primaries, curve = points
    return find_coded(1 if primaries == UNSAID else primaries, 13 if curve in (UNSAID, *VIDEO_CURVES) else curve)


def read_gamma(facts: Mapping[bytes, bytes]) -> Encoding | None:
    """What gAMA and cHRM say together; None for sRGB, and where they make no sense. cHRM alone says nothing."""
    gamma = read_numbers(facts.get(b"gAMA", b""), 1)
    if not gamma or not gamma[0] or (b"cHRM" not in facts and gamma[0] in LIKE_SRGB):
        return None
    if b"cHRM" not in facts:
        return Encoding(SRGB_PRIMARIES, power(UNIT / gamma[0]))
    numbers = [number / UNIT for number in read_numbers(facts[b"cHRM"], 8)]
    points = [(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True) if 0 <= x <= 1 and 0 < y <= 1]
    return Encoding((*points[1:], points[0]), power(UNIT / gamma[0])) if len(points) == 4 else None


def read_numbers(body: bytes, count: int) -> tuple[int, ...]:
    """The numbers in a chunk of so many; none where it is of another length."""
    return struct.unpack(f">{count}I", body) if len(body) == 4 * count else ()
