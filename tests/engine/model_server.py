"""A catalogue on loopback: tiny models, served as a release page serves them, a part at a time where asked for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from typing import Any

import numpy as np
import onnx

from bria.connections import Policy
from engine.weights.catalogue import CatalogueModel
from engine.weights.specs import Task
from tests.bria.fakes import Page, web_server
from tests.engine.onnx_graphs import SEGMENT_AT_POINTS, SIDE

LOOPBACK = Policy(allows=lambda address: address == "127.0.0.1", ports=frozenset(range(65536)), seconds=10)

# The hole in the mean colour of what is known. The mask is 1 where the hole is; INVERTED has it the other way round.
INPAINT_MEAN = """
(float[1,3,32,32] image, float[1,1,32,32] mask) => (float[1,3,32,32] filled) {
    one = Constant <value_float: float = 1.0> ()
    places = Constant <value_ints: ints = [2, 3]> ()
    known = Sub (one, mask)
    kept = Mul (image, known)
    total = ReduceSum (kept, places)
    count = ReduceSum (known, places)
    mean = Div (total, count)
    paint = Mul (mask, mean)
    filled = Add (kept, paint)
}"""
INVERTED = INPAINT_MEAN.replace("known = Sub (one, mask)", "known = Identity (mask)").replace(
    "paint = Mul (mask, mean)", "rest = Sub (one, mask)\n    paint = Mul (rest, mean)"
)
# An upright stripe in the middle of every picture, where the person of the trial is.
STRIPE = ", ".join("1" if 8 <= column < 20 else "0" for _ in range(SIDE) for column in range(SIDE))
MATTE_STRIPE = (
    f"(float[1,3,32,32] image) => (float[1,1,32,32] alpha) <float[1,1,32,32] stripe = {{{STRIPE}}}> "
    "{ alpha = Identity (stripe) }"
)
SEGMENT_ROUND = SEGMENT_AT_POINTS
SEGMENT_OUTSIDE = SEGMENT_AT_POINTS.replace("Sub (reach, squared)", "Sub (squared, reach)")


def serialize(graph: str) -> bytes:
    """The ONNX file of ``graph``."""
    model: onnx.ModelProto = onnx.parser.parse_model(f'<ir_version: 10, opset_import: ["": 18]> model {graph}')
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


@dataclass
class Release:
    """Files that can be downloaded, and with which Range each was asked for; ``cut`` breaks answers off there once."""

    files: dict[str, bytes]
    root: str = ""
    asked: list[str] = field(default_factory=list)
    cut: int | None = None
    has_ranges: bool = True

    def model(self, name: str, task: Task = "inpaint", **more: Any) -> CatalogueModel:
        """The file ``name`` as an entry of a catalogue."""
        content = self.files.get(f"/{name}", b"")
        entry = CatalogueModel(
            name=name,
            task=task,
            does="does something",
            credit="Nobody",
            url=f"{self.root}/{name}",
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            licence="CC0-1.0",
            data="Trained on nothing.",
        )
        return replace(entry, **more)

    def answer(self, path: str) -> Page:
        """The page at ``path``."""

        def respond(request: BaseHTTPRequestHandler) -> None:
            wanted = str(request.headers.get("Range", ""))
            self.asked.append(wanted)
            begins = re.fullmatch(r"bytes=(\d+)-", wanted)
            start = int(begins[1]) if begins and self.has_ranges else 0
            content = self.files[path][start:]
            request.send_response(206 if start else 200)
            request.send_header("Content-Length", str(len(content)))
            request.end_headers()
            request.wfile.write(content[: self.cut])
            self.cut = None

        return respond


@contextmanager
def releasing(pages: dict[str, Page] | None = None, **graphs: str | bytes) -> Iterator[Release]:
    """A release of these ``graphs``, as text or as files, beside other ``pages``."""
    contents = {name: graph if isinstance(graph, bytes) else serialize(graph) for name, graph in graphs.items()}
    release = Release({f"/{name}": content for name, content in contents.items()})
    with web_server({**{path: release.answer(path) for path in release.files}, **(pages or {})}) as (port, _):
        release.root = f"http://127.0.0.1:{port}"
        yield release


def noise(count: int) -> bytes:
    """``count`` bytes that are no model."""
    return np.random.default_rng(0).bytes(count)
