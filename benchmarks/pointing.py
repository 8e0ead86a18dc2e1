"""Pointing at regions, choosing them and painting over them, in Chromium, at 12 megapixels and 250 or 500 regions."""

from __future__ import annotations

import random
from collections.abc import Iterator

from playwright.sync_api import Page

from benchmarks.editor_page import AFTER_FRAME, NO_VSYNC, REGIONS, picture_page
from benchmarks.figures import Figure, figure, percentile_95

MOVES = 400
MANY_REGIONS, OBJECTS = 500, 60
STROKES, STROKE_MOVES = 8, 50
BRUSH_SIZE = 100  # CSS pixels, of at most 200
SCRIPT_TIME = """
  window.times = [];
  let begun = 0;
  addEventListener("pointermove", () => { begun = performance.now(); }, true);
  addEventListener("pointermove", () => { times.push(performance.now() - begun); });
"""
# From the moment the page hears of the event: without a window Chromium hands events over at a beat of 60 Hz even so.
FRAME_TIME = f"""() => {{
  {AFTER_FRAME}
  window.times = [];
  addEventListener("pointermove", () => {{
    const begun = performance.now();
    afterFrame(() => times.push(performance.now() - begun));
  }}, true);
}}"""


@figure("hover", "p95 < 2 ms")
def hover() -> Figure:
    """Script time per pointer move."""
    times = times_of_moves(SCRIPT_TIME, [])
    return Figure("hover", percentile_95(times), "ms p95")


@figure("hover_500", "p95 < 1 ms")
def hover_500() -> Figure:
    """Script time per pointer move over more regions than a byte can number."""
    times = times_of_moves(SCRIPT_TIME, [], MANY_REGIONS)
    return Figure("hover_500", percentile_95(times), "ms p95")


@figure("hover_objects", "p95 < 2 ms")
def hover_objects() -> Figure:
    """Script time per pointer move over objects of several parts, which light up together."""
    times = times_of_moves(SCRIPT_TIME, [], MANY_REGIONS, OBJECTS)
    return Figure("hover_objects", percentile_95(times), "ms p95")


@figure("brush", "p95 <= 10 ms")
def brush() -> Figure:
    """From the pointer's event to the frame with the stroke up to there, without waiting for a screen."""
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
def hover_frame() -> Figure:
    """From the pointer's event to the frame after it, without waiting for a screen."""
    times = times_of_moves(FRAME_TIME, NO_VSYNC)
    return Figure("hover_frame", percentile_95(times), "ms p95")


@figure("select", "0")
def select() -> Figure:
    """Requests made by hovering, choosing, growing and shrinking."""
    with picture_page([]) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for x, y in points(page, 40):
            page.mouse.click(x, y)
        page.get_by_role("button", name="Grow").click()
        page.get_by_role("button", name="Shrink").click()
        page.wait_for_timeout(500)
    return Figure("select", len(asked), "requests")


def times_of_moves(script: str, arguments: list[str], regions: int = REGIONS, objects: int = 0) -> list[float]:
    """What ``script`` measured over many pointer moves, in ms."""
    with picture_page(arguments, regions, objects=objects) as page:
        page.evaluate(script)
        for x, y in points(page, MOVES):
            page.mouse.move(x, y)
        page.wait_for_timeout(200)
        times: list[float] = page.evaluate("times")
    return times


def points(page: Page, count: int) -> Iterator[tuple[float, float]]:
    """Random places in the picture, the same in every run."""
    box = page.locator("[data-canvas]").bounding_box()
    assert box is not None
    place = random.Random(1)
    for _ in range(count):
        yield box["x"] + place.random() * box["width"], box["y"] + place.random() * box["height"]
