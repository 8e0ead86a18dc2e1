"""The hair of a head whose landmarks and whose figure are known: what of the person is neither face, skin nor clothes.

The crown, the outermost of the head above the face, shows the hair's colours; the cheeks show the skin's, the chest
the clothes'. Each pixel of the person goes to what it is most like, GrabCut draws the outline, and what does not hang
together with the crown is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.colour_spaces import lab
from engine.maths.filters import Floats, dilate, distance_transform, gaussian_blur
from engine.maths.people.face_mesh import CHIN, UPPER_FOREHEAD, FaceMesh, Points
from engine.maths.people.frames import Frame, Patch, patch_coordinates
from engine.maths.people.hair import Hair, bulge_mask, keep_connected, robust_spread, run_grabcut
from engine.maths.people.outlines import fill_outline, smooth_outline
from engine.maths.people.skin import LIGHTNESS_WEIGHT, SkinModel, fit_gaussians

Mask = NDArray[np.bool_]

# Units: a head and hair down to the waist. Samples a unit, at least and at most: no more than the picture has.
SURROUNDINGS, LEAST_DENSITY, DENSITY = (-2.8, 4.8, 2.7), 24.0, 40.0
# How much a pixel must at least belong to the person, and to belong to the person for certain.
PERHAPS, SURELY = 0.3, 0.5
# Units: how far in from the outline of the person the crown reaches, from where; how far out from the face it starts,
# where it ends, how far it reaches above the top of the face's oval.
BAND, RIM, CLEAR, CROWN_END, CROWN_HEIGHT = 0.32, 0.04, 0.12, -0.35, 1.6
# Units: how far hair above the eyes reaches beside the oval, and the back of a head that is turned by 90 degrees; what
# lies farther is a neighbour.
HAIR_WIDTH, BACK_OF_HEAD = 0.7, 1.2
# Likeness from which a sample of the crown is skin; the share that must be less for these to be the forehead's.
SKIN, LEAST_OTHER = 0.4, 0.35
# Square units that the crown must fill.
LEAST_CROWN = 0.05
# Samples: the blur that strands are finer than. Mean CIE L* by which the lightness of a crown of hair varies, and of
# one that is nearer in colour to the skin than so many spreads: a bald head shines, and hair like skin has strands.
STRAND, LEAST_STRANDS, STRANDS_LIKE_SKIN, LIKE_SKIN = 1.6, 1.0, 1.6, 2.0
# A crown is a hat when its colours are those of no hair: CIE b* under which it is bluish, CIE chroma over which it is
# too colourful; or when it hangs over the forehead, which then is less like skin than this, and has no strands.
BLUISH, COLOURFUL, COVERED, STRANDS_OF_FRINGE = -3.5, 42.0, 0.3, 2.0
# Units: the middle of the chest, below and beside the chin.
CHEST_TOP, CHEST_BOTTOM, CHEST_WIDTH, NECK_WIDTH = 0.3, 2.2, 0.38, 0.3
# How far the face's oval shrinks to what certainly is face.
CORE = 0.88
# Units beside the oval between which it is neither ear nor neighbour, and the heights between which shoulders begin:
# above them it is hair, more likely than not. Log odds of that, and from which it is hair for certain.
BESIDE, REACH, SHOULDERS, LIKELY, CLEARLY = 0.3, 0.75, (0.8, 1.4), 1.0, 3.0
# Units: beside the jaw, from and to how far from the oval and below the eyes; the share of it that a person with long
# hair fills, the log odds that it then is hair, the heights between which they fade, how far hair spreads on the way
# down. Degrees of a turned head.
JAW, FILLED, LONG, LONG_HAIR, SPREAD, TURNED = (0.08, 0.22, 0.6, 1.2), 0.6, 3.5, (1.4, 2.8), 0.3, 12.0
# Share of what hair is darker than usual that is laid to shade.
SHADE = 0.7
# The logarithm of the density, on the scale of ``log_likelihood``, of what is like nothing that is known.
ANYTHING = -8.5
# RGB that stands for what is not the person.
ELSEWHERE = (0, 255, 0)
# What strands can add to the log odds, at most; least deviation of the logarithm of their contrast.
STRANDS_WORTH, LEAST_DEVIATION = 1.5, 0.25
# Units: the height above which a fringe ends, and the softness of a brow's outline; by what that is multiplied for the
# surroundings of a brow to belong to it; units beside the hair up to which what is no skin is hair as well.
FRINGE_END, BROW_EDGE, BROW_SPREAD, RIM_REACH = -0.15, 0.05, 4.0, 0.12
# Log odds of a fringe before the face; log odds under which nothing is hair, whatever surrounds it.
FRINGE, UNLIKE = 0.5, -2.5
# Units: how far from the face's oval, and how gradually, hair thins out.
HAIRLINE, SOFTNESS = 0.45, 0.05
# Rounds of GrabCut in each look, each with the colours of all the hair that the one before found.
LOOKS = (1, 1, 2)


@dataclass(frozen=True)
class Head:
    """A patch with what is known in it before the hair is: (rows, columns) each.

    ``values`` are L*a*b*; ``away`` is how far a sample lies outside of the face's oval, in units; ``oval`` (36, 2) and
    ``chin`` are places in units; ``turn`` is that of the head in degrees.
    """

    patch: Patch
    colours: NDArray[np.uint8]
    values: Floats
    figure: Floats
    person: Mask
    away: Floats
    oval: Points
    chin: Points
    turn: float


def figure_patch(frame: Frame) -> Patch:
    """The part of a frame in which a figure's hair is sought."""
    return Patch(frame, *SURROUNDINGS, min(max(frame.unit, LEAST_DENSITY), DENSITY))


def find_hair_of_figure(image: NDArray[np.uint8], mesh: FaceMesh, figure: Floats, skin: SkinModel) -> Hair | None:
    """The hair of a face in a portrait (rows, columns, 3) uint8; None where there is none, or a hat.

    ``figure`` (rows, columns) says how much each pixel belongs to a person, 0 to 1.
    """
    head = look_at_head(image, mesh, figure)
    crown = drop_forehead(head, crown_mask(head), skin)
    if is_bald(head, crown, skin) or is_hat(head, crown, skin, mesh):
        return None
    is_hair = crown
    for rounds in LOOKS:
        is_hair = outline_hair(head, crown, hair_odds(head, is_hair, skin), mesh, rounds)
        if not is_hair.any():
            return None
    amount = soften_hairline(head, grow_to_skin(head, is_hair, skin, mesh))
    return Hair(head.patch, amount, tuple(np.median(head.values[is_hair], axis=0).tolist()))


def look_at_head(image: NDArray[np.uint8], mesh: FaceMesh, figure: Floats) -> Head:
    """What the portrait shows around a face."""
    patch = figure_patch(mesh.frame)
    colours = patch.sample(image)
    known = patch.sample_mask(figure)
    oval = patch.frame.units(mesh.oval)
    face = fill_outline(patch, smooth_outline(oval), 0.0) > 0.5
    chin = patch.frame.units(mesh.points[[CHIN]])[0]
    away = distance_transform(~face) / np.float32(patch.density)
    values = lab(gaussian_blur(colours, 0.7))
    right, down = patch_coordinates(patch)
    width = np.ptp(oval[:, 0]) / 2 + HAIR_WIDTH + BACK_OF_HEAD * abs(np.sin(np.radians(mesh.turn)))
    is_beside = (down < CROWN_END) & (np.abs(right - oval[:, 0].mean()) > width)
    person = (known > SURELY) & ~is_beside
    return Head(patch, colours, values, known, person, np.asarray(away, np.float32), oval, chin, mesh.turn)


def crown_mask(head: Head) -> Mask:
    """The outermost of the head above the face."""
    _, down = patch_coordinates(head.patch)
    depth = distance_transform(head.person) / np.float32(head.patch.density)
    is_band = (depth > RIM) & (depth < BAND) & (head.away > CLEAR)
    is_above = (down < CROWN_END) & (down > head.oval[:, 1].min() - CROWN_HEIGHT)
    return np.asarray(head.person & is_band & is_above)


def drop_forehead(head: Head, crown: Mask, skin: SkinModel) -> Mask:
    """The crown without what is like skin, unless hardly any of it is like anything else: hair can be."""
    is_other = crown & (skin.likeness(head.values) < SKIN)
    return is_other if is_other.sum() > LEAST_OTHER * crown.sum() else crown


def strand_contrast(head: Head, where: Mask) -> float:
    """Mean CIE L* by which the lightness varies from strand to strand."""
    lightness = lab(head.colours)[..., 0]
    return float(np.abs(lightness - gaussian_blur(lightness, STRAND))[where].mean())


def is_bald(head: Head, crown: Mask, skin: SkinModel) -> bool:
    """True for a crown that shows no hair, or hardly any crown at all."""
    if crown.sum() < LEAST_CROWN * head.patch.density**2:
        return True
    middle, spread = robust_spread(head.values[crown])
    apart = float(np.sqrt((((skin.mean - middle) / spread) ** 2).mean()))
    return strand_contrast(head, crown) < (STRANDS_LIKE_SKIN if apart < LIKE_SKIN else LEAST_STRANDS)


def is_hat(head: Head, crown: Mask, skin: SkinModel, mesh: FaceMesh) -> bool:
    """True for a crown that hangs over the forehead and has the colours, or the plainness, of no hair."""
    places = head.patch.frame.units(mesh.points[list(UPPER_FOREHEAD)])
    rows, columns = (np.rint(place).astype(np.intp) for place in head.patch.to_patch(places[:, 0], places[:, 1]))
    _, green_red, blue_yellow = np.median(head.values[crown], axis=0)
    if blue_yellow < BLUISH or np.hypot(green_red, blue_yellow) > COLOURFUL:
        return True
    covered = skin.likeness(head.values[rows, columns][None]).mean() < COVERED
    return bool(covered and strand_contrast(head, crown) < STRANDS_OF_FRINGE)


def outline_hair(head: Head, crown: Mask, odds: Floats, mesh: FaceMesh, rounds: int) -> Mask:
    """The hair that hangs together with the crown, given the log odds of hair, after ``rounds`` of GrabCut."""
    seeds = seed_hair(head, crown, odds, mesh)
    strip: Mask = seeds == cv2.GC_FGD
    if not strip.any():
        return strip
    colours = gaussian_blur(head.colours, 0.5)
    # One colour of its own for what surrounds the person: wood and curtains can look like hair.
    colours[head.figure < PERHAPS] = ELSEWHERE
    outlined = run_grabcut(colours, seeds, rounds)
    is_hair = np.asarray(outlined & head.person & (odds > UNLIKE))
    bulge = bulge_mask(head.patch, keep_connected(is_hair, strip))
    return np.asarray(keep_connected(np.asarray(is_hair & ~bulge), strip), np.bool_)


def grow_to_skin(head: Head, is_hair: Mask, skin: SkinModel, mesh: FaceMesh) -> Floats:
    """How much each sample is hair, 0 to 1: up to where the skin begins, a dark rim and single strands included."""
    _, down = patch_coordinates(head.patch)
    sound = is_hair.astype(np.float32)
    beside = dilate(sound, 2 * round(RIM_REACH * head.patch.density) + 1) * (head.person & (down < SHOULDERS[0]))
    bare = (skin.likeness(head.values) / SKIN).clip(0, 1)
    return np.asarray(np.maximum(sound, beside * (1 - bare) * (1 - brow_mask(head, mesh))), np.float32)


def brow_mask(head: Head, mesh: FaceMesh) -> Floats:
    """How much each sample belongs to a brow, 0 to 1."""
    brows = [fill_outline(head.patch, head.patch.frame.units(brow), BROW_EDGE) for brow in mesh.brows]
    return np.minimum(1, BROW_SPREAD * np.maximum(*brows)).astype(np.float32)


def soften_hairline(head: Head, amount: Floats) -> Floats:
    """How much each sample is hair, 0 to 1: hair thins out towards the face."""
    near = (1 - head.away / HAIRLINE).clip(0, 1)
    soft = gaussian_blur(amount, SOFTNESS * head.patch.density)
    return np.asarray(amount + near * (soft - amount), np.float32)


def hair_odds(head: Head, hair: Mask, skin: SkinModel) -> Floats:
    """Log odds of hair over skin and over the clothes on the chest, judged by the ``hair`` that is known."""
    right, down = patch_coordinates(head.patch)
    off, below = np.abs(right - head.chin[0]), down - head.chin[1]
    chest = head.person & ~hair & (off < CHEST_WIDTH) & (below > CHEST_TOP) & (below < CHEST_BOTTOM)
    rivals = [skin, fit_gaussians(head.values[chest])] if chest.sum() > head.patch.density else [skin]
    rival = np.maximum(np.max([log_likelihood(model, head.values) for model in rivals], axis=0), ANYTHING)
    lit = lift_shade(head.values, float(np.median(head.values[hair][:, 0])))
    odds = log_likelihood(fit_gaussians(head.values[hair]), lit) - rival
    near = head.away < REACH
    odds += LIKELY * (near & (head.away > BESIDE)) * fade(down, *SHOULDERS)
    odds += LONG * beside_long_hair(head) * fade(down, *LONG_HAIR)
    odds += strand_odds(head, hair)
    return gaussian_blur(np.asarray(odds, np.float32), 1.0)


def lift_shade(values: Floats, lightness: float) -> Floats:
    """L*a*b* values, those darker than ``lightness`` drawn towards it: hair is deep, and dark between its strands."""
    lit = values.copy()
    lit[..., 0] += SHADE * np.maximum(lightness - values[..., 0], 0)
    return lit


def fade(down: Floats, start: float, end: float) -> Floats:
    """1 above ``start``, falling to 0 at ``end``, both in units."""
    return np.asarray(((end - down) / (end - start)).clip(0, 1), np.float32)


def beside_long_hair(head: Head) -> Mask:
    """Where, left or right of the face, only long hair can be: the person goes on beside the jaw.

    Nowhere on a turned head, which shows its neck there.
    """
    right, down = patch_coordinates(head.patch)
    is_right = right > head.oval[:, 0].mean()
    at_jaw = (head.away > JAW[0]) & (head.away < JAW[1]) & (down > JAW[2]) & (down < JAW[3])
    found = np.zeros(right.shape, np.bool_)
    for side in (is_right, ~is_right):
        if abs(head.turn) < TURNED and head.person[at_jaw & side].mean() > FILLED:
            found |= side & (head.away > 0) & (head.away < REACH + SPREAD * down) & (down > -JAW[3])
    return found


def strand_odds(head: Head, hair: Mask) -> Floats:
    """Log odds of hair by its strands: skin is smooth."""
    lightness = lab(head.colours)[..., 0]
    strands = np.log(STRAND + gaussian_blur(np.abs(lightness - gaussian_blur(lightness, STRAND)), 2 * STRAND))
    face = head.away == 0
    (hairs, spread), (smooth, even) = (robust_level(strands[where]) for where in (hair, face))
    odds = ((strands - smooth) / even) ** 2 / 2 - ((strands - hairs) / spread) ** 2 / 2
    return np.asarray(odds.clip(-STRANDS_WORTH, STRANDS_WORTH), np.float32)


def robust_level(samples: Floats) -> tuple[float, float]:
    """Median of samples (n,) and their robust deviation."""
    middle = float(np.median(samples))
    return middle, max(LEAST_DEVIATION, 1.5 * float(np.median(np.abs(samples - middle))))


def log_likelihood(model: SkinModel, values: Floats) -> Floats:
    """The logarithm, but for a constant, of the density of a model's nearest Gaussian at L*a*b* values."""
    weights = np.array([LIGHTNESS_WEIGHT, 1, 1], np.float32)
    gaussians = zip(model.means, model.spreads, strict=True)
    logs = [
        -(((values - mean) / spread) ** 2 * weights).sum(-1) / 2 - np.log(spread).sum() for mean, spread in gaussians
    ]
    return np.asarray(np.max(logs, axis=0), np.float32)


def seed_hair(head: Head, crown: Mask, odds: Floats, mesh: FaceMesh) -> NDArray[np.uint8]:
    """What GrabCut starts from: its four labels for each sample."""
    right, down = patch_coordinates(head.patch)
    middle = head.oval.mean(0)
    core = fill_outline(head.patch, smooth_outline(middle + CORE * (head.oval - middle)), 0.0) > 0.5
    seeds = np.where(head.person & (odds > 0), cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    seeds[(core & ((down > FRINGE_END) | (odds < FRINGE))) | (brow_mask(head, mesh) > 0.5)] = cv2.GC_BGD
    seeds[head.figure < PERHAPS] = cv2.GC_BGD
    seeds[(np.abs(right - head.chin[0]) < NECK_WIDTH) & (down > head.chin[1] - 0.1)] = cv2.GC_BGD
    beside = (head.away > BESIDE / 2) & (head.away < REACH) & (down > 2 * CROWN_END) & (down < SHOULDERS[0])
    seeds[head.person & ((crown & (odds > 0)) | (beside & (odds > CLEARLY)))] = cv2.GC_FGD
    return seeds
