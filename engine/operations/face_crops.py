"""What surrounds a face in its picture: looking at the face and changing it work on that alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.maths.colour_spaces import grey
from engine.maths.people.faces import Box, Face, look_for_eyes
from engine.maths.people.landmarks import find_frame
from engine.maths.people.portraits import Portrait

# Face boxes: how much of the picture around a face is worked on; how far below its middle, for long hair.
CROP, CROP_BELOW = 2.5, 2.0
# Pixels of a crop that colours are worked out on; on larger crops the difference is enlarged.
WORK_PIXELS = 1_200_000


def cut_portrait(image: NDArray[np.uint8], face: Face) -> Portrait:
    """The portrait of a face of a picture."""
    rows, columns = crop_bounds(image.shape[:2], face.box)
    crop = np.ascontiguousarray(image[rows, columns])
    if face.mesh is not None:
        mesh = face.mesh.within(rows.start, columns.start)
        return Portrait(crop, mesh.frame, mesh)
    box = Box(face.box.row - rows.start, face.box.column - columns.start, face.box.height, face.box.width)
    return Portrait(crop, find_frame(crop, look_for_eyes(grey(crop), box)))


def crop_bounds(shape: tuple[int, int], box: Box) -> tuple[slice, slice]:
    """Rows and columns of the part of a picture that changes to a face may touch."""
    middle_row, middle_column = box.row + box.height / 2, box.column + box.width / 2
    top, left = middle_row - CROP * box.height / 2, middle_column - CROP * box.width / 2
    return (
        slice(max(0, round(top)), min(shape[0], round(middle_row + CROP_BELOW * box.height))),
        slice(max(0, round(left)), min(shape[1], round(left + CROP * box.width))),
    )


def shrink_portrait(portrait: Portrait) -> Portrait:
    """The portrait itself, or shrunk to the size that colours are worked out on."""
    scale = (WORK_PIXELS / (portrait.shape[0] * portrait.shape[1])) ** 0.5
    return portrait if scale >= 1 else portrait.resized(scale)
