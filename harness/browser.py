"""Chromium as benchmarks and pictures of the screens start it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from harness import chromium

PATIENCE = 60_000  # milliseconds for anything on a page: an erasure on a busy machine takes a while
DESKTOP: ViewportSize = {"width": 1440, "height": 900}


@contextmanager
def launched(path: str, *arguments: str) -> Iterator[Browser]:
    """The Chromium at ``path``, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_options(path, *arguments))
        yield browser
        browser.close()
