"""stroke_shown: from the end of a stroke in the panel Background until the picture shows what it changed."""

from __future__ import annotations

import statistics
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from benchmarks.editor_page import AFTER_FRAME, studio_page
from benchmarks.figures import Figure, cutouts, figure
from harness.journey import Journey
from harness.processes import temporary_folder

STROKES = 5  # on each photo; the first, which has the engine look at the picture, is painted before
QUALITY = 90  # of the scaled photos
# Until the frame after the one in which the panel says that the picture shows what is wanted is through.
SHOWN_TIME = f"""() => new Promise((done) => {{
  {AFTER_FRAME}
  const panel = document.querySelector("background-panel");
  let begun = 0, changed = false;
  addEventListener("pointerup", () => {{ begun = performance.now(); }}, {{ capture: true, once: true }});
  new MutationObserver(() => {{
    if (!panel.hasAttribute("data-shown")) changed = true;
    else if (begun && changed) afterFrame(() => done(performance.now() - begun));
  }}).observe(panel, {{ attributes: true, attributeFilter: ["data-shown"] }});
}})"""


@figure("stroke_shown", "<= 0.5 s")
def stroke_shown() -> Figure:
    """Median of some strokes at 1 megapixel, on the photo where it is the longest."""
    return slowest("stroke_shown", 1)


@figure("stroke_shown_12mp", "<= 0.8 s")
def stroke_shown_12mp() -> Figure:
    """The same at 12 megapixels."""
    return slowest("stroke_shown_12mp", 12)


def slowest(name: str, megapixels: int) -> Figure:
    """The figure, over all photos that come with a cut-out."""
    photos = [photo for photo, _ in cutouts()]
    with temporary_folder("studio-bench-") as folder, studio_page(folder / "data") as page:
        times = {photo.stem: seconds(page, scaled(photo, megapixels, folder)) for photo in photos}
    photo, longest = max(times.items(), key=lambda item: item[1])
    return Figure(name, longest, f"s, on {photo} of {len(times)} photos")


def scaled(photo: Path, megapixels: int, folder: Path) -> Path:
    """A file with the photo at so many megapixels."""
    path = folder / photo.name
    with Image.open(photo) as image:
        share = (megapixels * 1e6 / (image.width * image.height)) ** 0.5
        size = round(image.width * share), round(image.height * share)
        image.convert("RGB").resize(size, Image.Resampling.LANCZOS).save(path, quality=QUALITY)
    return path


def seconds(page: Page, photo: Path) -> float:
    """The median of some strokes on a photo."""
    journey = Journey(page)
    journey.uploads(photo)
    journey.turns_to("Background")
    page.locator("background-panel[data-shown]").wait_for()
    page.get_by_role("radio", name="Keep", exact=True).check()
    return statistics.median([paint(journey, 0.3 + 0.08 * number) for number in range(STROKES + 1)][1:])


def paint(journey: Journey, down: float) -> float:
    """Seconds of one stroke across the middle of the picture."""
    journey.page.evaluate(f"window.painted = ({SHOWN_TIME})(); null")
    journey.points_at(0.45, down)
    journey.page.mouse.down()
    journey.points_at(0.55, down)
    journey.page.mouse.up()
    took: float = journey.page.evaluate("window.painted")
    return took / 1000
