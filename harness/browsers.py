"""The browsers that journeys are made in; ``python -m harness.browsers [KIND …]`` installs what is missing."""

from __future__ import annotations

import os
import sys
from types import ModuleType

from playwright.sync_api import Browser, BrowserType, Playwright

from harness import chromium, firefox, webkit
from harness.programs import install, provide

KINDS: dict[str, ModuleType] = {"chromium": chromium, "firefox": firefox, "webkit": webkit}
MISSING = "its browser tests are skipped."


def main(kinds: list[str]) -> int:
    """The exit status: 1 where one is missing and CI is set; without CI it is said aloud, and the others run."""
    wanted = kinds or ["chromium"]
    if "chromium" in wanted and not chromium.has_shell():
        install(chromium.NAME, chromium.shell_ways())
    missing = [kind for kind in wanted if not provide(KINDS[kind], MISSING)]
    return 1 if missing and os.environ.get("CI") else 0


def type_of(playwright: Playwright, kind: str) -> BrowserType:
    """Whom Playwright takes it for: what is not Chromium speaks WebDriver BiDi, as its channel of Firefox does."""
    return playwright.chromium if kind == "chromium" else playwright.firefox


def kind_of(browser: Browser) -> str:
    """The kind of a browser that runs."""
    if browser.browser_type.name == "chromium":
        return "chromium"
    return "webkit" if browser.version.startswith("WebKit") else "firefox"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
