"""zoom_p95, zoom_max: a frame while a picture of 24 megapixels is zoomed and moved, not waiting for a screen."""

from __future__ import annotations

from playwright.sync_api import Page

from benchmarks.editor_page import AFTER_FRAME, NO_VSYNC, REGIONS, picture_page
from benchmarks.figures import Figure, figure, percentile_95

MEGAPIXELS = 24
ROUNDS = 3
STEPS = 30
# From the event to the end of the frame that it caused. Several events may end in one frame; the oldest of them counts.
FRAME_TIMES = f"""() => {{
  {AFTER_FRAME}
  window.times = [];
  let begun = 0;
  const note = () => {{
    if (begun) return;
    begun = performance.now();
    afterFrame(() => {{ times.push(performance.now() - begun); begun = 0; }});
  }};
  for (const name of ["wheel", "pointermove"]) addEventListener(name, note, {{ capture: true, passive: true }});
}}"""


@figure("zoom_p95", "<= 12 ms")
def zoom_p95() -> Figure:
    """The time that one frame in twenty exceeds."""
    times = frame_times()
    return Figure("zoom_p95", percentile_95(times), f"ms, {len(times)} frames")


@figure("zoom_max", "<= 40 ms")
def zoom_max() -> Figure:
    """The longest frame, the arrival of the full picture included."""
    times = frame_times()
    return Figure("zoom_max", max(times), f"ms, {len(times)} frames")


def frame_times() -> list[float]:
    """Milliseconds of each frame."""
    with picture_page(NO_VSYNC, REGIONS, MEGAPIXELS) as page:
        page.evaluate(FRAME_TIMES)
        for _ in range(ROUNDS):
            zoom_and_pan(page)
        times: list[float] = page.evaluate("times")
    return times


def zoom_and_pan(page: Page) -> None:
    """Zoom in by the wheel until pixels are seen, drag the picture about, and zoom out again."""
    box = page.locator("[data-view]").bounding_box()
    assert box is not None
    x, y = box["x"] + 0.4 * box["width"], box["y"] + 0.6 * box["height"]
    page.mouse.move(x, y)
    for _ in range(STEPS):
        page.mouse.wheel(0, -60)
    page.mouse.down()
    for step in range(STEPS):
        page.mouse.move(x + 8 * (step % 10), y - 6 * (step % 7))
    page.mouse.up()
    for _ in range(STEPS):
        page.mouse.wheel(0, 60)
    page.wait_for_timeout(300)
