"""A hosted service in a few lines, at the transport: what it is asked is kept, what it answers can be swapped.

``use`` starts and installs a fresh service for a test; ``tests.editor.conftest`` puts the site's own back.
"""

from __future__ import annotations

import base64
import io
import json
import math
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import requests
from numpy.typing import NDArray
from PIL import Image

import bria
from briastudio import backends as site
from editor.service import backends, capabilities
from editor.service.backends import Backend
from harness.images import png
from tests.bria.fakes import BASE, TIMEOUTS, TOKEN, FakeTransport, Reply, reply

SIZE = (60, 80)  # rows, columns of the pictures that the tests upload
FACE = {"x": 10.0, "y": 10.0, "w": 20.0, "h": 20.0}


HOSTED = Backend("hosted", "Bria (test)", BASE)


@dataclass
class Service:
    """Answers the routes that the studio uses; ``overrides`` replace a route's answer, by the end of its path.

    It is gone after ``lives`` requests: ``loss`` is what those hear that come later. What it can do it tells where it
    ``knows_parts``: what is found at once, and then objects.
    """

    backend: Backend = HOSTED
    overrides: dict[str, Callable[[], Reply]] = field(default_factory=dict)
    faces: list[dict[str, float]] = field(default_factory=lambda: [FACE])
    uploads: int = 0
    knows_parts: bool = False
    lives: float = math.inf
    loss: type[Exception] = requests.ConnectTimeout

    def __post_init__(self) -> None:
        self.transport = FakeTransport(self.answer)
        self.client = bria.Bria(BASE, TOKEN, self.transport, timeouts=TIMEOUTS, sleep=lambda _: None)

    @property
    def asked(self) -> list[str]:
        """The paths of all requests so far, results left out."""
        return [
            str(request.path_url).partition("?")[0]
            for request in self.transport.requests
            if "/files/" not in str(request.url)
        ]

    def sent_to(self, end: str) -> list[Any]:
        """The JSON bodies sent to the routes that end so."""
        matching = (
            request for request in self.transport.requests if str(request.path_url).partition("?")[0].endswith(end)
        )
        return [json.loads(request.body or b"null") for request in matching]

    def answer(self, request: requests.PreparedRequest) -> Reply:
        """The answer to one request."""
        path, _, query = str(request.path_url).partition("?")
        is_told = path.endswith("/capabilities")
        if len(self.transport.requests) > self.lives and not is_told:
            return self.loss()
        for end, override in self.overrides.items():
            if path.endswith(end):
                return override()
        if is_told and self.knows_parts:
            return reply({"operations": ABILITIES})
        if path.endswith("/objects/parts") and self.knows_parts:
            return early_parts() if query == "objects=0" else object_parts()
        for end, route in ROUTES.items():
            if end in path:
                return route(self)
        return reply({"message": "no such route"}, 404)

    def upload(self) -> Reply:
        """Each upload is another visual."""
        self.uploads += 1
        return reply({"visual_id": f"{self.uploads:016x}"})

    def people(self) -> Reply:
        """One person at each face; the ids are those of the latest visual."""
        actions = {"age": ["mid-20", "mid-60"], "haircolor": ["red", "gray"]}
        return reply(
            [
                {"id": f"{self.uploads}{number}".ljust(64, "0"), "rect": face, "actions": actions}
                for number, face in enumerate(self.faces)
            ]
        )


ABILITIES = {"objects_parts": {"available": True}, "segment_object": {"available": True}}
LEFT, RIGHT = 7, 8  # the objects of the pictures: one in two parts, and calm ground


def early_parts() -> Reply:
    """What is found at once: 1 on the left, 2 on the right."""
    return reply({"parts_url": f"{BASE}/files/early.png", "is_complete": False, "objects": []})


def object_parts() -> Reply:
    """An object on the left, in an upper and a lower part, and ground on the right."""
    left = {"mask_id": LEFT, "score": 0.9, "parts": [300, 301]}
    right = {"mask_id": RIGHT, "score": None, "parts": [302]}
    return reply({"parts_url": f"{BASE}/files/parts.png", "is_complete": True, "objects": [left, right]})


def two_halves() -> NDArray[np.uint8]:
    """The map of what is found at once."""
    labels = np.ones(SIZE, np.uint8)
    labels[:, SIZE[1] // 2 :] = 2
    return labels


def parts_map() -> NDArray[np.uint16]:
    """The map of the objects' parts."""
    labels = np.full(SIZE, 300, np.uint16)
    labels[SIZE[0] // 2 :] = 301
    labels[:, SIZE[1] // 2 :] = 302
    return labels


ROUTES: dict[str, Callable[[Service], Reply]] = {
    "/v1/upload": Service.upload,
    "/v1/register": Service.upload,
    "/person/info": Service.people,
    "/objects/mask_generator": lambda _: reply({"objects_masks": f"{BASE}/files/masks.zip"}),
    "/objects/remove": lambda _: reply({"image_res": f"{BASE}/files/white.jpg", "sid": "sid-removed"}),
    "/create": lambda _: reply({"image_res": f"{BASE}/files/white.jpg", "sid": "sid-created"}),
    "/image/edit/erase": lambda _: reply({"request_id": "r1", "status_url": f"{BASE}/v2/status/r1"}, 202),
    "/image/segment/object": lambda _: reply({"result": {"mask_url": f"{BASE}/files/object.png", "score": 0.9}}),
    "/v2/status/": lambda _: reply({"status": "COMPLETED", "result": {"image_url": f"{BASE}/files/white.jpg"}}),
    "/files/masks.zip": lambda _: reply(masks_zip()),
    "/files/white.jpg": lambda _: reply(picture("JPEG", 255)),
    "/files/object.png": lambda _: reply(png(np.where(parts_map() == 300, 255, 0).astype(np.uint8))),
    "/files/early.png": lambda _: reply(png(two_halves())),
    "/files/parts.png": lambda _: reply(png(parts_map())),
}


@dataclass(frozen=True)
class Installed:
    """What the editor asks instead of the site; see ``editor.service.backends.Backends``."""

    service: Service

    def current(self) -> Backend:
        """The service's backend."""
        return self.service.backend

    def client(self, backend: Backend | None = None, *, inline: bool = False, asker: str = "") -> bria.Bria:
        """A client for it."""
        return self.service.client

    def forget(self, digests: Iterable[str]) -> None:
        """What the engine keeps goes with a picture, whoever answers."""
        site.forget(digests)


def use(**wishes: Any) -> Service:
    """A fresh service that the studio talks to from now on."""
    service = Service(**wishes)
    capabilities.forget()
    backends.install(Installed(service))
    return service


def picture(format: str = "PNG", grey: int = 0) -> bytes:
    """A picture of one grey."""
    target = io.BytesIO()
    Image.new("RGB", SIZE[::-1], (grey, grey, grey)).save(target, format)
    return target.getvalue()


def masks_zip() -> bytes:
    """Two regions: 1 on the left, 2 on the right."""
    labels = two_halves()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("v_panoptic.png", png(labels))
        for mask_id in (1, 2):
            archive.writestr(f"v_{mask_id}.png", png(np.where(labels == mask_id, 255, 0).astype(np.uint8)))
    return target.getvalue()


def decoded(text: str) -> Any:
    """A base64 image as an array."""
    return decoded_png(base64.b64decode(text))


def decoded_png(data: bytes) -> Any:
    """An image file as an array."""
    return np.asarray(Image.open(io.BytesIO(data)))
