"""Hide faces: one of them, or all that are found, blurred, pixelated or filled. Bria has no such route."""

from __future__ import annotations

import math
from typing import Any

from engine.calls import Call
from engine.edits.base import Edit
from engine.edits.shared import IMAGE, PRESERVE_ALPHA
from engine.errors import BadRequest
from engine.fields import Choice, Objects, Whole
from engine.operations.hide_faces import METHODS, STRONGEST, WEAKEST
from engine.outcomes import Arguments

SIDES = ("x", "y", "w", "h")
MOST_FACES = 1000
METHOD = Choice("method", "What hides a face.", METHODS)
STRENGTH = Whole("strength", "How little is left of a face; it is hidden at any.", WEAKEST, STRONGEST, default=3)
FACES = Objects(
    "faces",
    "Where the faces are, as person/info tells it (rect); without it, all that are found are hidden.",
    {
        "type": "object",
        "properties": {side: {"type": "number"} for side in SIDES},
        "required": list(SIDES),
    },
)


def read(call: Call) -> Arguments:
    """An image (extension), which of its faces are to be hidden, by what, and how strongly."""
    image = IMAGE.read(call)
    faces = FACES.read(call)
    if len(faces) > MOST_FACES:
        raise BadRequest(f"At most {MOST_FACES} faces can be hidden at a time.")
    return {
        "image": image.save(),
        "rects": [read_rect(face, image.shape) for face in faces],
        "method": METHOD.read(call),
        "strength": STRENGTH.read(call),
        "preserve_alpha": PRESERVE_ALPHA.read(call),
    }


def read_rect(face: dict[str, Any], shape: tuple[int, int]) -> list[float]:
    """Row, column, height and width of a face, some of which lies in a picture of ``shape``.

    Raises:
        BadRequest: there is no such place.
    """
    values = [face.get(side) for side in SIDES]
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        raise BadRequest(f"Each of 'faces' needs the numbers {', '.join(SIDES)}.")
    x, y, width, height = (float(value) for value in values if value is not None)
    if not all(map(math.isfinite, (x, y, width, height))) or min(width, height) <= 0:
        raise BadRequest("The sides of each of 'faces' must be above 0.")
    if x >= shape[1] or y >= shape[0] or x + width <= 0 or y + height <= 0:
        raise BadRequest("One of 'faces' lies outside of the image.")
    return [y, x, height, width]


EDIT = Edit(
    slug="hide_faces",
    v1_path="hide_faces",
    fields=(IMAGE, FACES, METHOD, STRENGTH, PRESERVE_ALPHA),
    read=read,
)
