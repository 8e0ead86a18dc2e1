"""Pictures at twice their size by the networks of waifu2x for photos.

nagadomi, "waifu2x" (https://github.com/nagadomi/waifu2x): seven convolutions, the last of which doubles the sides (its
architecture "upconv_7", after Dong, Loy and Tang, "Accelerating the super-resolution convolutional neural network",
ECCV 2016). One network for clean photos, one for those that JPEG has marked.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.weights import bundled
from engine.weights.ncnn_files import Convolution, to_onnx
from engine.weights.networks import Network, open_onnx

Floats = NDArray[np.float32]

CLEAN, JPEG = "waifu2x", "waifu2x_jpeg"
SLOPE = 0.1
LAYERS = (
    *(Convolution(channels, 3, SLOPE) for channels in (16, 32, 64, 128, 128, 256)),
    Convolution(3, 4, stride=2, pad=3),
)
MARGIN = 7  # pixels around a tile that the layers use up
# Side (pixels) of the tiles. OpenCV is fastest near this: 8 s a megapixel on a core, 13 s with tiles of 256.
TILE = 128
MOST_PIXELS = 2048 * 2048  # of a picture to be doubled: half a minute on a core
COST = 11.0  # its time for a pixel, over that of the engine's own method


class Doubler:
    """Doubles pictures with the weights called ``name`` in ``folder``; see ``__call__``."""

    def __init__(self, folder: Path, name: str) -> None:
        self.network = Network(folder, name, open_ncnn)

    def __call__(self, tile: Floats) -> Floats:
        """The inner part of ``tile`` at twice its size.

        ``tile`` is RGB (rows + 2 * MARGIN, columns + 2 * MARGIN, 3) float32 of 0..255; the result (2 * rows,
        2 * columns, 3), which may leave that range a little.

        Raises:
            WeightsError: the weights are missing, damaged, or no such network.
        """
        (found,) = self.network.run((tile / np.float32(255)).transpose(2, 0, 1)[None])
        return np.ascontiguousarray(found[0].transpose(1, 2, 0) * np.float32(255))


def open_ncnn(content: NDArray[np.uint8]) -> Any:
    """OpenCV's network from the bytes of ncnn's file.

    Raises:
        WeightsError: they are not those of LAYERS.
    """
    return open_onnx(np.frombuffer(to_onnx(content.tobytes(), LAYERS), np.uint8))


def are_installed(folder: Path) -> bool:
    """Whether the files of both networks are in ``folder``."""
    return bundled.has(folder, CLEAN, JPEG)


@functools.lru_cache(maxsize=2)
def open_doubler(folder: Path, name: str) -> Doubler:
    """The network in ``folder``, one for the whole process."""
    return Doubler(folder, name)
