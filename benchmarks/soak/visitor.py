"""A person at a studio, as requests over a socket: uploads a photo, waits for regions, erases one, takes it back."""

from __future__ import annotations

import gzip
import io
import re
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import numpy as np
import requests
from PIL import Image

from harness.photos import SAMPLES
from harness.visitor import Visitor

BUSY = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}  # polite where they say when to come back
ANSWER = 120.0  # seconds for one answer
PATIENCE = 300.0  # seconds for one job
SHARE, SHORTEST = 0.5, 0.3  # of the time waited so far, and seconds: as static/js/elements/job-poll.js has it
PARTS = re.compile(r'data-part="([^"]+)" data-version="([^"]+)"')
STATE = re.compile(r'/status/\?state=([^"]+)"')
LONGEST = re.compile(r'data-longest="(\d+)"')
REGIONS = re.compile(r'data-regions="([^"]*/visuals/(\d+)/[^"]+)"')
CURRENT = re.compile(r'data-number="(\d+)"')
STEPS = re.compile(r"/revisions/(\d+)/thumbnail")
FAILURE = re.compile(r'role="alert">([^<]+)<')
SHARES = (0.002, 0.1)  # of the picture that is worth erasing


class Unhappy(Exception):
    """Something was not as a person may expect it; the message says what."""


class Ledger:
    """What all visitors count: requests, those that met a polite "busy", edits that were done by whom, and errors."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.requests = self.busy = 0
        self.edits: Counter[str] = Counter()  # by the name of who had them made
        self.errors: list[str] = []

    def note(self, response: requests.Response) -> None:
        """Count an answer; one that is neither what was asked for nor a polite "busy" is an error."""
        with self.lock:
            self.requests += 1
            if is_busy(response):
                self.busy += 1
            elif response.status_code >= HTTPStatus.BAD_REQUEST:
                self.errors.append(f"{response.request.method} {response.request.path_url}: {response.status_code}")

    def note_edit(self, name: str) -> None:
        """Count an edit that somebody had made."""
        with self.lock:
            self.edits[name] += 1

    def note_failure(self, reason: Exception) -> None:
        """Count what never became an answer, or not the right one."""
        with self.lock:
            self.errors.append(repr(reason))


def is_busy(response: requests.Response) -> bool:
    """Whether the studio asks politely to come back later."""
    return response.status_code in BUSY and "Retry-After" in response.headers


class Person(Visitor):
    """A visitor with a picture of their own, and what its page knows."""

    def __init__(self, address: str, ledger: Ledger, name: str = "") -> None:
        super().__init__(address, ANSWER)
        self.ledger, self.name = ledger, name
        self.page = self.state = self.regions = self.visual = ""
        self.current = self.newest = 0
        self.longest = 0.0  # seconds between two questions
        self.seen: dict[str, str] = {}  # versions of the page's parts

    def ask(self, method: str, path: str, **request: Any) -> requests.Response:
        """The answer to a request, asked again as long as the studio says that it is busy."""
        deadline = time.monotonic() + PATIENCE
        while True:
            response = super().ask(method, path, **request)
            self.ledger.note(response)
            if not is_busy(response) or time.monotonic() > deadline:
                return response
            time.sleep(float(response.headers["Retry-After"]))

    def ask_page(self, method: str, path: str, **more: Any) -> None:
        """The same as the picture's page does it: it says what it shows, and learns from the parts that come."""
        seen = " ".join(f"{name}={version}" for name, version in self.seen.items())
        response = self.ask(method, path, headers={"HX-Request": "true", "Studio-Seen": seen}, **more)
        self.learn(response.text)

    def learn(self, html: str) -> None:
        """Take in what a page, or parts of it, say."""
        parts = dict(PARTS.findall(html))
        self.seen |= parts
        if "jobs" in parts:
            self.state = (STATE.findall(html) or [""])[0]
            self.longest = max(map(int, LONGEST.findall(html)), default=0) / 1000
        self.regions, self.visual = (REGIONS.findall(html) or [(self.regions, self.visual)])[0]
        self.current = int((CURRENT.findall(html) or [self.current])[0])
        self.newest = max([self.newest, *map(int, STEPS.findall(html))])

    def open(self, photo: bytes) -> None:
        """Upload a photo, and wait until regions can be chosen."""
        response = self.upload(photo)
        self.page = response.url
        self.learn(response.text)
        self.wait(lambda: bool(self.regions), "regions")

    def erase(self, chance: np.random.Generator) -> None:
        """Take one region out of the photo, and see what came of it."""
        fields = {"tool": "erase", "mask_ids": str(self.choose(chance)), "visual": self.visual}
        fields |= {"revision": str(self.current), "key": str(uuid.uuid4())}
        before = self.newest
        self.ask_page("POST", f"{self.page}edits/", data=fields)
        self.wait(lambda: self.newest > before, "the region to be gone")
        self.ledger.note_edit(self.name)

    def choose(self, chance: np.random.Generator) -> int:
        """The number of a region that is neither tiny nor the background."""
        from editor.imaging import panoptic

        content = self.get(self.regions).content
        labels = panoptic.from_wire(gzip.compress(content, 1)).array  # as it lies on the disk; requests has opened it
        counts = np.bincount(labels.ravel()) / labels.size
        counts[0] = 0
        fitting = np.flatnonzero((counts > SHARES[0]) & (counts < SHARES[1]))
        return int(chance.choice(fitting) if len(fitting) else counts.argmax())

    def undo(self) -> None:
        """Take it back."""
        self.ask_page("POST", f"{self.page}current/", data={"to": "undo"})

    def wait_for_end(self) -> None:
        """Wait until nothing works on the picture any more."""
        self.wait(lambda: not self.state, "the end of all work")

    def wait(self, is_done: Callable[[], bool], what: str) -> None:
        """Ask how far the jobs are, as a page does, until it is done.

        Raises:
            Unhappy: it takes too long, or nothing works on it any more.
        """
        began = time.monotonic()
        while not is_done():
            waited = time.monotonic() - began
            if not self.state or waited > PATIENCE:
                raise Unhappy(f"Waited in vain for {what} at {self.page}")
            time.sleep(min(max(SHARE * waited, SHORTEST), self.longest))
            self.ask_page("GET", f"{self.page}status/?state={self.state}")


def make_photo(size: tuple[int, int], chance: np.random.Generator) -> bytes:
    """A photo of (columns, rows) that nobody else has, as a JPEG file."""
    with Image.open(SAMPLES / "coffee.jpg") as sample:
        pixels = np.asarray(sample.convert("RGB").resize(size), np.int16)
    file = io.BytesIO()
    noise = chance.integers(-3, 4, pixels.shape, np.int16)
    Image.fromarray(np.clip(pixels + noise, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=90)
    return file.getvalue()
