"""weight: what the editor page loads of JavaScript and CSS, as it is sent."""

from __future__ import annotations

from benchmarks.browser import picture_page
from benchmarks.figures import Figure, figure
from harness import chromium

# Without brotli, which browsers ask for over https only: gzip is what a visitor of a plain address gets.
SENT = """() => performance.getEntriesByType("resource")
  .filter(({ name }) => /[.](js|css)$/.test(name))
  .map(({ encodedBodySize }) => encodedBodySize)"""


@figure("weight", "<= 90 kB")
def weight() -> Figure | None:
    """Kilobytes of all scripts and style sheets, htmx included, after the page was loaded and everything in it."""
    if chromium.find() is None:
        return None
    with picture_page([]) as page:
        sizes: list[int] = page.evaluate(SENT)
    return Figure("weight", sum(sizes) / 1000, f"kB, {len(sizes)} files")
