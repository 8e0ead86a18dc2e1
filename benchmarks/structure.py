"""Erasing what hides straight edges, against the completion without its stage for them."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from benchmarks.erase import Removal, load, pasted
from benchmarks.figures import Figure, figure
from engine.maths.fill import completion, pyramid
from engine.maths.fill.pyramid import Level
from engine.maths.progress import ignore
from engine.operations.erase import Image, Mask, erase, parts

ROWS, COLUMNS = 240, 320
CASES_PER_KIND = 8
GRAIN = 2.5  # standard deviation in grey levels
ITEM = ("chelsea", 60, 110, 90, 120)  # what is pasted: picture and box (top, left, rows, columns)
FINER = 4  # edges are drawn at this many times the size, and averaged: anti-aliased as a lens does


@figure("erase_structure", target=">= +1 dB")
def erase_structure() -> Figure:
    """Mean PSNR in the hole over 24 removals, minus that of the same completion without the stage for edges."""
    cases = list(removals())
    ours = float(np.mean([closeness(erase(case.picture, case.mask), case) for case in cases]))
    plain = float(np.mean([closeness(complete(case.picture, case.mask), case) for case in cases]))
    return Figure("erase_structure", ours - plain, "dB", "PatchMatch alone, dB", plain)


def removals() -> Iterator[Removal]:
    """A cat's face pasted over beams, horizons and courses of brick, drawn once and for all."""
    draw = np.random.default_rng(11)
    name, top, left, rows, columns = ITEM
    item = load(name)[top : top + rows, left : left + columns]
    for paint in (paint_beam, paint_horizon, paint_bricks):
        for _ in range(CASES_PER_KIND):
            truth = seen(paint(draw), draw)
            row = int(draw.integers((ROWS - rows) // 2 - 20, (ROWS - rows) // 2 + 20))
            column = int(draw.integers((COLUMNS - columns) // 2 - 20, (COLUMNS - columns) // 2 + 20))
            yield pasted(truth, item, row, column)


def canvas(draw: np.random.Generator) -> Image:
    """A wall of one colour, FINER times the size."""
    return np.full((FINER * ROWS, FINER * COLUMNS, 3), draw.integers(60, 200, 3), np.uint8)


def paint_beam(draw: np.random.Generator) -> Image:
    """A straight beam before a wall, at any angle."""
    wall, angle = canvas(draw), draw.uniform(0, np.pi)
    middle = np.array([COLUMNS / 2, ROWS / 2]) + draw.uniform(-12, 12, 2)
    reach = np.array([np.cos(angle), np.sin(angle)]) * 400
    first, last = (np.rint(FINER * (middle + sign * reach)).astype(int).tolist() for sign in (-1, 1))
    width = int(FINER * draw.integers(8, 30))
    cv2.line(wall, first, last, other_colour(wall[0, 0], draw), width)
    return wall


def paint_horizon(draw: np.random.Generator) -> Image:
    """Two fields, one above the other, with a slightly tilted line between."""
    fields, tilt = canvas(draw), draw.uniform(-0.2, 0.2)
    middle = ROWS / 2 + draw.uniform(-15, 15)
    columns = np.array([0, COLUMNS, COLUMNS, 0])
    rows = np.array([middle - tilt * COLUMNS / 2, middle + tilt * COLUMNS / 2, ROWS, ROWS])
    cv2.fillPoly(fields, [np.rint(FINER * np.c_[columns, rows]).astype(np.int32)], other_colour(fields[0, 0], draw))
    return fields


def paint_bricks(draw: np.random.Generator) -> Image:
    """Courses of brick, each by half a brick or less off the one below, slightly tilted."""
    wall = canvas(draw)
    mortar, height, length = wall[0, 0].copy(), int(draw.integers(22, 34)), int(draw.integers(50, 80))
    colour, shift, joint = np.array(other_colour(mortar, draw)), draw.uniform(0.3, 0.5), int(draw.integers(3, 6))
    for course in range(-6, ROWS // height + 7):
        for brick in range(-3, COLUMNS // length + 4):
            row, column = FINER * course * height, int(FINER * (brick + shift * (course % 2)) * length)
            corner = column + FINER * (length - joint), row + FINER * (height - joint)
            shade = (colour + draw.normal(0, 4)).clip(0, 255).astype(int).tolist()
            cv2.rectangle(wall, (column, row), corner, shade, cv2.FILLED)
    turn = cv2.getRotationMatrix2D((FINER * COLUMNS / 2, FINER * ROWS / 2), draw.uniform(-8, 8), 1.2)
    return np.asarray(cv2.warpAffine(wall, turn, wall.shape[1::-1], borderMode=cv2.BORDER_REFLECT), np.uint8)


def other_colour(colour: Image, draw: np.random.Generator) -> list[int]:
    """A colour that differs from ``colour`` by 30 to 80 grey levels."""
    sign = 1 if colour.mean() < 128 else -1
    return [int(value) for value in (colour + sign * draw.uniform(30, 80, 3)).clip(0, 255)]


def seen(scene: Image, draw: np.random.Generator) -> Image:
    """``scene`` at a quarter of its size, lit from one side, with grain."""
    small = cv2.resize(scene, (COLUMNS, ROWS), interpolation=cv2.INTER_AREA).astype(np.float64)
    lit = small * np.linspace(0.92, 1.08, COLUMNS)[:, None]
    return np.rint(lit + draw.normal(0, GRAIN, lit.shape)).clip(0, 255).astype(np.uint8)


def complete(picture: Image, mask: Mask) -> Image:
    """The peer: ``erase`` without the stage for edges."""
    result = picture.copy()
    for window, hole, wanted in parts(mask):
        filled = completion.complete(Level(picture[window], hole, mask[window] & ~hole), pyramid.MOST_PIXELS, ignore)
        result[window][wanted] = filled[wanted]
    return result


def closeness(result: Image, case: Removal) -> float:
    """PSNR in the hole, dB."""
    error = result[case.mask].astype(float) - case.truth[case.mask]
    return float(10 * np.log10(255**2 / np.mean(error**2)))
