"""Spots: planted dust that is found, and what is taken for dust in photos that have none.

Planted is where a person would see it. The rule, set before the finder was tuned: the dust's contrast is at least 12
grey levels, and at least VISIBLE robust deviations (1.4826 times the median distance from the median) of the photo's
own detail within SEEN_AROUND pixels of the mark; no edge lies within CLEAR pixels of it, which is a place where the
photo's brightness changes by more than half of the contrast over EDGE_SIDE pixels; and bright dust is not laid on
black, where nothing tells it from a star or a lamp. A photo where no such place is found in TRIES draws has fewer
marks. Half of the marks are dark, half bright; discs have soft edges.

The finder's weights were found on the photos of the first half by name (and others: ``benchmarks.spot_weights``).
``spots_found`` and ``spots_wrong`` are over the other half, ``spots_found_tuned`` and ``spots_wrong_tuned`` over that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Absent, Figure, figure, median_seconds, peak_memory, photos_folder
from engine.operations.spots import Spots, find_spots

Image = NDArray[np.uint8]
Veil = NDArray[np.float32]  # (rows, columns), how much of a mark's contrast each pixel takes, 0 to 1

PLANTED, TRIES = 16, 400  # marks to a photo, and places drawn for each
CONTRASTS = (12.0, 45.0)  # grey levels
VISIBLE = 6.0  # robust deviations of the detail around a mark
SEEN_AROUND = 22  # pixels around a mark whose detail counts
CLEAR, EDGE_SIDE, EDGE = (
    5,
    5,
    0.5,
)  # pixels without an edge around a mark, those that one rises over, how much of a contrast
APART = 40  # pixels between marks
DISCS, HAIRS, SCRATCHES = (3, 30), (20, 90), (30, 150)  # pixels: across, and long
SIZES = (None, 12_000_000)  # pixels of the photos that are planted on; None as they are
NIGHT = 18  # grey levels, of black
GRAIN = 1.5  # grey levels, of enlarged photos: those of a camera are never as smooth
LIT = 0.3  # of a mark's contrast, from where it counts as covered
SOFT = 3  # pixels of a mark's soft edge
FOUND = 0.5  # of a mark's pixels that have to be in the mask


@dataclass(frozen=True)
class Dusty:
    """A photo with dust, and where each mark lies: a window, and bool of that shape."""

    image: Image
    marks: list[tuple[tuple[slice, slice], NDArray[np.bool_]]]


@figure("spots_found", target=">= 0.9")
def spots_found() -> Figure:
    """Share of planted marks of which most is in the mask of spots, over the photos as they are and at 12 MP."""
    return found_share("spots_found", untuned_photos())


@figure("spots_found_tuned", target="as spots_found")
def spots_found_tuned() -> Figure:
    """The same over the photos that the weights were found on."""
    return found_share("spots_found_tuned", tuned_photos())


@figure("spots_wrong", target="<= 0.5")
def spots_wrong() -> Figure:
    """Spots found in a photo without dust, mean over the photos as they are."""
    return wrong_count("spots_wrong", untuned_photos())


@figure("spots_wrong_tuned", target="as spots_wrong")
def spots_wrong_tuned() -> Figure:
    """The same over the photos that the weights were found on."""
    return wrong_count("spots_wrong_tuned", tuned_photos())


@figure("spots_size", target="<= 1")
def spots_size() -> Figure:
    """Pixels of the masks of marks that were found, over those of the marks grown by SOFT pixels; the median."""
    shares = [
        size_share(spots, mark)
        for dusty in dusty_photos(untuned_photos())
        for spots in [find_spots(dusty.image)]
        for mark in dusty.marks
        if is_found(spots, mark)
    ]
    return Figure("spots_size", float(np.median(shares)), "share")


@figure("spots_time", target="<= 3 s")
def spots_time() -> Figure:
    """Seconds for a photo of 12 MP with dust."""
    image = plant(enlarge(next(clean_photos()), 12_000_000), np.random.default_rng(7)).image
    return Figure("spots_time", median_seconds(lambda: find_spots(image), repeats=3), "s")


@figure("spots_memory", target="<= 600 MB")
def spots_memory() -> Figure:
    """Peak resident memory of a fresh process that looks at 12 MP."""
    work = "import benchmarks.spots as b; b.find_spots(b.enlarge(next(b.clean_photos()), 12_000_000))"
    return Figure("spots_memory", peak_memory(work) / 1024 / 1000, "MB")


def found_share(name: str, photos: list[Image]) -> Figure:
    """The share of the marks on dusty ``photos`` that are found."""
    found = [
        is_found(spots, mark)
        for dusty in dusty_photos(photos)
        for spots in [find_spots(dusty.image)]
        for mark in dusty.marks
    ]
    return Figure(name, float(np.mean(found)), "share")


def wrong_count(name: str, photos: list[Image]) -> Figure:
    """The spots found in each of ``photos`` as it is."""
    return Figure(name, float(np.mean([len(find_spots(image).spots) for image in photos])), "a photo")


def size_share(spots: Spots, mark: tuple[tuple[slice, slice], NDArray[np.bool_]]) -> float:
    """Pixels of the spots that lie on a mark over those of the mark with its soft edge."""
    window, covered = mark
    whole = np.zeros(spots.mask.shape, bool)
    whole[window] = covered
    touching = [spot for spot in spots.spots if (whole[spot.window] & spot.mask).any()]
    soft = cv2.dilate(np.pad(covered, SOFT).view(np.uint8), np.ones((2 * SOFT + 1, 2 * SOFT + 1), np.uint8))
    return sum(int(spot.mask.sum()) for spot in touching) / int(soft.sum())


def is_found(spots: Spots, mark: tuple[tuple[slice, slice], NDArray[np.bool_]]) -> bool:
    """Whether most of a mark is in the mask."""
    window, covered = mark
    return float(spots.mask[window][covered].mean()) >= FOUND


def clean_photos() -> Iterator[Image]:
    """The photos of STUDIO_PHOTOS as RGB, by name, cut-outs left out; raises Absent without any."""
    found = [path for path in sorted(photos_folder().iterdir()) if is_photo(path)]
    if not found:
        raise Absent("the folder STUDIO_PHOTOS has no photo")
    for path in found:
        yield read_photo(path)


def read_photo(path: Path) -> Image:
    """A photo as RGB."""
    return np.asarray(cv2.cvtColor(np.asarray(cv2.imread(str(path)), np.uint8), cv2.COLOR_BGR2RGB), np.uint8)


def tuned_photos() -> list[Image]:
    """The first half of the photos, rounded down, on which the finder's weights were found."""
    photos = list(clean_photos())
    return photos[: len(photos) // 2]


def untuned_photos() -> list[Image]:
    """The other half."""
    photos = list(clean_photos())
    return photos[len(photos) // 2 :]


def is_photo(path: Path) -> bool:
    """Whether a file is a photo as it was taken."""
    return path.suffix in (".jpg", ".png") and not path.name.endswith(".cutout.png")


def dusty_photos(photos: list[Image]) -> Iterator[Dusty]:
    """Each of ``photos`` with dust, at each of SIZES."""
    draw = np.random.default_rng(13)
    for image in photos:
        for pixels in SIZES:
            if pixels is None or pixels > image[..., 0].size:
                yield plant(image if pixels is None else enlarge(image, pixels), draw)


def enlarge(image: Image, pixels: int) -> Image:
    """``image`` with about so many pixels, and grain."""
    scale = (pixels / image[..., 0].size) ** 0.5
    large = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    draw = np.random.default_rng(0)
    for row in large:
        row[:] = (row + draw.normal(0, GRAIN, (len(row), 1))).clip(0, 255)
    return np.asarray(large, np.uint8)


def plant(photo: Image, draw: np.random.Generator) -> Dusty:
    """``photo`` with up to PLANTED marks, where they are seen."""
    image, taken = photo.copy(), np.zeros(photo.shape[:2], bool)
    grey = cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY).astype(np.float32)
    marks = []
    for number in range(PLANTED):
        veil = KINDS[number % len(KINDS)](draw)
        contrast = float(draw.uniform(*CONTRASTS)) * (1 if draw.integers(2) else -1)
        window = find_place(grey, taken, veil, contrast, draw)
        if window is not None:
            image[window] = lay_on(image[window], contrast * veil)
            rows, columns = window
            taken[
                max(0, rows.start - APART) : rows.stop + APART, max(0, columns.start - APART) : columns.stop + APART
            ] = True
            marks.append((window, veil >= LIT))
    return Dusty(image, marks)


def lay_on(ground: Image, light: Veil) -> Image:
    """``ground`` under a mark that changes its grey by ``light`` levels: dust keeps light away, or adds white to it."""
    values = ground.astype(np.float32)
    grey = cv2.cvtColor(ground, cv2.COLOR_RGB2GRAY).astype(np.float32)[..., None]
    share = light[..., None] / np.where(light[..., None] < 0, np.maximum(grey, 1), 256 - grey)
    return np.asarray(
        np.rint(np.where(share < 0, values * (1 + share), values + (255 - values) * share)).clip(0, 255), np.uint8
    )


def find_place(
    grey: Veil, taken: NDArray[np.bool_], veil: Veil, contrast: float, draw: np.random.Generator
) -> tuple[slice, slice] | None:
    """A window where the mark is seen, by the rule of this module; None where none was drawn."""
    rows, columns = veil.shape
    margin = SEEN_AROUND + 8
    if rows + 2 * margin >= grey.shape[0] or columns + 2 * margin >= grey.shape[1]:
        return None
    mark = np.pad(veil >= LIT, margin)
    for _ in range(TRIES):
        row = int(draw.integers(margin, grey.shape[0] - rows - margin))
        column = int(draw.integers(margin, grey.shape[1] - columns - margin))
        window = slice(row, row + rows), slice(column, column + columns)
        around = grey[row - margin : row + rows + margin, column - margin : column + columns + margin]
        if not taken[window].any() and is_visible(around, mark, contrast):
            return window
    return None


def is_visible(around: Veil, mark: NDArray[np.bool_], contrast: float) -> bool:
    """Whether a mark of this contrast is seen there, and not clipped; both (rows, columns), the mark in the middle."""
    under = float(around[mark].mean())
    if not 5 <= under + contrast <= 250 or (contrast > 0 and under < NIGHT):
        return False
    distance = cv2.distanceTransform((~mark).view(np.uint8), cv2.DIST_L2, 3)
    detail = (around - cv2.GaussianBlur(around, (0, 0), 6))[distance <= SEEN_AROUND]
    noise = 1.4826 * float(np.median(np.abs(detail - np.median(detail))))
    smooth = cv2.GaussianBlur(around, (0, 0), 1)
    rise = cv2.morphologyEx(smooth, cv2.MORPH_GRADIENT, np.ones((EDGE_SIDE, EDGE_SIDE), np.uint8))
    return VISIBLE * noise <= abs(contrast) and float(rise[distance <= CLEAR].max()) <= EDGE * abs(contrast)


def draw_disc(draw: np.random.Generator) -> Veil:
    """A round or oval speck of DISCS across, with a soft edge."""
    across = int(draw.integers(DISCS[0], DISCS[1] + 1))
    side = across + 6
    axes = (across / 2, across / 2 * float(draw.uniform(0.7, 1)))
    return draw_smoothly(
        side,
        lambda canvas, scale: cv2.ellipse(
            canvas,
            (side * scale // 2, side * scale // 2),
            tuple(round(axis * scale) for axis in axes),
            float(draw.uniform(0, 180)),
            0,
            360,
            1.0,
            -1,
        ),
        blur=0.4 + across / 14,
    )


def draw_hair(draw: np.random.Generator) -> Veil:
    """A bent line of HAIRS long and one to three pixels wide."""
    length, width = float(draw.uniform(*HAIRS)), float(draw.uniform(1.2, 3))
    bends = np.cumsum(np.r_[draw.uniform(0, 6.3), draw.normal(0, 0.22, 11)])
    return draw_line(np.cumsum(np.c_[np.cos(bends), np.sin(bends)], axis=0) * length / 12, width)


def draw_scratch(draw: np.random.Generator) -> Veil:
    """A straight line of SCRATCHES long and one to two pixels wide."""
    length, width, angle = float(draw.uniform(*SCRATCHES)), float(draw.uniform(1, 2)), float(draw.uniform(0, 6.3))
    return draw_line(np.array([[0, 0], [np.cos(angle), np.sin(angle)]]) * length, width)


def draw_line(points: NDArray[np.float64], width: float) -> Veil:
    """A line through ``points`` (n, 2) of so many pixels in width."""
    points = points - points.min(axis=0) + 4
    side = int(points.max()) + 5
    return draw_smoothly(
        side,
        lambda canvas, scale: cv2.polylines(
            canvas,
            [np.rint(points * scale).astype(np.int32)],
            False,
            1.0,
            max(1, round(width * scale)),
        ),
        blur=0.5,
    )


def draw_smoothly(side: int, paint: Callable[[Veil, int], object], blur: float) -> Veil:
    """What ``paint`` paints on a canvas four times as large, reduced to ``side`` and blurred; 1 at its strongest."""
    canvas = np.zeros((side * 4, side * 4), np.float32)
    paint(canvas, 4)
    veil = cv2.GaussianBlur(cv2.resize(canvas, (side, side), interpolation=cv2.INTER_AREA), (0, 0), blur)
    return np.asarray(veil / veil.max(), np.float32)


KINDS: tuple[Callable[[np.random.Generator], Veil], ...] = (draw_disc, draw_hair, draw_disc, draw_scratch)
