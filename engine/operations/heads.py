"""Heads whose hair is known, in the service of finding the people they belong to.

White hair before a white wall is no subject by its colour, and a window around a dark head is none of the background
by its own. The hair of a face settles both: it is subject for certain, and beside it there is no more head.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.people.bodies import Bodies, figure_mask
from engine.maths.people.faces import Box, Face
from engine.maths.people.frames import Patch, patch_coordinates
from engine.operations.face_crops import crop_bounds, cut_portrait
from engine.operations.people import SURE_FACE

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]

# Hair is looked for in so many faces, the largest: each takes a tenth of a second.
MOST = 4
# How much a pixel must be hair to be subject for certain, and to be part of the head.
SURELY, PERHAPS = 0.7, 0.3
# Units: middle, half width and half height of a face with its ears; how far hair may reach beyond what was found.
OVAL, MARGIN = (0.1, 1.5, 1.6), 0.2
# Units: half the width, top and bottom of the surroundings of a head; shoulders begin further down.
SURROUNDINGS = 2.3, -2.6, 1.5
# Log odds of a subject on hair, and beside a head: only a colour that is clearly the subject's outweighs them there.
HAIR, BESIDE = 3.0, -5.0


@dataclass(frozen=True)
class Head:
    """A face's box and, where its hair was found, the patch around it with how much each sample is hair, 0 to 1."""

    box: Box
    hair: tuple[Patch, Floats] | None = None

    def at(self, scale: float) -> Head:
        """The head in a picture scaled by ``scale``."""
        box = Box(*(length * scale for length in (self.box.row, self.box.column, self.box.height, self.box.width)))
        if self.hair is None:
            return Head(box)
        patch, amount = self.hair
        return Head(box, (replace(patch, frame=patch.frame.within(0, 0, scale)), amount))


def find_heads(image: Image, faces: Sequence[Face]) -> list[Head]:
    """The heads of ``faces`` in ``image`` RGB (rows, columns, 3) uint8."""
    widest = sorted((face.box.width for face in faces), reverse=True)[:MOST]
    least = max(SURE_FACE, widest[-1]) if widest else SURE_FACE
    return [Head(face.box, locate_hair(image, face) if face.box.width >= least else None) for face in faces]


def locate_hair(image: Image, face: Face) -> tuple[Patch, Floats] | None:
    """The hair of a face, in the frame of the whole picture; None where it cannot be told."""
    hair = cut_portrait(image, face).hair
    if hair is None:
        return None
    rows, columns = crop_bounds(image.shape[:2], face.box)
    return replace(hair.patch, frame=hair.patch.frame.within(-rows.start, -columns.start)), hair.amount


def add_heads(found: Bodies, heads: Iterable[Head]) -> Bodies:
    """``found`` with what the hair of ``heads``, in pixels of the same picture, says of it."""
    certain, odds = found.certain.copy(), found.odds.copy()
    heads = list(heads)
    figures = [figure_mask(head.box, certain.shape) for head in heads]
    for number, head in enumerate(heads):
        if head.hair is None:
            continue
        hair, beside = project_hair(*head.hair, certain.shape)
        for other in figures[:number] + figures[number + 1 :]:
            beside &= ~other
        odds[beside] = BESIDE
        np.maximum(odds, HAIR, out=odds, where=hair > PERHAPS)
        certain |= hair > SURELY
    return Bodies(certain, odds)


def project_hair(patch: Patch, amount: Floats, shape: tuple[int, int]) -> tuple[Floats, Mask]:
    """In a picture of ``shape``, how much each pixel is hair, 0 to 1, and where it is beside the head."""
    right, down = patch_coordinates(patch)
    middle, half_width, half_height = OVAL
    reach = 2 * round(MARGIN * patch.density) + 1
    head = cv2.dilate((amount > PERHAPS).astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    head |= (right / half_width) ** 2 + ((down - middle) / half_height) ** 2 < 1
    width, top, bottom = SURROUNDINGS
    beside = ~head & (np.abs(right) < width) & (down > top) & (down < bottom)
    return patch.paint_back(amount, shape), patch.paint_back(beside.astype(np.float32), shape) > 0.5
