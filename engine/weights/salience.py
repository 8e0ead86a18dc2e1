"""What stands out in a picture, by U²-Net-P.

Qin, Zhang, Huang, Dehghan, Zaiane and Jagersand, "U²-Net: Going deeper with nested U-structure for salient object
detection", Pattern Recognition 106, 2020; the small variant. It was trained at 320 x 320 pixels and sees about as well
at 192 to 256, in a quarter to a half of the time and memory; what it sees differs a little from size to size.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.weights.networks import Network, Tensor, open_onnx

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

OUTPUT = "1959"  # the fused map, 0 to 1; the other outputs are those of its levels
# Per channel of pictures of 0 to 1, as the network was trained (ImageNet).
MEAN, STD = np.array((0.485, 0.456, 0.406), np.float32), np.array((0.229, 0.224, 0.225), np.float32)


class Salience:
    """Looks at pictures with the weights in ``folder``; see ``__call__``."""

    def __init__(self, folder: Path) -> None:
        self.network = Network(folder, "u2netp", open_onnx)

    def __call__(self, image: Image, side: int) -> Floats:
        """How likely each pixel of ``image``, RGB (rows, columns, 3) uint8, is what stands out: (rows, columns) 0..1.

        One look, whatever the size: the picture is brought to ``side`` x ``side`` pixels, a multiple of 32.

        Raises:
            WeightsError: the weights are missing, damaged, or no such network.
        """
        (found,) = self.network.run(picture_tensor(image, side), [OUTPUT])
        size = image.shape[1], image.shape[0]
        return np.asarray(cv2.resize(found[0, 0], size, interpolation=cv2.INTER_LINEAR), np.float32).clip(0, 1)


def picture_tensor(image: Image, side: int) -> Tensor:
    """``image`` as the network sees it, brightened to the full range: (1, 3, side, side)."""
    small = cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA).astype(np.float32)
    values = (small / max(float(small.max()), 1.0) - MEAN) / STD
    return np.ascontiguousarray(values.transpose(2, 0, 1)[None], np.float32)
