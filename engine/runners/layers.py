"""A picture in layers."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine import files, models_or_builtin, progress
from engine.errors import InsufficientData
from engine.operations import background, foreground, layers
from engine.operations.layers import Layer
from engine.runners.erasing import Rect, covered
from engine.runners.pictures import Outcome, load
from engine.runners.subjects import Alpha, found_alpha

# What hides at least half of what is behind it belongs to an object.
SOLID = 128
# Share of the picture under which a part of the foreground is a crumb of the object beside it.
SMALLEST = 0.002


def layer(image: str, faces: list[Rect]) -> Outcome:
    """``image`` as a PSD of its background, its foreground, and one layer per object.

    Raises:
        InsufficientData: there is too little in it, as v1 says for registered images (docs.bria.ai).
    """
    picture = load(image)
    alpha = found_alpha(image, picture)
    objects = separated(alpha, faces)
    try:
        content = layers.layered_psd(
            picture.pixels,
            emptied(picture.pixels, alpha, faces),
            alpha,
            objects,
            foreground=background.cut_out(picture.pixels, alpha)[..., :3],
            profile=picture.profile,
        )
    except ValueError as error:
        raise InsufficientData(str(error)) from None
    return {"file": files.save(content, ".psd")}


def emptied(pixels: NDArray[np.uint8], alpha: Alpha, faces: list[Rect]) -> NDArray[np.uint8]:
    """The picture without what ``alpha`` says is in front; faces are not copied into the hole."""
    if not alpha.any():
        return pixels
    hole = foreground.footprint(pixels, alpha)
    return models_or_builtin.erase(pixels, hole, avoid=covered(faces, alpha.shape), progress=progress.tell)


def separated(alpha: Alpha, faces: list[Rect]) -> list[Layer]:
    """The connected parts of the foreground, the largest lowest; those with a face are people."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats((alpha >= SOLID).view(np.uint8))
    order = sorted(range(1, count), key=lambda number: -boxes[number, cv2.CC_STAT_AREA])
    large = [number for number in order if boxes[number, cv2.CC_STAT_AREA] >= SMALLEST * alpha.size]
    named: list[Layer] = []
    for number in large:
        mask = np.asarray(labels == number)
        kind = "Person" if any(has_middle(mask, face) for face in faces) else "Object"
        same = sum(layer.name.startswith(kind) for layer in named)
        named.append(Layer(f"{kind} {same + 1}", mask))
    return named


def has_middle(mask: NDArray[np.bool_], rect: Rect) -> bool:
    """Whether the middle of ``rect`` lies in ``mask``."""
    row, column, height, width = rect
    middle = min(row + height // 2, mask.shape[0] - 1), min(column + width // 2, mask.shape[1] - 1)
    return bool(mask[middle])
