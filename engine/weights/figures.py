"""People told from what surrounds them by MediaPipe's selfie network, which comes with the installation."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.weights.networks import Network, open_tflite

# Pixels: the side of what the network looks at, and of what it gives.
SIDE = 256


class Figures:
    """The network in ``folder``, opened at its first look."""

    def __init__(self, folder: Path) -> None:
        self.network = Network(folder, "selfie_segmentation", open_tflite)

    def __call__(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """How much each pixel of ``image`` (rows, columns, 3) uint8 belongs to a person, (rows, columns) 0 to 1.

        Raises:
            WeightsError: the file is missing, damaged, or no network that OpenCV can run.
        """
        seen = cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        (found,) = self.network.run(np.asarray(seen / np.float32(255), np.float32).transpose(2, 0, 1)[None])
        large = cv2.resize(found[0, 0], image.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        return np.asarray(large.clip(0, 1), np.float32)
