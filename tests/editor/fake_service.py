"""A hosted service in a few lines, at the transport: what it is asked is kept, what it answers can be swapped.

Settings name this module as STUDIO_BACKENDS; ``use`` starts a fresh service for a test.
"""

from __future__ import annotations

import base64
import io
import json
import math
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import requests
from PIL import Image
from pytest_django import Settings

import bria
from harness.images import png
from tests.bria.fakes import BASE, TIMEOUTS, TOKEN, FakeTransport, Reply, reply

SIZE = (60, 80)  # rows, columns of the pictures that the tests upload
FACE = {"x": 10.0, "y": 10.0, "w": 20.0, "h": 20.0}


@dataclass(frozen=True)
class Backend:
    """A hosted service, as ``editor.service.backends`` wants to see one."""

    key: str = "hosted"
    label: str = "Bria (test)"
    embedded: bool = False
    lossless: bool = False
    public_url: str = ""


@dataclass
class Service:
    """Answers the routes that the studio uses; ``overrides`` replace a route's answer, by the end of its path.

    It is gone after ``lives`` requests: ``loss`` is what those hear that come later.
    """

    backend: Backend = field(default_factory=Backend)
    overrides: dict[str, Callable[[], Reply]] = field(default_factory=dict)
    faces: list[dict[str, float]] = field(default_factory=lambda: [FACE])
    uploads: int = 0
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
        if len(self.transport.requests) > self.lives:
            return self.loss()
        path = str(request.path_url).partition("?")[0]
        for end, override in self.overrides.items():
            if path.endswith(end):
                return override()
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


ROUTES: dict[str, Callable[[Service], Reply]] = {
    "/v1/upload": Service.upload,
    "/v1/register": Service.upload,
    "/person/info": Service.people,
    "/objects/mask_generator": lambda _: reply({"objects_masks": f"{BASE}/files/masks.zip"}),
    "/objects/remove": lambda _: reply({"image_res": f"{BASE}/files/white.jpg", "sid": "sid-removed"}),
    "/create": lambda _: reply({"image_res": f"{BASE}/files/white.jpg", "sid": "sid-created"}),
    "/image/edit/erase": lambda _: reply({"request_id": "r1", "status_url": f"{BASE}/v2/status/r1"}, 202),
    "/v2/status/": lambda _: reply({"status": "COMPLETED", "result": {"image_url": f"{BASE}/files/white.jpg"}}),
    "/files/masks.zip": lambda _: reply(masks_zip()),
    "/files/white.jpg": lambda _: reply(picture("JPEG", 255)),
}

_service = Service()


def use(settings: Settings, **wishes: Any) -> Service:
    """A fresh service that the studio talks to from now on."""
    global _service
    _service = Service(**wishes)
    settings.STUDIO_BACKENDS = __name__
    settings.BRIA_API_TOKEN = TOKEN
    return _service


def current() -> Backend:
    """The service's backend."""
    return _service.backend


def client(backend: Backend | None = None, *, inline: bool = False) -> bria.Bria:
    """A client for it."""
    return _service.client


def picture(format: str = "PNG", grey: int = 0) -> bytes:
    """A picture of one grey."""
    target = io.BytesIO()
    Image.new("RGB", SIZE[::-1], (grey, grey, grey)).save(target, format)
    return target.getvalue()


def masks_zip() -> bytes:
    """Two regions: 1 on the left, 2 on the right."""
    labels = np.ones(SIZE, np.uint8)
    labels[:, SIZE[1] // 2 :] = 2
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
