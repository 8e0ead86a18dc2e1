"""Hiding faces."""

from __future__ import annotations

from collections.abc import Sequence

from engine.errors import Unprocessable
from engine.maths.people.faces import Box
from engine.operations.hide_faces import hide_faces
from engine.outcomes import Outcome
from engine.runners.people import find_faces
from engine.runners.pictures import load, store


def run(image: str, rects: Sequence[Sequence[float]], method: str, strength: int, preserve_alpha: bool) -> Outcome:
    """``image`` with the faces at ``rects`` (row, column, height, width) hidden, or all that are found.

    Raises:
        Unprocessable: none is found.
    """
    picture = load(image).keep_alpha(preserve_alpha)
    boxes = [Box(*rect) for rect in rects] or [face.box for face in find_faces(image)]
    if not boxes:
        raise Unprocessable("No face was found in the image; 'faces' can say where one is.")
    pixels = hide_faces(picture.pixels, boxes, method, strength, picture.alpha)
    return {"file": store(picture.with_pixels(pixels))}
