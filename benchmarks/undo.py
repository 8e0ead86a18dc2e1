"""undo: from the key to the picture, right after the page was loaded anew, at 12 megapixels."""

from __future__ import annotations

import statistics

from playwright.sync_api import Page

from benchmarks.editor_page import AFTER_FRAME, picture_page
from benchmarks.figures import Figure, figure

RUNS = 7
# Until the frame after the one in which the stage has drawn the revision wanted is through.
UNDO_TIME = f"""() => new Promise((done) => {{
  {AFTER_FRAME}
  const stage = document.querySelector("picture-stage");
  let begun = 0;
  addEventListener("keydown", () => {{ begun = performance.now(); }}, {{ capture: true, once: true }});
  new MutationObserver(() => {{
    if (stage.dataset.shown === "1") afterFrame(() => done(performance.now() - begun));
  }}).observe(stage, {{ attributes: true, attributeFilter: ["data-shown"] }});
}})"""


@figure("undo", "<= 80 ms")
def undo() -> Figure:
    """The median of some undos, each after a reload."""
    with picture_page([]) as page:
        times = [undone_after_reload(page) for _ in range(RUNS)]
    return Figure("undo", statistics.median(times), "ms")


def undone_after_reload(page: Page) -> float:
    """Milliseconds of one undo."""
    page.keyboard.press("Control+Shift+Z")
    page.locator('revision-facts[data-number="2"]').wait_for(state="attached")
    page.reload()
    page.locator('picture-stage[data-shown="2"]').wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate(f"window.undone = ({UNDO_TIME})(); null")
    page.keyboard.press("Control+Z")
    took: float = page.evaluate("window.undone")
    page.locator('revision-facts[data-number="1"]').wait_for(state="attached")
    return took
