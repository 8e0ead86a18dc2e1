"""Backends as a site installs them: the embedded engine, which here knows parts and objects without any model."""

from __future__ import annotations

import base64
import functools
import json
import time
from collections.abc import Iterable
from typing import Any

import numpy as np
import requests
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from numpy.typing import NDArray
from requests.adapters import HTTPAdapter

import bria
from bria.environ import INLINE, INTERNAL
from bria.listeners import current as listener
from briastudio import backends as site
from editor.service.backends import Backend
from harness.images import pixels_of, png
from tests.bria.fakes import reply
from tests.browser.objects_site import drawing

HOLD = "hold"  # while a file of this name lies in the data folder, objects are not found yet
PAUSE = 0.05  # seconds between two looks for it
FILES = "files-of-the-drawing"
TOLD = {"objects_parts": {"available": True}, "segment_object": {"available": True}}


def current() -> Backend:
    """The embedded engine."""
    return site.embedded()


def client(backend: Backend | None = None, *, inline: bool = False, asker: str = "") -> bria.Bria:
    """A client for it."""
    return make_client(inline)


def forget(digests: Iterable[str]) -> None:
    """As the site does."""
    site.forget(digests)


@functools.cache
def make_client(inline: bool) -> bria.Bria:
    """One for pages, one for workers."""
    inner = bria.InProcessAdapter(WSGIHandler(), {INTERNAL: True, INLINE: inline})
    return bria.Bria(site.EMBEDDED_URL, site.EMBEDDED_TOKEN, KnowingObjects(inner), timeouts=bria.LOCAL)


class KnowingObjects(HTTPAdapter):
    """Answers what is asked of parts and objects, and hands on all else."""

    def __init__(self, inner: bria.InProcessAdapter) -> None:
        super().__init__()
        self.inner = inner

    def send(self, request: requests.PreparedRequest, *rest: Any, **options: Any) -> requests.Response:
        """The answer to one request."""
        path, _, query = str(request.path_url).partition("?")
        answer = self.answer(path, query, request)
        if answer is not None:
            return self.build_response(request, answer)
        response: requests.Response = self.inner.send(request, *rest, **options)
        if path.endswith("/v2/capabilities"):
            told = response.json()
            return self.build_response(request, reply({**told, "operations": {**told["operations"], **TOLD}}))
        return response

    def answer(self, path: str, query: str, request: requests.PreparedRequest) -> Any:
        """What is known here; None for anything else."""
        if path.endswith("/objects/parts"):
            return describe(is_complete=query != "objects=0")
        if path.endswith("/objects/remove"):
            return reply({"message": "no such picture"}, 404)  # its own regions are others
        if path.endswith("/segment/object"):
            return look_into(json.loads(request.body or b"{}"))
        if f"/{FILES}/" in path:
            return reply(self.draw(path.rpartition("/")[2]))
        return None

    @functools.cache  # noqa: B019  as long as the process lives
    def draw(self, name: str) -> bytes:
        """A file by its name: a map, or the mask of an object."""
        if name == "early":
            return png(drawing.draw_labels())
        parts = drawing.draw_parts()
        if name == "parts":
            return png(parts)
        [thing] = [thing for thing in drawing.OBJECTS if str(thing["mask_id"]) == name]
        return png(np.where(np.isin(parts, thing["parts"]), 255, 0).astype(np.uint8))


def describe(*, is_complete: bool) -> Any:
    """The parts, found at once, or as soon as nobody holds it up."""
    while is_complete and (settings.DATA / HOLD).exists():
        listener().progress(None)
        time.sleep(PAUSE)
    name = "parts" if is_complete else "early"
    objects = drawing.OBJECTS if is_complete else []
    return reply({"parts_url": address_of(name), "is_complete": is_complete, "objects": objects})


def look_into(order: dict[str, Any]) -> Any:
    """The object in a box or a mask."""
    found = drawing.find_object(read_area(order))
    if found is None:
        return reply({"message": "Nothing stands out there."}, 422)
    number = next(
        thing["mask_id"] for thing in drawing.OBJECTS if np.isin(drawing.draw_parts()[found][0], thing["parts"])
    )
    return reply({"request_id": "1", "result": {"mask_url": address_of(str(number)), "score": 0.9}})


def read_area(order: dict[str, Any]) -> NDArray[np.bool_]:
    """What was drawn."""
    if "mask" in order:
        return np.asarray(pixels_of(base64.b64decode(order["mask"])) > 0)
    area = np.zeros(drawing.SIZE, bool)
    x, y, width, height = order["box"]
    area[y : y + height, x : x + width] = True
    return area


def address_of(name: str) -> str:
    """Where a file of ours is."""
    return f"{site.EMBEDDED_URL}/{FILES}/{name}"
