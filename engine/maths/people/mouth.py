"""The mouth of a face: the dark line between the lips, the outlines of the lips, and a mask of their red.

The line is the horizontal valley of lightness that a shortest path across the mouth's surroundings follows best. The
outlines are two arcs hung from its ends; each is put where the picture turns most from lip to skin.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.colour_spaces import lab
from engine.maths.filters import Floats, dilate, gaussian_blur
from engine.maths.people.frames import Frame, Patch

# Units (pupil distances): where mouths are, and samples a unit.
TOP, BOTTOM, HALF_WIDTH, DENSITY = 0.62, 1.72, 0.78, 100.0
# Units: the usual place of the line below the eyes, how much it varies, and how far lines reach to the sides.
USUAL_LINE, LINE_SPREAD, LINE_REACH = 1.12, 0.14, 0.62
# Units: the tallest valley of lightness that is a line and no shadow.
VALLEY = 0.25
# Samples: the path moves this many rows a column at most.
STEEPEST = 1
# CIE L* by which a line is darker than what lies above and below it, on average, to count as found.
FAINTEST_LINE = 5.0
# Shares of the line's usual and of its greatest strength (in the corners of a smile) under which it has ended.
END_OF_LINE, END_OF_CORNER = 0.35, 0.25
# Samples that a gap in the line may last.
LONGEST_GAP = 7
# CIE L* that teeth count for on the line; CIE chroma below which skin is grey, and teeth cannot be told by colour.
TEETH_WORTH, FAINTEST_SKIN = 14.0, 4.0
# Units: sizes and places outside of which a line is no mouth; above the highest it is the nostrils.
NARROWEST, WIDEST, FARTHEST_OFF, STEEPEST_MOUTH, HIGHEST = 0.5, 1.3, 0.16, 0.15, 0.93
# Units: thicknesses of lips that are tried, the usual one in the middle.
UPPER_LIP = np.linspace(0.05, 0.17, 13)
LOWER_LIP = np.linspace(0.12, 0.24, 13)
# Lipness that an outline must gain for each unit it is farther from the usual thickness.
DOUBT = 12.0
# Units: how tall teeth are beside the line, and the opening from which a mouth counts as open.
TALLEST_TEETH, OPEN = 0.3, 0.06
# Share of the columns in the middle in which the line must show.
UNBROKEN = 0.85


@dataclass(frozen=True)
class Mouth:
    """A mouth in its frame, in units: its corners as (right, down) places, and its outlines.

    ``upper`` and ``lower`` are the heights of the outer arcs above and below the chord of the corners, ``opening`` how
    far below the chord the opening between the lips starts and ends in the middle.
    """

    frame: Frame
    left: tuple[float, float]
    right: tuple[float, float]
    upper: float
    lower: float
    opening: tuple[float, float]

    @property
    def is_open(self) -> bool:
        """True where teeth show."""
        return self.opening[1] - self.opening[0] > OPEN

    @property
    def width(self) -> float:
        """Distance of the corners in units."""
        return float(np.hypot(*np.subtract(self.right, self.left)))

    @property
    def middle(self) -> tuple[float, float]:
        """Midway between the corners."""
        return (self.left[0] + self.right[0]) / 2, (self.left[1] + self.right[1]) / 2


def mouth_patch(frame: Frame) -> Patch:
    """The part of a frame in which mouths are sought."""
    return Patch(frame, TOP, BOTTOM, HALF_WIDTH, DENSITY)


def find_mouth(image: NDArray[np.uint8], frame: Frame) -> Mouth | None:
    """The mouth of the face whose frame is given, in a picture (rows, columns, 3) uint8; None when not found."""
    patch = mouth_patch(frame)
    colours = patch.sample(image)
    values = lab(colours)
    between = lip_gap_score(values)
    line = deepest_line(patch, between)
    ends = line_ends(between[line, np.arange(len(line))])
    if ends is None:
        return None
    left, right = (patch.to_frame(float(line[end]), float(end)) for end in ends)
    height = float(line[(ends[0] + ends[1]) // 2]) / patch.density + patch.top
    if height < HIGHEST or not is_plausible(left, right):
        return None
    opening = find_opening(patch, values, line)
    upper, lower = fit_outline_heights(patch, colours, opening, left, right)
    chord = (left[1] + right[1]) / 2
    return Mouth(frame, left, right, upper, lower, (opening[0] - chord, opening[1] - chord))


def lip_gap_score(values: Floats) -> Floats:
    """How much L*a*b* values look like what is between lips, a valley of lightness or teeth; in CIE L*."""
    lightness = gaussian_blur(values[..., 0], 2.5)
    valley = cv2.morphologyEx(lightness, cv2.MORPH_BLACKHAT, np.ones((round(VALLEY * DENSITY), 1), np.uint8))
    teeth = teeth_mask(values, *skin_tone(values, np.ones(lightness.shape, np.bool_)))
    return np.asarray(np.maximum(valley, TEETH_WORTH * gaussian_blur(teeth, 2.5)), np.float32)


def teeth_mask(values: Floats, skin_lightness: float, skin_chroma: float) -> Floats:
    """How much L*a*b* values look like teeth (0 to 1): as light as the skin and far less coloured; none on grey."""
    if skin_chroma < FAINTEST_SKIN:
        return np.zeros(values.shape[:2], np.float32)
    chroma = np.hypot(values[..., 1], values[..., 2])
    return smooth_step(0.72 * skin_chroma - chroma, 0.08 * skin_chroma + 0.5) * smooth_step(
        values[..., 0] - 0.72 * skin_lightness, 4
    )


def deepest_line(patch: Patch, looks: Floats) -> NDArray[np.intp]:
    """For each column the row of the path that gathers most of ``looks``, weighed by where mouths are."""
    rows, columns = looks.shape
    down = np.arange(rows) / patch.density + patch.top
    gain = looks * np.exp(-(((down - USUAL_LINE) / LINE_SPREAD) ** 2) / 2)[:, None].astype(np.float32)
    best = gain[:, 0].copy()
    came_from = np.zeros((rows, columns), np.intp)
    for column in range(1, columns):
        padded = np.pad(best, STEEPEST, constant_values=-np.inf)
        steps = np.stack([padded[step : step + rows] for step in range(2 * STEEPEST + 1)])
        choice = steps.argmax(0)
        came_from[:, column] = np.arange(rows) + choice - STEEPEST
        best = steps.max(0) + gain[:, column]
    line = np.empty(columns, np.intp)
    line[-1] = best.argmax()
    for column in range(columns - 1, 0, -1):
        line[column - 1] = came_from[line[column], column]
    return line


def line_ends(depth: Floats) -> tuple[int, int] | None:
    """First and last column of the line through the middle of a profile of depths; None when it is too faint."""
    middle = len(depth) // 2
    reach = round(LINE_REACH * DENSITY)
    core = depth[middle - round(0.3 * DENSITY) : middle + round(0.3 * DENSITY)]
    if core.mean() < FAINTEST_LINE or np.mean(core > 0.3 * np.percentile(core, 75)) < UNBROKEN:
        return None
    around = depth[middle - reach : middle + reach]
    threshold = max(END_OF_LINE * float(np.percentile(core, 75)), END_OF_CORNER * float(around.max()))
    # The line may fade between the teeth, but not towards the corners.
    sure = round(0.3 * DENSITY)
    left = middle - sure - run_length(depth[middle - reach : middle - sure][::-1], threshold)
    right = middle + sure + run_length(depth[middle + sure : middle + reach], threshold)
    return left, right - 1


def run_length(depth: Floats, threshold: float) -> int:
    """How many values, up to the end of the first run over the threshold; a run bridges short gaps."""
    over = np.flatnonzero(depth > threshold)
    if over.size == 0:
        return 0
    gaps = np.flatnonzero(np.diff(over) > LONGEST_GAP)
    return int(over[gaps[0]] if gaps.size else over[-1]) + 1


def is_plausible(left: tuple[float, float], right: tuple[float, float]) -> bool:
    """True for corners as far apart, as central and as level as a frontal mouth's."""
    width = right[0] - left[0]
    is_central = abs(left[0] + right[0]) / 2 < FARTHEST_OFF
    return NARROWEST < width < WIDEST and is_central and abs(left[1] - right[1]) < STEEPEST_MOUTH


def lipness(colours: NDArray[np.uint8], darkness: float) -> Floats:
    """How much pixels look like lips: pseudo-hue R / (R + G) in percent, plus ``darkness`` times 100 - L*."""
    red, green = colours[..., 0].astype(np.float32), colours[..., 1].astype(np.float32)
    hue = 100 * red / np.maximum(red + green, 1)
    return gaussian_blur(hue + darkness * (100 - lab(colours)[..., 0]), 1.5)


def find_opening(patch: Patch, values: Floats, line: NDArray[np.intp]) -> tuple[float, float]:
    """How far down (units) the opening between the lips starts and ends in the middle: the line, and teeth at it."""
    middle = len(line) // 2
    columns = np.arange(middle - round(0.15 * DENSITY), middle + round(0.15 * DENSITY))
    row = float(np.median(line[columns]))
    teeth = teeth_mask(values, *skin_tone(values, np.ones(patch.shape, np.bool_)))
    is_toothy = teeth[:, columns].mean(1) > 0.5
    top, bottom = (
        row - count_teeth_rows(is_toothy[: round(row) + 1][::-1]),
        row + count_teeth_rows(is_toothy[round(row) :]),
    )
    return top / patch.density + patch.top, bottom / patch.density + patch.top


def count_teeth_rows(is_toothy: NDArray[np.bool_]) -> int:
    """How many rows, going away from the line, belong to the teeth next to it."""
    toothy = np.flatnonzero(is_toothy[: round(TALLEST_TEETH * DENSITY)])
    if toothy.size == 0 or toothy[0] > LONGEST_GAP:
        return 0
    gaps = np.flatnonzero(np.diff(toothy) > 3)
    return int(toothy[gaps[0]] if gaps.size else toothy[-1])


def fit_outline_heights(
    patch: Patch,
    colours: NDArray[np.uint8],
    opening: tuple[float, float],
    left: tuple[float, float],
    right: tuple[float, float],
) -> tuple[float, float]:
    """Heights in units of the upper arc (above the chord of the corners) and of the lower arc (below it)."""
    chord = (left[1] + right[1]) / 2
    above, below = chord - opening[0], opening[1] - chord
    dark, red = lipness(colours, 0.08), lipness(colours, 0.0)
    uppers = [arc_contrast(patch, dark, left, right, -above - lip, -1) for lip in UPPER_LIP] - thickness_penalty(
        UPPER_LIP
    )
    lowers = [arc_contrast(patch, red, left, right, below + lip, 1) for lip in LOWER_LIP] - thickness_penalty(LOWER_LIP)
    return above + float(UPPER_LIP[uppers.argmax()]), below + float(LOWER_LIP[lowers.argmax()])


def thickness_penalty(thicknesses: NDArray[np.float64]) -> NDArray[np.float64]:
    """What counts against each thickness for being unusual."""
    return DOUBT * np.abs(thicknesses - np.median(thicknesses))


def arc_contrast(
    patch: Patch, lips: Floats, left: tuple[float, float], right: tuple[float, float], height: float, side: int
) -> float:
    """How much more like a lip the inner side of an arc is than its outer side; ``side`` is 1 below, -1 above."""
    share = np.linspace(0.15, 0.85, 24)
    down, across = arc_points(left, right, height, share)
    rows, columns = patch.to_patch(across, down)
    off = 0.035 * patch.density * side
    inner, outer = (
        cv2.remap(lips, columns.astype(np.float32), (rows + shift).astype(np.float32), cv2.INTER_LINEAR).mean()
        for shift in (-off, off)
    )
    return float(inner - outer)


def arc_points(
    left: tuple[float, float], right: tuple[float, float], height: float, share: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(down, right) in units of the arc at these shares (0 to 1) of the way from corner to corner."""
    bulge = 1 - np.abs(2 * share - 1) ** 2.2
    down = left[1] + (right[1] - left[1]) * share + height * bulge
    return down, left[0] + (right[0] - left[0]) * share


def lip_mask(image: NDArray[np.uint8], mouth: Mouth) -> tuple[Patch, Floats]:
    """The mouth's patch and, in it, how much each sample is lip (0 to 1): teeth and the dark between are left out."""
    patch = mouth_patch(mouth.frame)
    colours = patch.sample(image)
    inside = arc_mask(patch, mouth, -mouth.upper, mouth.lower)
    opening = arc_mask(patch, mouth, mouth.opening[0] - 0.05, mouth.opening[1] + 0.05)
    surroundings = ring_mask(inside)
    values = lab(colours)
    skin_lightness, skin_chroma = skin_tone(values, surroundings)
    teeth = teeth_mask(values, skin_lightness, skin_chroma)
    gap = smooth_step(0.36 * skin_lightness - values[..., 0], 4)
    kept = 1 - dilate(np.asarray(np.maximum(teeth, gap) * opening, np.float32), 3)
    return patch, gaussian_blur(inside * kept.astype(np.float32), 1.5)


def arc_mask(patch: Patch, mouth: Mouth, top: float, bottom: float) -> Floats:
    """1 between the arcs of these heights below the chord of the corners, 0 outside, soft at the edge."""
    share = np.linspace(0, 1, 40)
    upper = np.column_stack(arc_points(mouth.left, mouth.right, top, share))
    lower = np.column_stack(arc_points(mouth.left, mouth.right, bottom, share))
    outline = np.vstack([upper, lower[::-1]])
    rows, columns = patch.to_patch(outline[:, 1], outline[:, 0])
    mask = np.zeros(patch.shape, np.uint8)
    cv2.fillPoly(mask, [np.round(np.column_stack([columns, rows]) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return gaussian_blur(np.asarray(mask / np.float32(255)), 2.0)


def ring_mask(inside: Floats) -> NDArray[np.bool_]:
    """The skin around a mouth: near the outline, outside of it."""
    return (dilate(inside, 31) > 0.05) & (dilate(inside, 9) <= 0.05)


def skin_tone(values: Floats, where: NDArray[np.bool_]) -> tuple[float, float]:
    """Median lightness and chroma of the L*a*b* values there."""
    lightness, green_red, blue_yellow = np.median(values[where], axis=0)
    return float(lightness), float(np.hypot(green_red, blue_yellow))


def smooth_step(over: NDArray[np.floating], width: float) -> Floats:
    """0 far below zero, 1 far above, a smooth step of the given width between."""
    return np.asarray(1 / (1 + np.exp(-np.clip(over / width * 4, -30, 30))), np.float32)
