"""The editor in Chromium, to measure what happens in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from benchmarks.figures import chromium_path
from benchmarks.sites import served
from harness.browser import DESKTOP, PATIENCE, launched
from harness.studio import run_studio

REGIONS = 250
NO_VSYNC = ["--disable-gpu-vsync", "--disable-frame-rate-limit"]
# A function of the page, to begin a script with: does something once the next frame was drawn. The message that follows
# the frame's callbacks is handled then.
AFTER_FRAME = """
  const afterFrame = (work) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = work;
    requestAnimationFrame(() => port2.postMessage(null));
  };
"""


@contextmanager
def picture_page(
    arguments: list[str], regions: int = REGIONS, megapixels: int = 12, objects: int = 0
) -> Iterator[Page]:
    """The editor with a picture of many regions, with everything loaded."""
    with site_page("regions", regions, megapixels, objects, arguments=arguments) as page:
        page.locator("region-list [data-mask-id]").first.wait_for()
        page.wait_for_load_state("networkidle")
        yield page


@contextmanager
def site_page(kind: str, *wishes: int, arguments: list[str] | None = None) -> Iterator[Page]:
    """The editor with the first picture of a site (``benchmarks.sites``), in a Chromium started with ``arguments``."""
    path = chromium_path()
    with served(kind, *wishes) as site, launched(path, *(arguments or [])) as browser:
        context = browser.new_context(viewport=DESKTOP)
        context.add_cookies([{"name": "sessionid", "value": site.session, "url": site.pages[0]}])
        page = context.new_page()
        page.goto(site.pages[0])
        yield page


@contextmanager
def studio_page(folder: Path) -> Iterator[Page]:
    """A page on which nothing is open yet, of an ordinary studio with ``folder`` for its data."""
    path = chromium_path()
    with run_studio(folder) as studio, launched(path) as browser:
        page = browser.new_context(viewport=DESKTOP, base_url=studio.address).new_page()
        page.set_default_timeout(PATIENCE)
        yield page
