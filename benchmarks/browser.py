"""Pointing at regions, choosing them and painting over them, in Chromium, at 12 megapixels and 250 or 500 regions."""

from __future__ import annotations

import json
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.figures import Figure, figure
from harness import chromium

MOVES = 400
REGIONS, MANY_REGIONS = 250, 500
STROKES, STROKE_MOVES = 8, 50
BRUSH_SIZE = 100  # CSS pixels, of at most 200
PATIENCE = 60.0  # seconds until the site serves
VIEWPORT = {"width": 1440, "height": 900}
NO_VSYNC = ["--disable-gpu-vsync", "--disable-frame-rate-limit"]
SCRIPT_TIME = """
  window.times = [];
  let begun = 0;
  addEventListener("pointermove", () => { begun = performance.now(); }, true);
  addEventListener("pointermove", () => { times.push(performance.now() - begun); });
"""
# From the moment the page hears of the event: without a window Chromium hands events over at a beat of 60 Hz even so.
# The message that follows the frame's callbacks is handled once the frame was drawn.
FRAME_TIME = """
  window.times = [];
  addEventListener("pointermove", () => {
    const begun = performance.now();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => times.push(performance.now() - begun);
      channel.port2.postMessage(null);
    });
  }, true);
"""


@figure("hover", "p95 < 2 ms")
def hover() -> Figure | None:
    """Script time per pointer move."""
    times = times_of_moves(SCRIPT_TIME, [])
    return Figure("hover", percentile_95(times), "ms p95") if times else None


@figure("hover_500", "p95 < 2 ms")
def hover_500() -> Figure | None:
    """Script time per pointer move over more regions than a byte can number."""
    times = times_of_moves(SCRIPT_TIME, [], MANY_REGIONS)
    return Figure("hover_500", percentile_95(times), "ms p95") if times else None


@figure("brush", "p95 <= 16.7 ms")
def brush() -> Figure | None:
    """From the pointer's event to the frame with the stroke up to there, without waiting for a screen."""
    if chromium.find() is None:
        return None
    with picture_page(NO_VSYNC) as page:
        page.keyboard.press("d")
        page.get_by_role("slider", name="Size").fill(str(BRUSH_SIZE))
        next_stroke(page)  # the first one makes the bitmap that all paint into
        page.evaluate(FRAME_TIME)
        for _ in range(STROKES):
            next_stroke(page)
        times: list[float] = page.evaluate("times")
    return Figure("brush", percentile_95(times), "ms p95")


def next_stroke(page: Page) -> None:
    """Paint across the picture, from one random place to others."""
    places = points(page, STROKE_MOVES // 10)
    page.mouse.move(*next(places))
    page.mouse.down()
    for place in places:
        page.mouse.move(*place, steps=10)
    page.mouse.up()
    page.wait_for_timeout(200)


@figure("hover_frame", "p95 <= 16.7 ms")
def hover_frame() -> Figure | None:
    """From the pointer's event to the frame after it, without waiting for a screen."""
    times = times_of_moves(FRAME_TIME, NO_VSYNC)
    return Figure("hover_frame", percentile_95(times), "ms p95") if times else None


@figure("select", "0")
def select() -> Figure | None:
    """Requests made by hovering, choosing, growing and shrinking."""
    if chromium.find() is None:
        return None
    with picture_page([]) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for x, y in points(page, 40):
            page.mouse.click(x, y)
        page.get_by_role("button", name="Grow").click()
        page.get_by_role("button", name="Shrink").click()
        page.wait_for_timeout(500)
    return Figure("select", len(asked), "requests")


def times_of_moves(script: str, arguments: list[str], regions: int = REGIONS) -> list[float] | None:
    """What ``script`` measured over many pointer moves, in ms; None without Chromium."""
    if chromium.find() is None:
        return None
    with picture_page(arguments, regions) as page:
        page.evaluate(script)
        for x, y in points(page, MOVES):
            page.mouse.move(x, y)
        page.wait_for_timeout(200)
        times: list[float] = page.evaluate("times")
    return times


def percentile_95(times: list[float]) -> float:
    """The time that one move in twenty exceeds."""
    return statistics.quantiles(times, n=20)[-1]


def points(page: Page, count: int) -> Iterator[tuple[float, float]]:
    """Random places in the picture, the same in every run."""
    box = page.locator("[data-canvas]").bounding_box()
    assert box is not None
    place = random.Random(1)
    for _ in range(count):
        yield box["x"] + place.random() * box["width"], box["y"] + place.random() * box["height"]


@contextmanager
def picture_page(arguments: list[str], regions: int = REGIONS, megapixels: int = 12) -> Iterator[Page]:
    """The editor in Chromium, with everything loaded."""
    sandbox = ["--no-sandbox"] if chromium.is_root() else []
    with site(regions, megapixels) as (address, session), sync_playwright() as playwright:
        options = ["--disable-gpu", *sandbox, *arguments]
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=options)
        context = browser.new_context(viewport=VIEWPORT)  # type: ignore[arg-type]
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        page.goto(address)
        page.get_by_role("option").first.wait_for()
        page.wait_for_load_state("networkidle")
        yield page
        browser.close()


@contextmanager
def site(regions: int = REGIONS, megapixels: int = 12) -> Iterator[tuple[str, str]]:
    """The site of ``benchmarks.browser_site``: the picture's address, and the session that owns it."""
    with served("benchmarks.browser_site", regions, megapixels) as (root, made):
        yield f"{root}{made['path']}", made["session"]


@contextmanager
def served(module: str, *wishes: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """A site that ``module`` makes in a folder of its own: its address, and what it says of what it made."""
    port = str(free_port())
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as folder:
        command = [sys.executable, "-m", module, folder, port, *map(str, wishes)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            try:
                assert process.stdout is not None
                made = json.loads(process.stdout.readline())
                wait_for_port(int(port))
                yield f"http://127.0.0.1:{port}", made
            finally:
                process.terminate()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int) -> None:
    """Return when somebody listens there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("The benchmark's site does not answer")
