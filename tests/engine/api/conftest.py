"""A small picture, its forms on the wire, a client with a token, and somebody who waits for webhooks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from harness.images import Pixels, base64_of, pixels_of, png
from tests.bria.fakes import page, web_server

INTERNAL = {"studio.internal": True}
INLINE = {"studio.inline": True}


class Api:
    """The engine, asked with one token."""

    def __init__(self, token: str = "alice") -> None:
        self.client = Client(headers={"api_token": token}, SERVER_NAME="localhost")

    def get(self, path: str, **environ: Any) -> Any:
        return self.client.get(path, **environ)

    def post(self, path: str, fields: Any = None, **environ: Any) -> Any:
        return self.client.post(path, fields or {}, content_type="application/json", **environ)

    def upload(self, content: bytes, **environ: Any) -> Any:
        return self.client.post("/v1/upload", {"file": SimpleUploadedFile("photo", content)}, **environ)

    def register(self, content: bytes) -> str:
        return str(self.upload(content).json()["visual_id"])

    def fetch(self, address: str) -> bytes:
        response = self.client.get(address, headers={"api_token": ""})
        assert response.status_code == 200, response.content
        return response.getvalue()


class Receiver:
    """Somebody who waits for webhooks at ``url`` and answers with ``status``."""

    def __init__(self) -> None:
        self.url, self.status = "", 200
        self.received: list[tuple[bytes, dict[str, str]]] = []

    def take(self, request: BaseHTTPRequestHandler) -> None:
        self.received.append((vars(request)["body"], dict(request.headers.items())))
        page(b"", self.status)(request)


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    """A receiver in the own network, which the operator allowed."""
    found = Receiver()
    with web_server({"/hook": found.take}) as (port, _):
        settings.WEBHOOK_HOSTS = [f"127.0.0.1:{port}"]
        found.url = f"http://127.0.0.1:{port}/hook"
        yield found


@pytest.fixture(autouse=True)
def worker(settings: Settings) -> None:
    """A worker that does everything at once, in the thread that asks for it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def queue(worker: None, settings: Settings) -> None:
    """No worker: what is asked for waits in the queue."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def api(db: None) -> Api:
    return Api()


@pytest.fixture
def bob(db: None) -> Api:
    return Api("bob")


@pytest.fixture(scope="session")
def box_mask(scene: Pixels) -> Pixels:
    mask = np.zeros(scene.shape[:2], np.uint8)
    mask[18:46, 28:62] = 255
    return mask


@pytest.fixture(scope="session")
def ball(still: Pixels) -> Pixels:
    """Where the ball is."""
    return np.asarray(still[..., 0].astype(int) - still[..., 1] > 100)


@pytest.fixture
def still_fields(still: Pixels) -> dict[str, Any]:
    return {"image": base64_of(png(still)), "sync": True}


def result_of(api: Api, path: str, fields: dict[str, Any]) -> Pixels:
    """What an edit of v2 makes of an image."""
    return pixels_of(api.fetch(api.post(path, {**fields, "sync": True}).json()["result"]["image_url"]))


def members(archive: bytes) -> dict[str, Pixels]:
    with zipfile.ZipFile(io.BytesIO(archive)) as folder:
        return {name: pixels_of(folder.read(name)) for name in folder.namelist()}
