"""Where people are in a picture, by MediaPipe's network for selfies.

Google, "Selfie Segmentation", model card of MediaPipe, 2021; the general variant, at 256 x 256.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.weights.networks import Network, open_tflite

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

SIDE = 256  # pixels of the network's input


class PeopleSegmentation:
    """Looks for people with the weights in ``folder``; see ``__call__``. Fit for people near the camera, not crowds."""

    def __init__(self, folder: Path) -> None:
        self.network = Network(folder, "selfie_segmentation", open_tflite)

    def __call__(self, image: Image) -> Floats:
        """How likely each pixel of ``image``, RGB (rows, columns, 3) uint8, shows a person: (rows, columns) 0..1.

        Raises:
            WeightsError: the weights are missing, damaged, or no such network.
        """
        small = cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        (found,) = self.network.run(np.asarray(small.transpose(2, 0, 1)[None], np.float32))
        size = image.shape[1], image.shape[0]
        return np.asarray(cv2.resize(found[0, 0], size, interpolation=cv2.INTER_LINEAR), np.float32).clip(0, 1)
