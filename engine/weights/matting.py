"""Foreground alpha from a model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.weights.models import Model
from engine.weights.tensors import Image, letterbox, picture_tensor, to_plane


@dataclass(frozen=True)
class Matter:
    """Makes an alpha map with ``model``; see ``__call__``."""

    model: Model

    def __call__(self, image: Image) -> NDArray[np.uint8]:
        """How much of each pixel of ``image``, RGB (rows, columns, 3) uint8, is foreground: (rows, columns) uint8.

        Raises:
            WeightsError: the model does not do what its description says.
        """
        frame = letterbox(image.shape, self.model)
        (found, *_) = self.model.run(picture_tensor(frame.fit(image), self.model.spec, self.model.inputs[0]))
        alpha = frame.restore(to_plane(found, self.model.spec))
        return np.rint(alpha * 255).astype(np.uint8)
