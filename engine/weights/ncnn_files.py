"""Chains of convolutions in the files of ncnn, written as ONNX graphs, which OpenCV runs.

ncnn keeps a network in two files: one lists its layers, the other holds their numbers and nothing else. The layers of
the networks that come with the installation are declared here (``Convolution``), so that the second file is enough.

Its form is that of ncnn's ``ModelBinFromDataReader`` (src/modelbin.cpp): per layer a tag that says how the weights are
stored, the weights, padded to four bytes, and the biases as float32; all little-endian. ONNX is a protocol buffer
(onnx/onnx.proto, version 7 of its format), of which a chain needs so few messages that they are written by hand.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.weights.errors import WeightsError

Weights = NDArray[np.float32]

HALF_PRECISION = b"\x47\x6b\x30\x01"  # the tag of weights as float16
ALIGNMENT = 4  # bytes
IR_VERSION, OPSET = 7, 13
FLOAT = 1  # TensorProto.DataType
FLOAT_ATTRIBUTE, INTS_ATTRIBUTE = 1, 7  # AttributeProto.AttributeType
VARINT, LENGTH, FIXED32 = 0, 2, 5  # wire types of protocol buffers


@dataclass(frozen=True)
class Convolution:
    """One layer: ``channels`` of its output and the side of its ``kernel``, in pixels.

    ``slope`` is that of a leaky rectifier behind it, below 0; None: there is none. ``stride`` above 1 makes it a
    transposed convolution, which enlarges so many times; ``pad`` pixels are then cut from each side.
    """

    channels: int
    kernel: int
    slope: float | None = None
    stride: int = 1
    pad: int = 0


def to_onnx(content: bytes, layers: Sequence[Convolution], channels: int = 3) -> bytes:
    """The ONNX file of a chain of ``layers``, whose numbers are ``content``, on pictures of so many ``channels``.

    Input "x" and output "y" are (1, channels, rows, columns) float32, of any size.

    Raises:
        WeightsError: ``content`` is not what these layers have.
    """
    nodes, tensors, last = b"", b"", "x"
    for number, (layer, weights, biases) in enumerate(read_layers(content, layers, channels)):
        tensors += tensor(f"w{number}", weights) + tensor(f"b{number}", biases)
        nodes += node(operator(layer), (last, f"w{number}", f"b{number}"), f"c{number}", describe(layer))
        last = f"c{number}"
        if layer.slope is not None:
            nodes += node("LeakyRelu", (last,), f"r{number}", float_attribute("alpha", layer.slope))
            last = f"r{number}"
    nodes += node("Identity", (last,), "y", b"")
    ports = message(11, port("x", channels)) + message(12, port("y", layers[-1].channels))
    graph = nodes + text(2, "chain") + tensors + ports
    return number_field(1, IR_VERSION) + message(7, graph) + message(8, text(1, "") + number_field(2, OPSET))


def read_layers(
    content: bytes, layers: Sequence[Convolution], channels: int
) -> Iterator[tuple[Convolution, Weights, Weights]]:
    """Each layer with its weights, in ONNX's order of axes, and its biases.

    Raises:
        WeightsError: ``content`` is not what these layers have.
    """
    place = 0
    for layer in layers:
        if content[place : place + len(HALF_PRECISION)] != HALF_PRECISION:
            raise WeightsError("The weights are not in ncnn's half precision.")
        place += len(HALF_PRECISION)
        shape = layer.channels, channels, layer.kernel, layer.kernel
        count = int(np.prod(shape))
        after = place + -(-2 * count // ALIGNMENT) * ALIGNMENT
        if len(content) < after + 4 * layer.channels:
            raise WeightsError("The weights end before the last layer has its own.")
        weights = np.frombuffer(content, "<f2", count, place).astype(np.float32).reshape(shape)
        # A transposed convolution has its input first in ONNX, its output first in ncnn.
        yield layer, weights.swapaxes(0, 1) if layer.stride > 1 else weights, read_biases(content, after, layer)
        place, channels = after + 4 * layer.channels, layer.channels
    if place != len(content):
        raise WeightsError("There are more weights than the layers have.")


def read_biases(content: bytes, place: int, layer: Convolution) -> Weights:
    """The biases of ``layer``, which begin at ``place``."""
    return np.frombuffer(content, "<f4", layer.channels, place).astype(np.float32)


def operator(layer: Convolution) -> str:
    """What ONNX calls ``layer``."""
    return "ConvTranspose" if layer.stride > 1 else "Conv"


def describe(layer: Convolution) -> bytes:
    """The attributes of a convolution."""
    sides = {"kernel_shape": 2 * (layer.kernel,), "strides": 2 * (layer.stride,), "pads": 4 * (layer.pad,)}
    return b"".join(ints_attribute(name, values) for name, values in sides.items())


def node(kind: str, inputs: Sequence[str], output: str, attributes: bytes) -> bytes:
    """A NodeProto, as a field of its graph."""
    return message(1, b"".join(text(1, name) for name in inputs) + text(2, output) + text(4, kind) + attributes)


def tensor(name: str, values: Weights) -> bytes:
    """A TensorProto, as an initializer of its graph."""
    sides = b"".join(number_field(1, side) for side in values.shape)
    return message(5, sides + number_field(2, FLOAT) + text(8, name) + message(9, values.astype("<f4").tobytes()))


def port(name: str, channels: int) -> bytes:
    """A ValueInfoProto: one picture of any rows and columns."""
    sides = (number_field(1, 1), number_field(1, channels), text(2, "rows"), text(2, "columns"))
    shape = message(2, b"".join(message(1, side) for side in sides))
    return text(1, name) + message(2, message(1, number_field(1, FLOAT) + shape))


def ints_attribute(name: str, values: Sequence[int]) -> bytes:
    """An AttributeProto of whole numbers, as a field of its node."""
    numbers = b"".join(number_field(8, value) for value in values)
    return message(5, text(1, name) + numbers + number_field(20, INTS_ATTRIBUTE))


def float_attribute(name: str, value: float) -> bytes:
    """An AttributeProto of a number, as a field of its node."""
    number = varint(2 << 3 | FIXED32) + struct.pack("<f", value)
    return message(5, text(1, name) + number + number_field(20, FLOAT_ATTRIBUTE))


def number_field(field: int, value: int) -> bytes:
    """A whole number, not negative, as ``field`` of a message."""
    return varint(field << 3 | VARINT) + varint(value)


def text(field: int, value: str) -> bytes:
    """A text as ``field`` of a message."""
    return message(field, value.encode())


def message(field: int, content: bytes) -> bytes:
    """A message, or bytes, as ``field`` of another message."""
    return varint(field << 3 | LENGTH) + varint(len(content)) + content


def varint(value: int) -> bytes:
    """A whole number in protocol buffers' form: seven bits a byte, the lowest first."""
    digits = bytearray()
    while value > 0x7F:
        digits.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*digits, value])
