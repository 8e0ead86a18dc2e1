"""Pictures as a model sees them, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.weights.models import Model, Port, Tensor
from engine.weights.specs import ModelSpec

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]
Values = NDArray[np.uint8] | NDArray[np.float32]
Level = TypeVar("Level", np.uint8, np.float32)


@dataclass(frozen=True)
class Letterbox:
    """Where a picture of ``shape`` lies in a model's input: it covers the first ``inner`` rows and columns."""

    shape: tuple[int, int]
    inner: tuple[int, int]
    size: tuple[int, int]

    def fit(self, values: NDArray[Level]) -> NDArray[Level]:
        """``values`` at the model's size; what lies outside of the picture repeats its border."""
        rows, columns = self.inner
        method = cv2.INTER_AREA if rows < self.shape[0] else cv2.INTER_LINEAR
        small = cv2.resize(values, (columns, rows), interpolation=method)
        below, right = self.size[0] - rows, self.size[1] - columns
        return np.asarray(cv2.copyMakeBorder(small, 0, below, 0, right, cv2.BORDER_REPLICATE), values.dtype)

    def restore(self, values: Floats) -> Floats:
        """``values`` of the model's output, of any resolution, at the picture's size."""
        rows, columns = self.covered(values.shape)
        return np.asarray(
            cv2.resize(values[:rows, :columns], self.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32
        )

    def covered(self, output: tuple[int, ...]) -> tuple[int, int]:
        """The rows and columns of an ``output`` (rows, columns, …) that show the picture."""
        rows, columns = (
            max(1, round(inner * there / side))
            for inner, there, side in zip(self.inner, output[:2], self.size, strict=True)
        )
        return rows, columns

    def to_picture(self, places: Floats) -> Floats:
        """``places`` (…, 2), row and column in the model's input, in the picture."""
        return (places * np.divide(self.shape, self.inner)).astype(np.float32)

    def to_model(self, places: NDArray[np.generic]) -> Floats:
        """``places`` (…, 2), row and column in the picture, in the model's input."""
        return (places * np.divide(self.inner, self.shape)).astype(np.float32)


def letterbox(shape: tuple[int, ...], model: Model) -> Letterbox:
    """How a picture of ``shape`` is brought to the size of ``model``."""
    rows, columns = shape[:2]
    if model.spec.fit == "stretch":
        return Letterbox((rows, columns), model.size, model.size)
    scale = min(model.size[0] / rows, model.size[1] / columns)
    inner = max(1, round(rows * scale)), max(1, round(columns * scale))
    return Letterbox((rows, columns), inner, model.size)


def picture_tensor(picture: Values, spec: ModelSpec, port: Port) -> Tensor:
    """A picture (rows, columns, 3) of 0..255 in the colours, values and layout of the model; of one that takes bytes,
    as it is."""
    values = picture.astype(np.float32)
    if spec.colours == "BGR":
        values = values[..., ::-1]
    if port.dtype is not np.uint8:
        mean, std = np.array(spec.mean, np.float32), np.array(spec.std, np.float32)
        values = np.asarray((values / np.float32(spec.scale) - mean) / std, np.float32)
    return to_batch(values, spec)


def to_batch(values: Floats, spec: ModelSpec) -> Tensor:
    """``values`` (rows, columns, channels) as a batch of one, in the layout of the model."""
    return values[None] if spec.layout == "NHWC" else values.transpose(2, 0, 1)[None]


def to_unit_range(values: Tensor, spec: ModelSpec) -> Floats:
    """Outputs as numbers from 0 to 1."""
    values = values.astype(np.float32)
    if spec.values == "logits":
        # Beyond 30 a float32 says 0 or 1 anyway, and the exponential would overflow.
        return np.asarray(1 / (1 + np.exp(-values.clip(-30, 30))), np.float32)
    offset, span = {"unit": (0, 1), "signed": (1, 2), "levels": (0, 255)}[spec.values]
    return ((values + offset) / span).clip(0, 1)


def to_plane(values: Tensor, spec: ModelSpec) -> Floats:
    """An output of one channel, whatever dimensions of one surround it, as (rows, columns) of 0 to 1."""
    flat = np.squeeze(values)
    if flat.ndim != 2:
        raise spec.wrong(f"its output is {values.shape}, where one channel is expected.")
    return to_unit_range(flat, spec)
