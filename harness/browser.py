"""Chromium as tests and benchmarks start it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from harness import chromium

PATIENCE = 60_000  # milliseconds for anything on a page: an erasure on a busy machine takes a while
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
# No graphics card, and nothing that Chromium does on its own account: no updates, no reports, no QUIC.
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch_arguments(*more: str) -> list[str]:
    """The command line's arguments; root gets no sandbox, which Chromium refuses to set up for it."""
    return [*QUIET, *(["--no-sandbox"] if chromium.is_root() else []), *more]


@contextmanager
def launched(path: str, *arguments: str) -> Iterator[Browser]:
    """The Chromium at ``path``, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=launch_arguments(*arguments))
        yield browser
        browser.close()
