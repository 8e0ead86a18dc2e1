"""The networks that come with the installation, run by OpenCV.

One network serves all threads of a process, one at a time: it keeps state between input and output, and its memory,
some hundred megabytes for the largest, is taken once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.weights import bundled
from engine.weights.errors import WeightsError

Tensor = NDArray[np.float32]
Opener = Callable[[NDArray[np.uint8]], Any]


class Network:
    """The network in the file of the weights called ``name`` in ``folder``, opened at its first run.

    ``opener`` makes OpenCV's network of the file's bytes.
    """

    def __init__(self, folder: Path, name: str, opener: Opener) -> None:
        self.folder, self.name, self.opener = folder, name, opener
        self._lock = threading.Lock()
        self._net: Any = None

    def run(self, tensor: Tensor, outputs: Sequence[str] = ()) -> list[Tensor]:
        """The ``outputs`` of that name, or all of them in the graph's order, for one input.

        Raises:
            WeightsError: the file is missing, damaged, or no network that OpenCV can run.
        """
        with self._lock:
            try:
                net = self._opened()
                net.setInput(np.ascontiguousarray(tensor, np.float32))
                found = net.forward(tuple(outputs) or net.getUnconnectedOutLayersNames())
            except cv2.error as error:
                raise WeightsError(f"{self.name} in {self.folder} cannot be run: {error.err}") from error
        return [np.array(values, np.float32) for values in found]

    def _opened(self) -> Any:
        if self._net is None:
            content = np.frombuffer(bundled.read(self.folder, self.name), np.uint8)
            self._net = self.opener(content)
        return self._net


def open_onnx(content: NDArray[np.uint8]) -> Any:
    """A network from the bytes of an ONNX file."""
    return cv2.dnn.readNetFromONNX(content)


def open_tflite(content: NDArray[np.uint8]) -> Any:
    """A network from the bytes of a TensorFlow Lite file."""
    return cv2.dnn.readNetFromTFLite(content)
