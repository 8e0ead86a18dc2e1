"""Filling holes with a model, a window of the picture at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.weights.models import Model, Tensor
from engine.weights.tensors import Floats, Image, Mask, Values, letterbox, picture_tensor, to_batch, to_unit_range

# Side of the window over the longer side of the hole's box, but at least the model's own size: then nothing is scaled.
CONTEXT = 2.0
# Parts of a mask nearer than twice this (pixels) are one hole.
REACH = 8

Window = tuple[slice, slice]


@dataclass(frozen=True)
class Inpainter:
    """Fills holes with ``model``; see ``__call__``."""

    model: Model

    def __call__(self, image: Image, mask: Mask) -> Image:
        """``image`` RGB (rows, columns, 3) uint8 with the True pixels of ``mask`` filled, elsewhere byte-equal.

        Each hole is filled in a window around it, brought to the model's size; other holes in the window count as
        unknown until they are filled.

        Raises:
            WeightsError: the model does not do what its description says.
        """
        result, unknown = image.copy(), mask.copy()
        for window, hole in hole_windows(mask, max(self.model.size)):
            filled = self.fill(result[window], unknown[window])
            result[window][hole] = filled[hole]
            unknown[window][hole] = False
        return result

    def fill(self, picture: Image, hole: Mask) -> Image:
        """``picture`` (rows, columns, 3) uint8 as the model fills its ``hole``; other pixels come back resampled."""
        frame = letterbox(picture.shape, self.model)
        seen = frame.fit(picture)
        # A pixel of the model that holds any of the hole is unknown: else the object shines through.
        missing = frame.fit(hole.astype(np.float32)) > 0
        (found, *_) = self.model.run(*self.tensors(seen, missing))
        filled = frame.restore(self.colours(found))
        return np.rint(filled * 255).clip(0, 255).astype(np.uint8)

    def tensors(self, picture: Values, missing: Mask) -> list[Tensor]:
        """What the graph takes: picture and mask, or both in one, the picture black where it is missing."""
        spec, ports = self.model.spec, self.model.inputs
        marks = (missing if spec.hole else ~missing).astype(np.float32)[..., None]
        if len(ports) == 2:
            levels = 255 if ports[1].dtype is np.uint8 else 1
            return [picture_tensor(picture, spec, ports[0]), to_batch(marks * levels, spec)]
        colours = picture_tensor(picture * ~missing[..., None], spec, ports[0])
        return [np.concatenate((colours, to_batch(marks, spec)), axis=1 if spec.layout == "NCHW" else 3)]

    def colours(self, found: Tensor) -> Floats:
        """The output as RGB (rows, columns, 3) of 0 to 1."""
        spec = self.model.spec
        picture = np.squeeze(found, axis=0) if found.ndim == 4 else found
        if spec.layout == "NCHW":
            picture = np.moveaxis(picture, 0, -1)
        if picture.ndim != 3 or picture.shape[2] != 3:
            raise spec.wrong(f"its output is {found.shape}, where a picture is expected.")
        return np.ascontiguousarray(to_unit_range(picture[..., ::-1] if spec.colours == "BGR" else picture, spec))


def hole_windows(mask: Mask, smallest: int) -> Iterator[tuple[Window, Mask]]:
    """Windows of at least ``smallest`` pixels a side, cut at the picture's border, and the holes that each one shows in
    full and no earlier one did, the largest hole first."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * REACH + 1, 2 * REACH + 1))
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(cv2.dilate(mask.astype(np.uint8), disc))
    left = set(range(1, len(boxes)))
    for number in sorted(left, key=lambda number: -boxes[number, cv2.CC_STAT_AREA]):
        if number in left:
            window = window_around(boxes[number], mask.shape, smallest)
            inside = {other for other in left if shows_all(window, boxes[other])}
            left -= inside
            yield window, np.isin(labels[window], list(inside)) & mask[window]


def window_around(box: NDArray[np.int32], shape: tuple[int, ...], smallest: int) -> Window:
    """The window of a hole, given as OpenCV's box, moved into a picture of ``shape``."""
    left, top, columns, rows = (int(value) for value in box[:4])
    side = max(smallest, round(CONTEXT * max(rows, columns)))
    return centre_slice(top, rows, side, shape[0]), centre_slice(left, columns, side, shape[1])


def centre_slice(start: int, length: int, side: int, end: int) -> slice:
    """``side`` pixels around ``length`` from ``start`` on, of a line of ``end``."""
    first = max(0, min(start + length // 2 - side // 2, end - side))
    return slice(first, min(first + side, end))


def shows_all(window: Window, box: NDArray[np.int32]) -> bool:
    """Whether a window shows all of a hole."""
    left, top, columns, rows = (int(value) for value in box[:4])
    down, across = window
    shows_rows: bool = down.start <= top <= down.stop - rows
    shows_columns: bool = across.start <= left <= across.stop - columns
    return shows_rows and shows_columns
