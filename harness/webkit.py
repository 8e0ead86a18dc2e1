"""The WebKit that the browser tests drive, WebKitGTK as distributions carry it: found, installed, and how it starts."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harness.firefox import python_environment
from harness.programs import apt, can_install_packages

NAME = "WebKit"
ADVICE = "Install WebKitGTK's WebKitWebDriver and MiniBrowser, and Xvfb, which Linux alone has."
BRIDGE = Path(__file__).parent / "bidi" / "webkit_bridge.py"
BROWSERS = ["/usr/lib/*/webkit2gtk-4.1", "/usr/libexec/webkit2gtk-4.1", "/usr/lib/webkit2gtk-4.1"]  # by distribution


def find() -> str | None:
    """The path of WebKitGTK's small browser, where what drives it and a screen in memory are there as well."""
    if not (shutil.which("WebKitWebDriver") and shutil.which("Xvfb")):
        return None
    folders = [folder for pattern in BROWSERS for folder in sorted(Path("/").glob(pattern.lstrip("/")))]
    browsers = [folder / "MiniBrowser" for folder in folders]
    return next((str(browser) for browser in browsers if os.access(browser, os.X_OK)), None)


def ways() -> Iterator[list[list[str]]]:
    """The ways to install it here, each a list of commands."""
    if can_install_packages():
        yield apt("webkit2gtk-driver", "xvfb")


def launch_options(path: str) -> dict[str, Any]:
    """How Playwright starts it: as a Firefox, whose part our bridge plays."""
    return {
        "channel": "moz-firefox",
        "executable_path": BRIDGE,
        "env": {**python_environment(), "MINIBROWSER": path},
    }
