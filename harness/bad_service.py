"""Bria's API over a real socket, as bad as one wishes: the studio is answered well, but for what a script says.

A script is a list of answers to one of ``ROUTES``, given one after the other; the last is given for ever, and an empty
one makes the route good again. ``charged`` counts the paid orders that were not refused: what a person would pay for.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import io
import json
import re
import socket
import struct
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
from PIL import Image
from psd_tools import PSDImage

from harness.images import Pixels, encode_image, png

SIZE = (60, 80)  # rows, columns of the pictures that it knows
PAID = frozenset({"masks", "remove", "create", "edit", "psd"})
ROUTES = {
    "upload": r"POST /v1/upload$",
    "register": r"POST /v1/register$",
    "masks": r"POST /v1/(\w+/)?objects/mask_generator$",
    "people": r"GET /v1/\w+/person/info$",
    "remove": r"POST /v1/\w+/objects/remove$",
    "create": r"POST /v1/\w+/create$",
    "psd": r"POST /v1/\w+/image_to_psd$",
    "edit": r"POST /v2/image/edit/\w+$",
    "recipe": r"POST /v2/recipes/run$",
    "status": r"GET /v2/status/\w+$",
    "zip": r"GET /files/masks.zip$",
    "image": r"GET /files/image.jpg$",
    "document": r"GET /files/layers.psd$",
    "placeholder": r"GET /files/later.png$",
}
DRIP = 0.1  # seconds between two bytes
PATIENCE = 30  # seconds that a silent answer waits for the other side to hang up


@dataclass(frozen=True)
class Answer:
    """What is sent on a connection; ``refuses`` where the service says that it did nothing."""

    send: Callable[[BaseHTTPRequestHandler], None]
    refuses: bool = False


def say(body: Any = b"", status: int = 200, **headers: str) -> Answer:
    """A whole answer; what is not bytes is sent as JSON, underscores in the names of headers stand for hyphens."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(lambda request: send(request, status, data, named), 400 <= status < 500 or status in (206, 506))


def send(request: BaseHTTPRequestHandler, status: int, data: bytes, headers: dict[str, str]) -> None:
    """Send a head, in which ``headers`` go before what is true, and the data."""
    request.send_response(status)
    for name, value in ({"Content-Length": str(len(data)), "Connection": "close"} | headers).items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(data)


def cut(body: Any) -> Answer:
    """An answer of which the last bytes never come."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(lambda request: send(request, 200, data[:-5], {"Content-Length": str(len(data))}))


def packed(data: bytes) -> Answer:
    """A gzip file of the data, sent as its encoding."""
    return say(gzip.compress(data, 1), Content_Encoding="gzip")


def endless(request: BaseHTTPRequestHandler) -> None:
    """As much as the other side takes."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(10_000):
        request.wfile.write(b" " * 65536)


def chatter(request: BaseHTTPRequestHandler) -> None:
    """Something that is not HTTP."""
    request.wfile.write(b"\x00\x01 good day\r\n\r\n")


def drip(head: bytes) -> Answer:
    """``head``, and then a byte now and then for as long as the other side listens."""

    def dripping(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(head)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            request.wfile.write(b" ")
            time.sleep(DRIP)

    return Answer(dripping)


def wait_silently(request: BaseHTTPRequestHandler) -> None:
    """Nothing, until the other side hangs up."""
    request.connection.settimeout(PATIENCE)
    request.connection.recv(1)


def hang_up(request: BaseHTTPRequestHandler) -> None:
    """The connection ends as if the machine were gone."""
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.connection.close()


WELL = Answer(lambda request: None)  # in a script, the answer of a good service
NO_ANSWER = Answer(hang_up)
SILENCE = Answer(wait_silently)
ENDLESS = Answer(endless)
NOT_HTTP = Answer(chatter)


class BadService:
    """The scripts of a service, and what it was asked."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.scripts: dict[str, list[Answer]] = {}
        self.asked: Counter[str] = Counter()
        self.charged = 0
        self._lock = threading.Lock()

    def script(self, route: str, answers: Sequence[Answer]) -> None:
        """Answer ``route`` so from now on."""
        self.scripts[route] = list(answers)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request by its script, or well."""
        asked = f"{request.command} {request.path.partition('?')[0]}"
        route = next((name for name, pattern in ROUTES.items() if re.match(pattern, asked)), "")
        with self._lock:
            self.asked[route or asked] += 1
            answer = self._next(route)
            self.charged += route in PAID and not answer.refuses
        answer.send(request)

    def _next(self, route: str) -> Answer:
        script = self.scripts.get(route) or [WELL]
        answer = script.pop(0) if len(script) > 1 else script[0]
        return self.good(route) if answer is WELL else answer

    def good(self, route: str) -> Answer:
        """What a good service answers."""
        image = f"{self.base}/files/image.jpg"
        return {
            "upload": say({"visual_id": f"{self.asked['upload']:016x}"}),
            "masks": say({"objects_masks": f"{self.base}/files/masks.zip"}),
            "people": say([PERSON]),
            "remove": say({"image_res": image, "sid": "s1"}),
            "create": say({"image_res": image, "sid": "s2"}),
            "psd": say({"image_res": f"{self.base}/files/layers.psd"}),
            "edit": say({"request_id": "r1", "status_url": f"{self.base}/v2/status/r1"}, 202),
            "status": say({"status": "COMPLETED", "result": {"image_url": image}, "request_id": "r1"}),
            "zip": say(zip_of(two_halves())),
            "image": say(picture()),
            "document": say(document()),
            "placeholder": say(picture()),
        }.get(route, say({"message": "no such route"}, 404))


@contextlib.contextmanager
def bad_service() -> Iterator[BadService]:
    """A service on a port of its own, for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            self.close_connection = True
            with contextlib.suppress(OSError):
                service.answer(self)

        def do_POST(self) -> None:
            self.do_GET()

        def finish(self) -> None:
            with contextlib.suppress(OSError, ValueError):
                super().finish()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        service = BadService(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()


PERSON = {
    "id": "1".ljust(64, "0"),
    "rect": {"x": 10.0, "y": 10.0, "w": 20.0, "h": 20.0},
    "actions": {"age": ["mid-20", "mid-60"], "haircolor": ["red", "gray"]},
}


def picture(rows: int = SIZE[0], columns: int = SIZE[1]) -> bytes:
    """A white JPEG."""
    return encode_image(Image.new("RGB", (columns, rows), (255, 255, 255)), "JPEG")


@functools.cache
def document() -> bytes:
    """A Photoshop document of one layer."""
    psd = PSDImage.new("RGB", SIZE[::-1])
    psd.append(psd.create_pixel_layer(Image.new("RGB", SIZE[::-1]), name="Mug"))
    target = io.BytesIO()
    psd.save(target)
    return target.getvalue()


def two_halves() -> Pixels:
    """A map of region 1 on the left and 2 on the right."""
    labels = np.ones(SIZE, np.uint8)
    labels[:, SIZE[1] // 2 :] = 2
    return labels


def noise() -> Pixels:
    """A map in which every pixel is another region's."""
    return np.random.default_rng(1).integers(1, 256, SIZE).astype(np.uint8)


def zip_of(labels: Pixels) -> bytes:
    """The zip of the masks of a map."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("v_panoptic.png", png(labels))
        for mask_id in np.unique(labels):
            archive.writestr(f"v_{mask_id}.png", png(np.where(labels == mask_id, 255, 0).astype(np.uint8)))
    return target.getvalue()
