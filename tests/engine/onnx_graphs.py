"""Folders of tiny models, written in ONNX's textual form, and described as a person would."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper

SIDE = 32  # pixels of the models' inputs

# The picture, with 0.25 where the mask is.
INPAINT = """
(float[1,3,32,32] image, float[1,1,32,32] mask) => (float[1,3,32,32] filled) {
    one = Constant <value_float: float = 1.0> ()
    grey = Constant <value_float: float = 0.25> ()
    known = Sub (one, mask)
    kept = Mul (image, known)
    paint = Mul (mask, grey)
    filled = Add (kept, paint)
}"""
# The same with picture and mask in one.
INPAINT_IN_ONE = """
(float[1,4,32,32] input) => (float[1,3,32,32] filled) {
    parts = Constant <value_ints: ints = [3, 1]> ()
    image, mask = Split <axis: int = 1> (input, parts)
    grey = Constant <value_float: float = 0.25> ()
    paint = Mul (mask, grey)
    filled = Add (image, paint)
}"""
# Bytes in, bytes out, channels last, any size; the mask is 255 where the picture is known.
INPAINT_BYTES = """
(uint8[1,h,w,3] image, uint8[1,h,w,1] mask) => (uint8[1,h,w,3] filled) {
    filled = Min (image, mask)
}"""
# How red a pixel is.
MATTE = """
(float[1,3,32,32] image) => (float[1,1,32,32] alpha) {
    parts = Constant <value_ints: ints = [1, 2]> ()
    alpha, rest = Split <axis: int = 1> (image, parts)
}"""
# What is red, what is green, what is blue.
SEGMENT = """
(float[1,3,32,32] image) => (float[1,3,32,32] masks) {
    masks = Identity (image)
}"""
# A disc of 6 pixels around each point, as logits; how sure it is, is the point's label.
SEGMENT_AT_POINTS = """
(float[1,3,32,32] image, float[1,q,n,2] points, float[1,q,n] labels) => (float[1,q,1,32,32] masks, float[1,q,1] scores)
<float[1,1,1,32,1] rows = {LINE}, float[1,1,1,1,32] columns = {LINE}> {
    last = Constant <value_ints: ints = [3]> ()
    x, y = Split <axis: int = 3, num_outputs: int = 2> (points)
    left = Unsqueeze (x, last)
    top = Unsqueeze (y, last)
    across = Sub (columns, left)
    down = Sub (rows, top)
    across_squared = Mul (across, across)
    down_squared = Mul (down, down)
    squared = Add (across_squared, down_squared)
    reach = Constant <value_float: float = 36.0> ()
    masks = Sub (reach, squared)
    scores = Identity (labels)
}""".replace("LINE", ", ".join(str(number) for number in range(SIDE)))
# One face, whatever the picture.
FACES = """
(float[1,3,32,32] image) => (float[1,15] rows)
<float[1,15] rows_found = {8, 4, 12, 16, 10, 8, 18, 8, 14, 12, 11, 16, 17, 16, 0.9}> {
    rows = Identity (rows_found)
}"""


def describe(folder: Path, task: str, graph: str | onnx.ModelProto, **more: object) -> Path:
    """Add the model ``graph`` for ``task`` to ``folder``, with ``more`` said of it; None leaves a line out."""
    if isinstance(graph, str):
        graph = onnx.parser.parse_model(f'<ir_version: 10, opset_import: ["": 18]> {task} {graph}')
    onnx.checker.check_model(graph)
    path = folder / f"{task}.onnx"
    path.write_bytes(graph.SerializeToString())
    said = {"path": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "licence": "CC0-1.0", **more}
    lines = [f"{key} = {json.dumps(value)}" for key, value in said.items() if value is not None]
    with (folder / "models.toml").open("a") as file:
        file.write("\n".join([f"[{task}]", *lines, ""]))
    return folder


def yunet() -> onnx.ModelProto:
    """A face detector with YuNet's twelve outputs, full of noise; they do not depend on the picture."""
    draw = np.random.default_rng(0)
    nodes = [helper.make_node("ReduceMean", ["input"], ["mean"], keepdims=0)]
    nodes.append(helper.make_node("Mul", ["mean", "zero"], ["nothing"]))
    values: dict[str, NDArray[np.float32]] = {"zero": np.zeros((), np.float32)}
    for kind, width in (("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)):
        for stride in (8, 16, 32):
            shape, name = (1, (SIDE // stride) ** 2, width), f"{kind}_{stride}"
            noise = draw.random(shape) if width == 1 else draw.normal(0, 0.6, shape)
            values[f"{name}_noise"] = noise.astype(np.float32)
            nodes.append(helper.make_node("Add", [f"{name}_noise", "nothing"], [name]))
    picture = helper.make_tensor_value_info("input", onnx.TensorProto.FLOAT, [1, 3, SIDE, SIDE])
    outputs = [helper.make_tensor_value_info(node.output[0], onnx.TensorProto.FLOAT, [None] * 3) for node in nodes[2:]]
    constants = [onnx.numpy_helper.from_array(value, name) for name, value in values.items()]
    graph = helper.make_graph(nodes, "yunet", [picture], outputs, constants)
    return helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 13)])
