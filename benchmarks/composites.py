"""Pictures with objects whose outline is known, made from what scikit-image bundles: nothing is stored here.

Three pictures are composites, blobs cut from one photo and laid on another, whose truth is exact; on four photos the
objects' outlines were drawn by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import skimage
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Picture = NDArray[np.uint8]

COMPOSITE_SIDE = 512
# Width in pixels of the soft edge of a pasted blob, about that of a lens.
SOFT_EDGE_SIGMA = 0.8

# Outlines as (column, row) in pixels of the photo, as OpenCV draws them.
ASTRONAUT_HEAD = [
    *[(178, 131), (165, 120), (155, 100), (153, 72), (160, 54), (175, 42), (190, 33), (205, 22), (228, 15), (255, 20)],
    *[(280, 35), (295, 55), (302, 85), (297, 108), (288, 122), (275, 130), (266, 137), (262, 155), (257, 170)],
    *[(252, 186), (238, 190), (222, 189), (205, 185), (188, 180), (184, 150)],
]
ASTRONAUT_HELMET = [
    *[(278, 511), (277, 470), (282, 435), (292, 405), (310, 380), (335, 360), (365, 348), (400, 343), (435, 350)],
    *[(462, 367), (482, 392), (494, 425), (499, 455), (507, 470), (509, 511)],
]
ASTRONAUT_SHUTTLE = [
    *[(397, 22), (405, 0), (430, 0), (437, 25), (438, 45), (444, 40), (452, 60), (455, 105), (455, 190), (457, 232)],
    *[(456, 270), (437, 272), (430, 245), (421, 273), (402, 270), (385, 262), (368, 270), (373, 245), (376, 231)],
    *[(354, 223), (356, 207), (374, 190), (378, 110), (381, 55), (388, 42), (396, 52)],
]
COFFEE_SAUCER_AND_CUP = [
    *[(165, 76), (174, 75), (185, 55), (205, 38), (235, 24), (265, 18), (300, 18), (345, 28), (380, 50), (400, 72)],
    *[(410, 67), (425, 75), (417, 105), (445, 130), (465, 165), (478, 205), (478, 240), (465, 285), (440, 320)],
    *[(400, 353), (355, 377), (300, 387), (250, 384), (200, 372), (150, 348), (110, 310), (90, 270), (79, 225)],
    *[(80, 185), (92, 145), (115, 110), (140, 90)],
]
CHELSEA_NOSE = [
    *[(228, 226), (240, 231), (255, 228), (275, 227), (289, 229), (291, 235), (285, 243), (272, 250), (265, 260)],
    *[(256, 264), (251, 256), (249, 245), (238, 238)],
]
ROCKET = [
    *[(311, 148), (314, 137), (321, 127), (328, 135), (333, 148), (333, 177), (331, 200), (331, 405), (312, 405)],
    *[(312, 200), (311, 177)],
]


@dataclass(frozen=True)
class Scene:
    """A picture, RGB uint8 (rows, columns, 3), and the masks of the objects in it that are known."""

    name: str
    picture: Picture
    objects: tuple[Mask, ...]


def scenes() -> Iterator[Scene]:
    """The whole set: seven pictures, sixteen objects."""
    yield from photographs()
    yield composite("grass on gravel", tint(bundled("gravel"), (0.8, 0.85, 0.95)), colours(bundled("grass")))
    yield composite("coffee on brick", tint(bundled("brick"), (0.8, 0.85, 0.95)), bundled("coffee"))
    yield composite("cat on grass", tint(bundled("grass"), (0.7, 1.0, 0.6)), bundled("chelsea"))


def photographs() -> Iterator[Scene]:
    """The four photos with outlines drawn by hand."""
    astronaut = bundled("astronaut")[..., :3]
    outlines = (ASTRONAUT_HEAD, ASTRONAUT_HELMET, ASTRONAUT_SHUTTLE)
    yield Scene("astronaut", astronaut, tuple(polygon(astronaut, outline) for outline in outlines))
    coffee = bundled("coffee")
    rim = ellipse(coffee, (290, 113), (117, 94), 5)
    spoon = ellipse(coffee, (366, 285), (40, 39), 0)
    yield Scene("coffee", coffee, (rim, polygon(coffee, COFFEE_SAUCER_AND_CUP), spoon))
    chelsea = bundled("chelsea")
    eyes = ellipse(chelsea, (169, 115), (35, 31), 12), ellipse(chelsea, (318, 136), (24, 27), 20)
    yield Scene("chelsea", chelsea, (*eyes, polygon(chelsea, CHELSEA_NOSE)))
    rocket = bundled("rocket")
    yield Scene("rocket", rocket, (polygon(rocket, ROCKET),))


def bundled(name: str) -> Picture:
    """One of the pictures that come with scikit-image: (rows, columns) or (rows, columns, 3)."""
    return np.asarray(getattr(skimage.data, name)(), np.uint8)


def composite(name: str, ground: Picture, source: Picture) -> Scene:
    """Two wavy blobs of ``source`` on ``ground``, with a soft edge."""
    side = (COMPOSITE_SIDE, COMPOSITE_SIDE)
    below = np.asarray(cv2.resize(ground, side), np.uint8)
    above = np.asarray(cv2.resize(source, side), np.uint8)
    angles = np.linspace(0, 2 * np.pi, 200)
    large = blob(below, (180, 250), 120 + 25 * np.sin(3 * angles) + 15 * np.cos(5 * angles))
    small = blob(below, (400, 150), 60 + 12 * np.sin(4 * angles)) & ~large
    alpha = cv2.GaussianBlur((large | small).astype(np.float32), (0, 0), SOFT_EDGE_SIGMA)[..., None]
    picture = np.rint(above * alpha + below * (1 - alpha)).astype(np.uint8)
    return Scene(name, picture, (large, small))


def blob(picture: Picture, centre: tuple[int, int], radii: NDArray[np.float64]) -> Mask:
    """The inside of a closed curve with one radius per angle around ``centre`` (column, row)."""
    angles = np.linspace(0, 2 * np.pi, len(radii))
    outline = np.stack([centre[0] + radii * np.cos(angles), centre[1] + radii * np.sin(angles)], axis=1)
    return polygon(picture, outline)


def polygon(picture: Picture, outline: NDArray[np.float64] | list[tuple[int, int]]) -> Mask:
    """The inside of ``outline``, points (column, row), in a mask of the picture's size."""
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.asarray(outline, np.int32)], 1)
    return mask > 0


def ellipse(picture: Picture, centre: tuple[int, int], axes: tuple[int, int], degrees: int) -> Mask:
    """The inside of an ellipse, centre and half axes (column, row), in a mask of the picture's size."""
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.ellipse(mask, centre, axes, degrees, 0, 360, 1, cv2.FILLED)
    return mask > 0


def tint(grey: Picture, shares: tuple[float, float, float]) -> Picture:
    """A grey picture (rows, columns) in one colour, so that texture alone does not tell it from its neighbour."""
    tinted: Picture = np.clip(grey[..., None] * np.array(shares), 0, 255).astype(np.uint8)
    return tinted


def colours(grey: Picture) -> Picture:
    """A grey picture as RGB."""
    return np.repeat(grey[..., None], 3, axis=2)
