"""Convolutions out of ncnn's files, as ONNX graphs that OpenCV runs."""

from __future__ import annotations

import struct

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from engine.weights.errors import WeightsError
from engine.weights.ncnn_files import HALF_PRECISION, Convolution, to_onnx, varint

Floats = NDArray[np.float32]


def stored(*values: float) -> bytes:
    """Weights as ncnn stores them."""
    content = HALF_PRECISION + np.array(values, "<f2").tobytes()
    return content + b"\0" * (-len(content) % 4)


def biases(*values: float) -> bytes:
    return struct.pack(f"<{len(values)}f", *values)


def run(content: bytes, layers: tuple[Convolution, ...], picture: Floats) -> Floats:
    graph = np.frombuffer(to_onnx(content, layers, channels=picture.shape[0]), np.uint8)
    net = cv2.dnn.readNetFromONNX(graph)
    net.setInput(picture[None])
    return np.asarray(net.forward()[0], np.float32)


def test_a_convolution_weighs_and_adds() -> None:
    content = stored(2, -1) + biases(0.5)
    picture = np.array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]], np.float32)
    assert run(content, (Convolution(1, 1),), picture).tolist() == [[[-2.5, -1.5], [-0.5, 0.5]]]


def test_a_rectifier_leaks_below_zero() -> None:
    content = stored(1) + biases(0)
    picture = np.array([[[-10, 10]]], np.float32)
    assert np.allclose(run(content, (Convolution(1, 1, slope=0.1),), picture), [[[-1, 10]]])


def test_odd_weights_are_padded() -> None:
    """Nine weights of two bytes end between two places of four."""
    kernel = [0, 0, 0, 0, 1, 0, 0, 0, 0]
    content = stored(*kernel) + biases(0) + stored(3) + biases(1)
    picture = np.arange(9, dtype=np.float32).reshape(1, 3, 3)
    assert run(content, (Convolution(1, 3), Convolution(1, 1)), picture).tolist() == [[[13]]]


def test_a_transposed_convolution_enlarges_and_mixes_its_channels() -> None:
    """Two channels, each repeated by a kernel of 2 x 2, the second one weighing ten times as much; ncnn has outputs
    first."""
    content = stored(*[1] * 4, *[10] * 4) + biases(0)
    picture = np.array([[[1, 2]], [[3, 4]]], np.float32)
    found = run(content, (Convolution(1, 2, stride=2),), picture)
    assert found.tolist() == [[[31, 31, 42, 42], [31, 31, 42, 42]]]


def test_what_surrounds_the_result_is_cut() -> None:
    content = stored(*[1] * 16) + biases(0)
    found = run(content, (Convolution(1, 4, stride=2, pad=3),), np.ones((1, 3, 4), np.float32))
    assert found.shape == (1, 2, 4)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "half precision"),
        (b"\0\0\0\0" + stored(1)[4:] + biases(0), "half precision"),
        (stored(1) + biases(0)[:2], "end before"),
        (stored(1) + biases(0) + b"\0", "more weights"),
    ],
)
def test_other_files_are_refused(content: bytes, reason: str) -> None:
    with pytest.raises(WeightsError, match=reason):
        to_onnx(content, (Convolution(1, 1),), channels=1)


def test_whole_numbers_have_seven_bits_a_byte() -> None:
    assert [varint(value) for value in (0, 127, 128, 300)] == [b"\0", b"\x7f", b"\x80\x01", b"\xac\x02"]
