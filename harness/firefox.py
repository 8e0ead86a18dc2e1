"""The Firefox that the browser tests drive, as distributions carry it: found, installed, and how it starts."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harness.programs import apt, can_install_packages, distribution, first_that_starts

NAME = "Firefox"
ADVICE = "Install Firefox, or set FIREFOX to its path."
NAMES = ["firefox-esr", "firefox"]
MAC_APP = "/Applications/Firefox.app/Contents/MacOS/firefox"
RELAY = Path(__file__).parent / "bidi" / "firefox_relay.py"
DOOR = Path(tempfile.gettempdir()) / f"firefox-relay-{os.getpid()}.sock"  # where the relay takes commands of tests
# Nothing moves by itself, which Playwright cannot ask of Firefox page by page; and no host is asked for news.
PREFERENCES: dict[str, bool | float | str] = {
    "ui.prefersReducedMotion": 1,
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
}


def find() -> str | None:
    """The path of a Firefox that starts; None where there is none."""
    return first_that_starts(candidates())


def candidates() -> Iterator[str]:
    """Where a Firefox may be, the best first."""
    if wished := os.environ.get("FIREFOX"):
        yield wished
    yield from filter(None, map(shutil.which, NAMES))
    yield MAC_APP


def ways() -> Iterator[list[list[str]]]:
    """The ways to install Firefox here, each a list of commands; Ubuntu's package is a snap, which no relay starts."""
    if can_install_packages() and distribution() == "debian":
        yield apt("firefox-esr")


def launch_options(path: str) -> dict[str, Any]:
    """How Playwright starts it: by WebDriver BiDi, behind our relay."""
    return {
        "channel": "moz-firefox",
        "executable_path": RELAY,
        "firefox_user_prefs": PREFERENCES,
        "env": {**python_environment(), "FIREFOX": path, "RELAY_DOOR": str(DOOR)},
    }


def set_pointer(kind: str) -> None:
    """What Playwright's mouse is to be from now on, and what media queries are told of: mouse or touch."""
    ask("relay.setPointer", {"type": kind})


def move_fingers(address: str, path: list[list[tuple[float, float]]]) -> None:
    """Move fingers over the page with this address; each step says where all of them are, in CSS pixels."""
    contexts = ask("browsingContext.getTree", {})["contexts"]
    context = next(context["context"] for context in contexts if context["url"] == address)
    fingers = [finger_actions(f"finger {number}", places) for number, places in enumerate(zip(*path, strict=True))]
    ask("input.performActions", {"context": context, "actions": fingers})


def finger_actions(name: str, places: tuple[tuple[float, float], ...]) -> dict[str, Any]:
    """What a finger does: it comes down at the first place, moves to the others and is lifted."""
    moves = [{"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0} for x, y in places]
    actions = [moves[0], {"type": "pointerDown", "button": 0}, *moves[1:], {"type": "pointerUp", "button": 0}]
    return {"type": "pointer", "id": name, "parameters": {"pointerType": "touch"}, "actions": actions}


def ask(method: str, params: dict[str, Any]) -> Any:
    """The result of a command of WebDriver BiDi, or of the relay."""
    with socket.socket(socket.AF_UNIX) as door:
        door.connect(str(DOOR))
        door.sendall(json.dumps({"method": method, "params": params}).encode() + b"\n")
        answer = json.loads(door.makefile().readline())
    if answer["type"] == "error":
        raise AssertionError(f"{method}: {answer['message']}")
    return answer["result"]


def python_environment() -> dict[str, str]:
    """The environment in which a script of ours that Playwright starts finds our Python and our packages."""
    root = str(RELAY.parents[2])
    return {**os.environ, "PYTHONPATH": root, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
