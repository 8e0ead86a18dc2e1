"""The hair of a head, as a mask that leaves the forehead alone.

Rays climb from the brows; where the colour leaves the face's own skin, hair starts. Only that strip seeds the hair of
a GrabCut, skin is background for certain, and the background's colours are learnt far to the sides. Where the strip is
too small, or looks like the background, the face has no hair to offer.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum, median_filter

from engine.maths.colour_spaces import lab
from engine.maths.filters import Floats, gaussian_blur, parts_touching
from engine.maths.people.frames import Frame, Patch, patch_coordinates
from engine.maths.people.skin import SkinModel, fit_gaussians

Mask = NDArray[np.bool_]

# Units, and samples a unit: the surroundings of a head. A head is some 2.2 units wide.
TOP, BOTTOM, HALF_WIDTH, DENSITY = -2.7, 1.8, 2.3, 40.0
# Units: above nearly every brow.
BROWS = -0.46
# Units: a fringe ends above this.
EYES = -0.2
# CIE L* over the strip's upper quartile, and over the skin's, that hair darker than the skin hardly reaches.
SHINE, BRIGHTER = 8.0, 5.0
# Units: rays farther to the side than this would climb past the temples.
RAYS = 0.75
# Likeness under which a pixel is no skin and over which it certainly is; units over which hair must last to start.
NO_SKIN, SURE_SKIN, SETTLED = 0.4, 0.6, 0.08
# Likeness under which a pixel that hangs together with the hair may be a fringe.
FRINGE = 0.52
# Units: width of the median that takes highlights on the forehead out of the hairline.
SMOOTHING = 0.6
# Units: highest place at which hair starts.
HIGHEST_START = -1.6
# Units: how far above its start and beside its start hair certainly is, and the gap left below.
STRIP, STRIP_GAP, SIDE = 0.2, 0.03, 0.15
# Units: background certainly is this far to the sides, where there are no shoulders.
FAR = 2.05
# Least spread of a colour in CIE L*, a*, b*; distance in spreads from which a pixel of the strip is something else.
LEAST_SPREAD, ODD = np.array([6, 2.5, 3], np.float32), 3.0
# Share of the face box that the strip must fill.
LEAST_STRIP = 0.02
# CIE distance from the strip's colour to the background's, in spreads, below which they are the same.
LEAST_CONTRAST = 1.2
# Units: a strip below this is a fringe or a hat; CIE L* by which single strands vary in a fringe.
LOW, STRANDS = -0.85, 2.6
# Share of all hair below which a separate part is a highlight or a brow.
LEAST_PART = 0.05
# Likeness to the strip's colours from which a pixel probably is hair.
PROBABLE = 0.3
# Units: the middle of a head, above its eyes; sectors in half a turn; growth of a head's radius from one to the next.
MIDDLE, SECTORS, GROWTH = -0.3, 36, 1.035
# GrabCut rounds, and when only the outline is drawn in; more change little.
ROUNDS, SECOND_ROUNDS = 3, 2


@dataclass(frozen=True)
class Hair:
    """How much each sample of a patch is hair (rows, columns) float32 0 to 1, and the hair's median L*a*b* colour."""

    patch: Patch
    amount: Floats
    colour: tuple[float, float, float]


def hair_patch(frame: Frame) -> Patch:
    """The part of a frame in which hair is sought."""
    return Patch(frame, TOP, BOTTOM, HALF_WIDTH, DENSITY)


def find_hair(patch: Patch, colours: NDArray[np.uint8], values: Floats, skin: SkinModel) -> Hair | None:
    """The hair in a patch of RGB ``colours`` uint8 and the same as L*a*b* ``values``; None where none can be told."""
    likeness = gaussian_blur(skin.likeness(values), 1.0)
    strip = trace_strip(patch, values, likeness, likeness)
    shine = highest_shine(patch, values, strip, skin)
    no_hair = np.where(values[..., 0] > shine, 1, likeness).astype(np.float32)
    strip = trace_strip(patch, values, likeness, no_hair)
    if strip.sum() < LEAST_STRIP * (2.4 * patch.density) ** 2 or is_hat(patch, colours, strip):
        return None
    seeds = grabcut_seeds(patch, no_hair, fit_gaussians(values[strip]).likeness(values), strip)
    if contrast(values[strip], values[seeds == cv2.GC_BGD]) < LEAST_CONTRAST:
        return None
    is_hair = keep_connected(run_grabcut(colours, seeds, ROUNDS), strip)
    bulge = bulge_mask(patch, is_hair)
    if (bulge & is_hair).any():
        seeds[bulge & ~strip] = cv2.GC_BGD
        is_hair = keep_connected(run_grabcut(colours, seeds, SECOND_ROUNDS), strip)
    if not is_hair.any():
        return None
    return Hair(patch, is_hair.astype(np.float32), tuple(np.median(values[is_hair], axis=0).tolist()))


def is_hat(patch: Patch, colours: NDArray[np.uint8], strip: Mask) -> bool:
    """True when the strip hangs low over the brows, as a fringe does, but shows none of a fringe's strands."""
    lightness = lab(colours)[..., 0]
    strands = (lightness - gaussian_blur(lightness, 1.5))[strip].std()
    is_low = np.median(patch_coordinates(patch)[1][strip]) > LOW
    return bool(is_low and strands < STRANDS)


def highest_shine(patch: Patch, values: Floats, strip: Mask, skin: SkinModel) -> float:
    """The L* that the hair of this strip hardly exceeds; what is lighter near dark hair is glare or background."""
    over_the_nose = strip & (np.abs(patch_coordinates(patch)[0]) < 0.5 * RAYS)
    lightness = values[over_the_nose][:, 0]
    if lightness.size == 0 or np.median(lightness) > skin.mean[0]:
        return 100.0
    return float(max(np.percentile(lightness, 75) + SHINE, skin.mean[0] + BRIGHTER))


def trace_strip(patch: Patch, values: Floats, likeness: Floats, no_hair: Floats) -> Mask:
    """The strip of pixels that certainly are hair, over the forehead and beside the temples.

    ``likeness`` says how much pixels look like skin, ``no_hair`` how much like skin or like what hair never is.
    """
    strip = drop_odd_colours(values, hair_strip(patch, no_hair, hair_starts(patch, no_hair)))
    return strip | (side_strips(patch, values, likeness, strip) & (no_hair < NO_SKIN))


def hair_starts(patch: Patch, likeness: Floats) -> NDArray[np.intp]:
    """For each column of the patch the row in which hair starts above the brows; -1 where no ray finds any."""
    first = round(patch.to_patch(0, BROWS)[0])
    last = round(patch.to_patch(0, HIGHEST_START)[0])
    settled = round(SETTLED * patch.density)
    is_skin = likeness[last - settled : first] > NO_SKIN
    # A row starts the hair when it and all rows within reach above it are no skin.
    is_start = np.ones((first - last, likeness.shape[1]), np.bool_)
    for above in range(settled + 1):
        is_start &= ~is_skin[settled - above : settled - above + len(is_start)]
    starts = np.where(is_start.any(0), first - 1 - is_start[::-1].argmax(0), -1)
    right = np.abs(np.arange(likeness.shape[1]) / patch.density - patch.half_width)
    starts = median_filter(starts, round(SMOOTHING * patch.density), mode="nearest")
    return np.where(right <= RAYS, starts, -1)


def hair_strip(patch: Patch, likeness: Floats, starts: NDArray[np.intp]) -> Mask:
    """The pixels just above the places where hair starts."""
    rows = np.arange(likeness.shape[0])[:, None]
    top, bottom = starts - round((STRIP + STRIP_GAP) * patch.density), starts - round(STRIP_GAP * patch.density)
    strip: Mask = (starts >= 0) & (rows >= top) & (rows <= bottom) & (likeness < NO_SKIN)
    return strip


def drop_odd_colours(values: Floats, strip: Mask) -> Mask:
    """The pixels of a strip without those whose colour is not that of most."""
    if not strip.any():
        return strip
    return strip & (colour_distance(values, *robust_spread(values[strip])) < ODD)


def robust_spread(samples: Floats) -> tuple[Floats, Floats]:
    """Median and robust standard deviation of samples (n, 3)."""
    middle = np.median(samples, axis=0)
    deviation = 1.5 * np.median(np.abs(samples - middle), axis=0)
    return middle, np.maximum(deviation, LEAST_SPREAD).astype(np.float32)


def colour_distance(values: Floats, middle: Floats, deviation: Floats) -> Floats:
    """Distance of L*a*b* values from a colour, in deviations."""
    apart: Floats = np.sqrt((((values - middle) / deviation) ** 2).mean(-1))
    return apart


def side_strips(patch: Patch, values: Floats, likeness: Floats, strip: Mask) -> Mask:
    """Hair beside the temples: the first that is no skin on the way out, where it is coloured like the strip."""
    if not strip.any():
        return strip
    right, down = patch_coordinates(patch)
    is_skin = (likeness > NO_SKIN / 2) | (np.abs(right) < 0.7)
    steps = round(SIDE * patch.density)
    reached = cv2.dilate(is_skin.astype(np.uint8), np.ones((1, 2 * steps + 1), np.uint8)) > 0
    beside = reached & ~is_skin & (np.abs(right) < 1.4) & (down > -1.1) & (down < BROWS)
    sides: Mask = beside & (colour_distance(values, *robust_spread(values[strip])) < ODD * 0.8)
    return sides


def grabcut_seeds(patch: Patch, likeness: Floats, hair_likeness: Floats, strip: Mask) -> NDArray[np.uint8]:
    """What GrabCut starts from: its four labels for each pixel of the patch."""
    right, down = patch_coordinates(patch)
    seeds = np.full(likeness.shape, cv2.GC_PR_BGD, np.uint8)
    seeds[ellipse_mask(right, down, -0.35, 1.5, 1.75) & (hair_likeness > PROBABLE)] = cv2.GC_PR_FGD
    is_fringe = (likeness < FRINGE) | (likeness < hair_likeness)
    seeds[ellipse_mask(right, down, 0.2, 0.92, 1.5) & ~fringe_parts(is_fringe, down, strip)] = cv2.GC_BGD
    seeds[(likeness > SURE_SKIN) & (likeness > hair_likeness)] = cv2.GC_BGD
    seeds[~ellipse_mask(right, down, -0.35, 1.95, 2.1) & (down < 0.5)] = cv2.GC_BGD
    seeds[(np.abs(right) > FAR) | (down < -2.55)] = cv2.GC_BGD
    seeds[(down > 1.65) | ((np.abs(right) < 0.9) & (down > 0.8))] = cv2.GC_BGD
    seeds[strip] = cv2.GC_FGD
    return seeds


def fringe_parts(mask: Mask, down: Floats, strip: Mask) -> Mask:
    """The parts of a mask, above the eyes, that reach the strip: a fringe does, brows do not."""
    above = cv2.morphologyEx((mask & (down < EYES)).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(parts_touching(above > 0, strip, connectivity=4))


def ellipse_mask(right: Floats, down: Floats, middle: float, width: float, height: float) -> Mask:
    """The pixels within an ellipse around (0, middle) of these half axes, all in units."""
    inside: Mask = (right / width) ** 2 + ((down - middle) / height) ** 2 < 1
    return inside


def contrast(hair: Floats, background: Floats) -> float:
    """Distance of two sets of L*a*b* values (n, 3) in spreads of the wider one."""
    difference = np.abs(np.median(hair, axis=0) - np.median(background, axis=0))
    spread = np.maximum(hair.std(0), np.array([8, 3, 3], np.float32))
    return float(np.hypot.reduce(difference / spread))


def run_grabcut(colours: NDArray[np.uint8], seeds: NDArray[np.uint8], rounds: int) -> Mask:
    """So many rounds of GrabCut from those seeds: True for hair."""
    labels = seeds.copy()
    cv2.setRNGSeed(1)
    background, hair = np.zeros((1, 65)), np.zeros((1, 65))
    whole = (0, 0, 1, 1)  # not looked at: the mask says it all
    cv2.grabCut(colours, labels, whole, background, hair, rounds, cv2.GC_INIT_WITH_MASK)
    return np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD))


def bulge_mask(patch: Patch, is_hair: Mask) -> Mask:
    """What lies outside of the head's outline: that grows smoothly from the crown to the sides."""
    right, down = patch_coordinates(patch)
    radius = np.hypot(right, down - MIDDLE)
    sector = ((np.arctan2(down - MIDDLE, right) / np.pi + 1) * SECTORS).astype(np.intp)
    above = is_hair & (down < MIDDLE)
    reach = maximum(radius, labels=np.where(above, sector, -1), index=np.arange(SECTORS))
    crown = SECTORS // 2
    outline = np.concatenate([limit_growth(reach[:crown][::-1])[::-1], limit_growth(reach[crown:])])
    return np.asarray((down < MIDDLE) & (radius > 1.05 * outline[np.minimum(sector, SECTORS - 1)]))


def limit_growth(reach: Floats) -> Floats:
    """Radii from the crown to one side, each held to a little growth over the one before it."""
    held = reach.copy()
    for place in range(1, len(held)):
        held[place] = min(reach[place] or np.inf, held[place - 1] * GROWTH)
    return held


def keep_connected(mask: Mask, strip: Mask) -> Mask:
    """The large connected parts of a mask that touch the strip, without pinholes."""
    parts = parts_touching(mask, strip, connectivity=4).astype(np.uint8)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(parts, connectivity=4)
    areas = boxes[:, cv2.CC_STAT_AREA]
    is_large = areas >= LEAST_PART * areas[1:].sum()
    is_large[0] = False
    closed = cv2.morphologyEx(is_large[labels].astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0)
