#!/usr/bin/env python3
"""WebDriver BiDi for the WebKit that distributions carry; started by Playwright in Firefox's place.

WebKitGTK's driver speaks plain WebDriver, which knows no events, no handles and no scripts that come before a page's
own. This serves Playwright a WebSocket and makes WebDriver's commands of BiDi's: every context gets a driver and a
browser of its own on a screen in memory (Xvfb), ``webkit_page.js`` keeps values and handles in the page, and a look at
the page, some thirty times a second, tells what has happened there: another document, its load, promises that settled,
the console. What WebKitGTK's driver lacks, this lacks too: requests, touch, languages, and a light that
changes.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.bidi.webkit_driver import Driver, Message, Refused, start_driver
from harness.bidi.webkit_tab import NUMBERS, Tab, expression
from harness.bidi.websocket import CLOSE, PING, PONG, TEXT, Frames, accept

UTILITY_CALL = "utilityScript.evaluate(...args)"  # how Playwright has a text evaluated
EXPRESSION = 3  # which argument of such a call is the text
TEXTS = {"callbackText", "functionText", "expression"}  # what texts among the others are called
SCREEN = "1920x1400x24"


@dataclass
class User:
    """What is asked for a context before its browser starts."""

    viewport: Message | None = None
    scheme: str | None = None
    destination: Path | None = None
    preloads: dict[str, str] = field(default_factory=dict)
    driver: Driver | None = None


class Bridge:
    """What Playwright is connected with."""

    def __init__(self, display: str) -> None:
        self.display = display
        self.users: dict[str, User] = {}
        self.tabs: dict[str, Tab] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self.playwright: Frames | None = None
        self.ended = asyncio.Event()
        self.commands: dict[str, Callable[[Message], Awaitable[Message | None]]] = {
            "session.new": self.new_session,
            "browser.createUserContext": self.create_user,
            "browser.removeUserContext": self.remove_user,
            "browser.setDownloadBehavior": self.set_downloads,
            "browser.close": self.close,
            "browsingContext.create": self.create_tab,
            "browsingContext.close": self.close_tab,
            "browsingContext.setViewport": self.set_viewport,
            "browsingContext.navigate": self.navigate,
            "browsingContext.reload": self.reload,
            "browsingContext.traverseHistory": self.traverse_history,
            "browsingContext.captureScreenshot": self.capture_screenshot,
            "emulation.setMediaFeaturesOverride": self.set_scheme,
            "script.addPreloadScript": self.add_preload,
            "script.evaluate": self.evaluate,
            "script.callFunction": self.call_function,
            "input.performActions": self.perform_actions,
            "input.setFiles": self.set_files,
        }

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take Playwright's connection, until it leaves."""
        writer.write(accept(await reader.readuntil(b"\r\n\r\n")))
        self.playwright = Frames(reader, writer, masks=False)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while (frame := await self.playwright.read())[0] != CLOSE:
                self.take(*frame)
        await self.close({})

    def take(self, first: int, data: bytes) -> None:
        """Take a frame; commands are done side by side."""
        assert self.playwright is not None
        if first == PING:
            self.playwright.write(PONG, data)
        if first == TEXT:
            task = asyncio.ensure_future(self.answer(json.loads(data)))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def answer(self, command: Message) -> None:
        """Do a command; what WebKit has nothing for counts as done."""
        try:
            work = self.commands.get(command["method"])
            result = await work(command["params"]) if work else None
            self.send({"type": "success", "id": command["id"], "result": result or {}})
        except Refused as refusal:
            error, sentence = refusal.args
            self.send({"type": "error", "id": command["id"], "error": error, "message": sentence})
        except (KeyError, OSError, asyncio.IncompleteReadError) as failure:
            self.send({"type": "error", "id": command["id"], "error": "unknown error", "message": repr(failure)})

    def tell(self, event: str, params: Message) -> None:
        """Tell Playwright what has happened."""
        self.send({"type": "event", "method": event, "params": params})

    def send(self, message: Message) -> None:
        """Send a message."""
        assert self.playwright is not None
        self.playwright.write(TEXT, json.dumps(message).encode())

    # The browser and its contexts

    async def new_session(self, _: Message) -> Message:
        """The one session. Its browser's version tells ``harness.browsers`` what it is."""
        return {"sessionId": "bridge", "capabilities": {"browserVersion": "WebKit", "userAgent": "WebKit"}}

    async def create_user(self, _: Message) -> Message:
        """A context, whose browser starts with its first page."""
        user = f"user-{next(NUMBERS)}"
        self.users[user] = User()
        return {"userContext": user}

    async def remove_user(self, params: Message) -> None:
        """Close a context's pages and end its browser."""
        name = params["userContext"]
        for tab in [tab for tab in self.tabs.values() if tab.user == name]:
            self.leave(tab)
        if driver := self.users.pop(name).driver:
            await driver.stop()

    async def close(self, _: Message) -> None:
        """End all browsers, and the bridge."""
        for name in list(self.users):
            await self.remove_user({"userContext": name})
        self.ended.set()

    async def set_downloads(self, params: Message) -> None:
        """Where downloads are to be found."""
        for user in self.chosen(params):
            user.destination = Path(params["downloadBehavior"]["destinationFolder"])

    async def set_scheme(self, params: Message) -> None:
        """Whether the browser is to start dark."""
        for user in self.chosen(params):
            user.scheme = params["features"].get("prefers-color-scheme")

    def chosen(self, params: Message) -> Iterator[User]:
        """The contexts that a command is about."""
        return (self.users[name] for name in params.get("userContexts", []))

    # Pages

    async def create_tab(self, params: Message) -> Message:
        """Open a page; a context has one."""
        name = params["userContext"]
        user = self.users[name]
        if user.driver:
            raise Refused("unsupported operation", "a context of this bridge has one page")
        user.driver = await start_driver(self.display, is_dark=user.scheme == "dark")
        if user.viewport:
            await user.driver.resize(user.viewport["width"], user.viewport["height"])
        tab = Tab(user.driver, name, self.tell)
        tab.preloads.update(user.preloads)
        tab.destination = user.destination
        self.tabs[tab.id] = tab
        self.tell("browsingContext.contextCreated", self.context(tab))
        await tab.look()
        return {"context": tab.id}

    async def close_tab(self, params: Message) -> None:
        """Close a page; its browser ends with its context."""
        self.leave(self.tabs[params["context"]])

    def leave(self, tab: Tab) -> None:
        """Look at a page no longer."""
        tab.looks.cancel()
        tab.leave()
        del self.tabs[tab.id]
        self.tell("browsingContext.contextDestroyed", self.context(tab))

    def context(self, tab: Tab) -> Message:
        """What events say of a page that comes or goes."""
        nobody = {"children": None, "originalOpener": None, "parent": None}
        return {**nobody, "context": tab.id, "url": tab.url, "userContext": tab.user, "clientWindow": tab.id}

    async def set_viewport(self, params: Message) -> None:
        """Give a page its size, or those that are to come."""
        for user in self.chosen(params):
            user.viewport = params["viewport"]
        if tab := self.tabs.get(params.get("context", "")):
            await tab.driver.resize(params["viewport"]["width"], params["viewport"]["height"])

    async def navigate(self, params: Message) -> Message:
        """Send a page to an address."""
        tab = self.tabs[params["context"]]
        navigation = tab.start_navigation(params["url"])
        await tab.driver.post("/url", url=params["url"])
        return {"navigation": navigation, "url": params["url"]}

    async def reload(self, params: Message) -> None:
        """Load a page anew."""
        await self.tabs[params["context"]].driver.post("/refresh")

    async def traverse_history(self, params: Message) -> None:
        """Go back or on by one page."""
        await self.tabs[params["context"]].driver.post("/back" if params["delta"] < 0 else "/forward")

    async def capture_screenshot(self, params: Message) -> Message:
        """What is seen of a page, as PNG."""
        return {"data": await self.tabs[params["context"]].driver.get("/screenshot")}

    # Scripts

    async def add_preload(self, params: Message) -> Message:
        """Have a script run before a page's own; channels are not offered."""
        script = f"script-{next(NUMBERS)}"
        if not params.get("arguments"):
            for user in self.chosen(params):
                user.preloads[script] = params["functionDeclaration"]
            for context in params.get("contexts", []):
                self.tabs[context].preloads[script] = params["functionDeclaration"]
        return {"script": script}

    async def evaluate(self, params: Message) -> Message:
        """The value of an expression."""
        return await self.run(params, f"() => ({expression(params['expression'])})", [])

    async def call_function(self, params: Message) -> Message:
        """The value of a call. The texts that Playwright's helper evaluates go along compiled."""
        work, values = params["functionDeclaration"], params.get("arguments", [])
        if UTILITY_CALL in work:
            texts = [values[EXPRESSION]["value"], *find_texts(values)]
            work = f"bridge.withTexts({self.tabs[params['target']['context']].compile(texts)}, {work})"
        return await self.run(params, work, values)

    async def run(self, params: Message, work: str, values: list[Message]) -> Message:
        """The value of a call in the world that a command names."""
        target = params["target"]
        is_kept = params.get("resultOwnership") == "root"
        return await self.tabs[target["context"]].call(
            work, values, sandbox=target.get("sandbox", "main"), is_kept=is_kept
        )

    # Input

    async def perform_actions(self, params: Message) -> None:
        """Move and press; WebKit wants whole pixels. What that does to the page is told before it counts as done."""
        tab = self.tabs[params["context"]]
        for action in [action for source in params["actions"] for action in source["actions"]]:
            action.update({side: round(action[side]) for side in ("x", "y") if side in action})
        await tab.driver.post("/actions", actions=params["actions"])
        await tab.look()

    async def set_files(self, params: Message) -> None:
        """Give files to a field."""
        driver = self.tabs[params["context"]].driver
        element = await driver.run(f"return bridge.element({json.dumps(params['element']['sharedId'])});")
        (number,) = element.values()
        await driver.post(f"/element/{number}/value", text="\n".join(params["files"]))


def find_texts(value: Any) -> Iterator[str]:
    """The texts among arguments that Playwright's helper evaluates: entries ``{k: name, v: text}`` of objects."""
    if isinstance(value, dict):
        yield from find_texts(value.get("value"))
    if not isinstance(value, list):
        return
    if [pair[0].get("value") for pair in value if isinstance(pair, list)] == ["k", "v"]:
        name, text = (pair[1].get("value") for pair in value)
        if name in TEXTS and isinstance(text, str) and not text.startswith("to."):  # what is expected "to.have.text"
            yield text
    for each in value:
        yield from find_texts(each)


async def main() -> int:
    """Serve on a screen of our own until Playwright leaves."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]
    quiet = asyncio.subprocess.DEVNULL
    screen = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, stderr=quiet)
    assert screen.stdout is not None
    bridge = Bridge(f":{(await screen.stdout.readline()).decode().strip()}")
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, bridge.ended.set)
    server = await asyncio.start_server(bridge.serve, "127.0.0.1", 0)
    sys.stderr.write(f"WebDriver BiDi listening on ws://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stderr.flush()
    await bridge.ended.wait()
    screen.terminate()
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
