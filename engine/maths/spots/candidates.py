"""Small and thin places that differ from what is around them: what may be a spot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import distance_transform, gaussian_blur

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Differences = NDArray[np.int16]
Floats = NDArray[np.float32]
Window = tuple[slice, slice]

# Deviation of the blur (pixels) under which single pixels of noise and of JPEG disappear.
BLUR = 0.7
# Side of the square whose median is the ground that a spot lies on (pixels): twice as much as a spot may cover.
GROUND_SIDE = 17
# The same for specks of more than LARGE_SPECK pixels, which would be seen in smaller copies only, where what is around
# them draws near.
LARGE_GROUND_SIDE, LARGE_SPECK = 41, 9
# Noise and texture change slowly: they are measured on every STEP-th pixel of every STEP-th row.
STEP = 4
# Side of the square whose median difference is the noise there (in STEPs), parts of a grey level that it is counted in,
# its deviation over that median for a normal distribution, and the least it is taken for (grey levels).
NOISE_SIDE, FRACTIONS, MEDIAN_TO_DEVIATION, LEAST_NOISE = 11, 8, 1.4826, 0.6
# The same least as a median in FRACTIONS.
LEAST_FRACTIONS = 5
# Side of the square whose mean difference is the texture there (in STEPs).
TEXTURE_SIDE = 15
# Differences that a spot has somewhere, and everywhere: in deviations of the noise, and in grey levels.
PEAK_NOISE, PEAK_LEVELS = 4.5, 4.5
SKIRT_NOISE, SKIRT_LEVELS = 2.5, 2.0
# A place's contrast is what this share of its pixels stay below (percent); a person sees from so many grey levels on.
CONTRAST_AT, LEAST_CONTRAST = 80, 4.5
# Pixels: sides of a compact spot; length and half-width of a thin one.
SPECK_SIDE = 16
LONGEST, THIN = 320, 3.0
FEWEST_PIXELS = 4
# Of a sheet's dark and bright places so many are looked at each, those first that differ most over what is around them.
MOST_CANDIDATES = 250
# A place is like another where it has at least this share of its peak, is at most so many times as long or short, and
# this near: of its side, and pixels.
ALIKE, ALIKE_SIDE, ALIKE_REACH = 0.5, 2.5, (2.0, 24.0)
# Pixels around a place within which others that differ as much are counted: how busy it is there.
CROWD_REACHES = (30, 60, 120)


@dataclass(frozen=True)
class Sheet:
    """One size of a picture: ``image`` RGB, ``ground`` grey, both uint8; ``difference`` from the ground in grey levels,
    int16; ``noise`` its deviation, in FRACTIONS of a grey level, uint8: all (rows, columns, …); ``texture`` its mean
    around every STEP-th pixel, in FRACTIONS too, uint8; and ``side``, that of the square whose median the ground is."""

    image: Image
    ground: NDArray[np.uint8]
    difference: Differences
    noise: NDArray[np.uint8]
    texture: NDArray[np.uint8]
    side: int

    @classmethod
    def of(cls, image: Image, side: int = GROUND_SIDE) -> Sheet:
        """That of RGB (rows, columns, 3) uint8, whose ground is the median of a square of this ``side`` in pixels."""
        grey = gaussian_blur(np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8), BLUR)
        ground = np.asarray(cv2.medianBlur(grey, side), np.uint8)
        distance = np.ascontiguousarray(cv2.absdiff(grey, ground)[::STEP, ::STEP])
        fractions = np.minimum(distance, 255 // FRACTIONS) * np.uint8(FRACTIONS)
        texture = np.asarray(cv2.blur(fractions, (TEXTURE_SIDE, TEXTURE_SIDE)), np.uint8)
        noise = cv2.resize(cv2.medianBlur(fractions, NOISE_SIDE), grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
        return cls(image, ground, np.subtract(grey, ground, dtype=np.int16), np.asarray(noise, np.uint8), texture, side)


@dataclass(frozen=True)
class Candidate:
    """A place that differs: ``window`` of the sheet, ``mask`` bool of that shape, ``sign`` 1 where it is brighter and
    -1 where it is darker, ``contrast`` the grey levels that most of it stays below, ``depth`` its half-width in pixels,
    ``alike`` how many places like it are near, ``crowds`` how many of any kind that differ half as much are within each
    of CROWD_REACHES."""

    window: Window
    mask: Mask
    sign: int
    contrast: float
    depth: float
    alike: int
    crowds: tuple[int, ...]


def list_candidates(sheet: Sheet) -> Iterator[Candidate]:
    """The places of a sheet that may be spots by their size, first the dark ones, then the bright ones."""
    places = {sign: Places.of(*excess_over_noise(sheet, sign)) for sign in (-1, 1)}
    for sign in places:
        yield from candidates_of_sign(sheet, places, sign)


def candidates_of_sign(sheet: Sheet, places: dict[int, Places], sign: int) -> Iterator[Candidate]:
    """Those that are darker (-1) or brighter (1) than their ground."""
    own = places[sign]
    for number in rank_over_texture(sheet, own):
        window, mask = own.cut_out(number)
        depth = float(depths_of(mask).max())
        contrast = level_at(sign * sheet.difference[window][mask], CONTRAST_AT)
        if contrast >= LEAST_CONTRAST and has_size_of_spot(sheet, mask, depth):
            crowds = count_crowds(own, number, list(places.values()))
            yield Candidate(window, mask, sign, contrast, depth, count_alike(number, own), crowds)


def depths_of(mask: Mask) -> Floats:
    """How far inside of ``mask`` each pixel is, 0 outside; all around is outside."""
    padded = np.zeros((mask.shape[0] + 2, mask.shape[1] + 2), bool)
    padded[1:-1, 1:-1] = mask
    return distance_transform(padded)


def has_size_of_spot(sheet: Sheet, mask: Mask, depth: float) -> bool:
    """Whether a place is compact or thin, and one that is seen on the ground of this sheet."""
    longest = max(mask.shape)
    if sheet.side > GROUND_SIDE:
        return LARGE_SPECK < longest < sheet.side and (depth > THIN or longest <= SPECK_SIDE)
    return longest <= SPECK_SIDE or depth <= THIN


@dataclass(frozen=True)
class Places:
    """What is connected, numbered from 1: ``labels`` (rows, columns) int32, OpenCV's ``boxes`` (n, 5) int32,
    ``middles`` (n, 2) float64 as column and row, and ``peaks`` (n,) float32, how much more than noise each is."""

    labels: NDArray[np.int32]
    boxes: NDArray[np.int32]
    middles: NDArray[np.float64]
    peaks: Floats

    @classmethod
    def of(cls, skirt: Mask, excess: Floats) -> Places:
        """The parts of ``skirt`` (rows, columns), whose True pixels have this ``excess`` (n,)."""
        count, found, stats, centroids = cv2.connectedComponentsWithStats(skirt.view(np.uint8))
        labels, peaks = np.asarray(found, np.int32), np.zeros(count, np.float32)
        np.maximum.at(peaks, labels[skirt], excess)
        return cls(labels, np.asarray(stats, np.int32), np.asarray(centroids, np.float64), peaks)

    @property
    def sides(self) -> NDArray[np.int32]:
        """The longer side of each in pixels, (n,)."""
        return np.asarray(self.boxes[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1), np.int32)

    def within(self, middle: NDArray[np.float64], reach: float) -> NDArray[np.intp]:
        """The numbers of those whose middle is so many rows and columns away at most."""
        is_near = np.abs(self.middles[1:, 1] - middle[1]) <= reach
        is_near &= np.abs(self.middles[1:, 0] - middle[0]) <= reach
        return np.flatnonzero(is_near) + 1

    def cut_out(self, number: int) -> tuple[Window, Mask]:
        """The window of one, and bool of that shape."""
        left, top, columns, rows, _ = self.boxes[number].tolist()
        window = slice(top, top + rows), slice(left, left + columns)
        return window, np.asarray(self.labels[window] == number)


def reaches_border(boxes: NDArray[np.int32], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Which of OpenCV's ``boxes`` lie at the border of a picture of ``shape``: things are cut off there."""
    first, last = boxes[:, :2], boxes[:, :2] + boxes[:, 2:4]
    return np.asarray((first <= 0).any(axis=1) | (last >= [shape[1], shape[0]]).any(axis=1))


def rank_over_texture(sheet: Sheet, places: Places) -> list[int]:
    """The numbers of the MOST_CANDIDATES places that differ most over the texture around their middle, of a spot's
    size."""
    shortest, longest = (LARGE_SPECK, sheet.side - 1) if sheet.side > GROUND_SIDE else (0, LONGEST)
    fits = (places.peaks >= 1) & (places.boxes[:, cv2.CC_STAT_AREA] >= FEWEST_PIXELS)
    fits &= (places.sides > shortest) & (places.sides <= longest)
    numbers = np.flatnonzero(fits & ~reaches_border(places.boxes, places.labels.shape))
    numbers = numbers[numbers > 0]
    columns, rows = (places.middles[numbers].T / STEP).astype(np.intp)
    noise = np.maximum(sheet.noise[rows * STEP, columns * STEP], LEAST_FRACTIONS)
    over = places.peaks[numbers] * noise / (sheet.texture[rows, columns] + 1.0)
    return [int(number) for number in numbers[np.argsort(-over, kind="stable")][:MOST_CANDIDATES]]


def count_alike(number: int, places: Places) -> int:
    """How many places but ``number`` are near and like it."""
    share, least = ALIKE_REACH
    side = places.sides[number]
    near = places.within(places.middles[number], share * side + least)
    sides = places.boxes[near, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1].max(axis=1)
    is_like = (side <= ALIKE_SIDE * sides) & (sides <= ALIKE_SIDE * side)
    is_like &= places.peaks[near] >= ALIKE * places.peaks[number]
    return int(is_like.sum()) - 1


def count_crowds(own: Places, number: int, places: list[Places]) -> tuple[int, ...]:
    """How many of all ``places`` that differ ALIKE as much are within each of CROWD_REACHES of one of its ``own``."""
    counts = np.zeros(len(CROWD_REACHES), np.intp)
    least, middle = ALIKE * own.peaks[number], own.middles[number]
    for others in places:
        near = others.within(middle, max(CROWD_REACHES))
        away = np.abs(others.middles[near[others.peaks[near] >= least]] - middle).max(axis=1)
        counts += [np.count_nonzero(away <= reach) for reach in CROWD_REACHES]
    return tuple(int(count) - 1 for count in counts)


def excess_over_noise(sheet: Sheet, sign: int) -> tuple[Mask, Floats]:
    """Where the difference of this sign is more than noise, and there how much more, 1 for what a spot's peak has."""
    difference = sheet.difference * np.int16(sign)
    skirt = difference >= SKIRT_LEVELS
    values = difference[skirt].astype(np.float32)
    noise = np.maximum(sheet.noise[skirt] * np.float32(MEDIAN_TO_DEVIATION / FRACTIONS), LEAST_NOISE)
    is_more = values >= SKIRT_NOISE * noise
    skirt[skirt] = is_more
    return skirt, (values / np.maximum(PEAK_NOISE * noise, PEAK_LEVELS))[is_more]


def level_at(values: NDArray[np.int16] | NDArray[np.uint8] | Floats, percent: int) -> float:
    """What so many percent of ``values`` (n,), one at least, stay below or are."""
    place = (len(values) - 1) * percent // 100
    return float(np.partition(values, place)[place])
