"""A picture in layers."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine import files, models_or_builtin, progress
from engine.errors import InsufficientData
from engine.models import Outcome
from engine.operations import remove_background
from engine.operations.erase_foreground import footprint
from engine.operations.image_to_psd import Layer, layered_psd
from engine.runners.holes import Rect, cover
from engine.runners.pictures import load
from engine.runners.subjects import SOLID, Alpha, find_alpha_or_none

# Share of the picture under which a part of the foreground is a crumb of the object beside it.
SMALLEST = 0.002


def run(image: str, faces: list[Rect]) -> Outcome:
    """``image`` as a PSD of its background, its foreground, and one layer per object.

    Raises:
        InsufficientData: there is too little in it, as v1 says for registered images (docs.bria.ai).
    """
    picture = load(image)
    alpha = find_alpha_or_none(image, picture)
    objects = separate_objects(alpha, faces)
    try:
        content = layered_psd(
            picture.pixels,
            erase_subject(picture.pixels, alpha, faces),
            alpha,
            objects,
            foreground=remove_background.cut_out(picture.pixels, alpha)[..., :3],
            profile=picture.profile,
        )
    except ValueError as error:
        raise InsufficientData(str(error)) from None
    return {"file": files.save(content, ".psd")}


def erase_subject(pixels: NDArray[np.uint8], alpha: Alpha, faces: list[Rect]) -> NDArray[np.uint8]:
    """The picture without what ``alpha`` says is in front; faces are not copied into the hole."""
    if not alpha.any():
        return pixels
    hole = footprint(pixels, alpha)
    return models_or_builtin.erase(pixels, hole, avoid=cover(faces, alpha.shape), progress=progress.tell)


def separate_objects(alpha: Alpha, faces: list[Rect]) -> list[Layer]:
    """The connected parts of the foreground, the largest lowest; those with a face are people."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats((alpha >= SOLID).view(np.uint8))
    order = sorted(range(1, count), key=lambda number: -boxes[number, cv2.CC_STAT_AREA])
    large = [number for number in order if boxes[number, cv2.CC_STAT_AREA] >= SMALLEST * alpha.size]
    layers: list[Layer] = []
    for number in large:
        mask = np.asarray(labels == number)
        kind = "Person" if any(has_middle(mask, face) for face in faces) else "Object"
        same = sum(layer.name.startswith(kind) for layer in layers)
        layers.append(Layer(f"{kind} {same + 1}", mask))
    return layers


def has_middle(mask: NDArray[np.bool_], rect: Rect) -> bool:
    """Whether the middle of ``rect`` lies in ``mask``."""
    row, column, height, width = rect
    middle = min(row + height // 2, mask.shape[0] - 1), min(column + width // 2, mask.shape[1] - 1)
    return bool(mask[middle])
