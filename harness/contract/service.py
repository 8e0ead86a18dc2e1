"""A service that speaks Bria's API, asked as a stranger would: requests, JSON, and a token."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import requests
from PIL import Image
from skimage import data

from harness.images import Pixels

PATIENCE = 120  # seconds for anything to become ready, on a machine that is busy
PAUSE = 0.1  # seconds between two questions


class Service:
    """The service at ``base``; ``session`` carries the requests."""

    def __init__(self, base: str, session: requests.Session, token: str = "a-token") -> None:
        self.base, self.session = base, session
        self.headers = {"api_token": token}

    def get(self, path: str) -> requests.Response:
        """GET of the API."""
        return self.session.get(self.base + path, headers=self.headers, timeout=PATIENCE)

    def post(self, path: str, fields: Any = None) -> requests.Response:
        """POST of JSON."""
        return self.session.post(self.base + path, json=fields or {}, headers=self.headers, timeout=PATIENCE)

    def form(self, path: str, files: dict[str, bytes] | None = None, **fields: str) -> requests.Response:
        """POST of a form, multipart where there are files."""
        parts = {name: ("photo.png", content) for name, content in (files or {}).items()}
        return self.session.post(
            self.base + path, data=fields, files=parts or None, headers=self.headers, timeout=PATIENCE
        )

    def said(self, response: requests.Response, status: int = 200) -> Any:
        """The decoded body of an answer that must have ``status``."""
        assert response.status_code == status, f"{response.status_code}: {response.text}"
        return response.json()

    def registered(self, content: bytes) -> str:
        """The visual_id of an image."""
        response = self.form("/v1/upload", {"file": content})
        assert response.status_code in (200, 208), response.text
        return str(response.json()["visual_id"])

    def fetch(self, address: str) -> bytes:
        """What is at an address of a result; no token is needed for it."""
        response = self.session.get(address, timeout=PATIENCE)
        assert response.status_code == 200, f"{response.status_code}: {response.text}"
        return response.content

    def picture(self, address: str) -> Pixels:
        """The PNG at an address of a result."""
        return pixels_of(self.fetch(address))

    def placeholder(self, address: str) -> Pixels:
        """The PNG at an address that was given out before there was anything, polled as Bria's own client does."""
        self._until(lambda: self._first_byte(address) == 206, address)
        return self.picture(address)

    def completed(self, accepted: Any) -> Any:
        """The ``result`` of a v2 request that was accepted, once it has one."""
        path = accepted["status_url"].removeprefix(self.base)
        assert path == f"/v2/status/{accepted['request_id']}"
        self._until(lambda: self.said(self.get(path))["status"] != "IN_PROGRESS", path)
        body = self.said(self.get(path))
        assert set(body) == {"status", "result", "request_id"}, body
        assert body["status"] == "COMPLETED"
        return body["result"]

    def _first_byte(self, address: str) -> int:
        response = self.session.get(address, headers={"Range": "bytes=0-0"}, timeout=PATIENCE)
        assert response.status_code in (206, 404), f"{response.status_code}: {response.text}"
        return response.status_code

    def _until(self, look: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not look():
            assert time.monotonic() < end, f"Waited in vain for {what}"
            time.sleep(PAUSE)


def portrait() -> Pixels:
    """A person who looks into the camera, 256 × 256 pixels."""
    astronaut = np.asarray(data.astronaut(), np.uint8)
    return np.ascontiguousarray(astronaut[:256, 100:356])


def patch() -> Pixels:
    """A mask of the portrait: a box in its upper left corner, white."""
    mask = np.zeros((256, 256), np.uint8)
    mask[10:50, 12:60] = 255
    return mask


def pixels_of(content: bytes) -> Pixels:
    """The pixels of a file that must be a PNG."""
    return np.asarray(Image.open(io.BytesIO(content), formats=("PNG",)))
