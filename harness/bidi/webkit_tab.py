"""A page of WebKit, its documents, and what is seen to happen there."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from harness.bidi.webkit_driver import Driver, Message, Refused

PAGE = Path(__file__).with_name("webkit_page.js").read_text()
LOOK = 0.03  # seconds between two looks at a page
STATES = ["loading", "interactive", "complete"]
BLANK = "about:blank"
SANDBOX = "__playwright_utility_world__"  # Playwright's own world in a page, which is the page's here
NUMBERS = itertools.count(1)

Tell = Callable[[str, Message], None]


class Tab:
    """A page: BiDi's browsing context, and the document that is seen in it. ``tell`` hands an event on."""

    def __init__(self, driver: Driver, user: str, tell: Tell) -> None:
        self.driver = driver
        self.user = user
        self.tell = tell
        self.id = f"page-{next(NUMBERS)}"
        self.document = ""
        self.url = self.destination_url = BLANK
        self.navigation: str | None = None  # that has led to the document
        self.awaited: str | None = None  # that is to lead to the next
        self.lock = asyncio.Lock()  # one look after the other: a document is met once
        self.state = -1
        self.preloads: dict[str, str] = {}
        self.compiled: set[str] = set()
        self.waiting: dict[int, asyncio.Future[Message]] = {}
        self.downloads: set[str] = set()
        self.destination: Path | None = None
        self.looks = asyncio.ensure_future(self.keep_looking())

    # What happens

    async def keep_looking(self) -> None:
        """Look at the page again and again."""
        while True:
            await asyncio.sleep(LOOK)
            with contextlib.suppress(Refused, OSError, asyncio.IncompleteReadError):
                await self.look()

    async def look(self) -> None:
        """See what has happened in the page, and tell."""
        await self.ask("return null;")
        self.tell_downloads()

    async def ask(self, body: str) -> Message | None:
        """What ``body`` returns in the page; what a look shows is told. Where the document is another, that is met."""
        async with self.lock:
            seen = await self.look_after(body)
            if seen is None:
                await self.meet()
                return None
            self.tell_seen(seen)
            done: Message | None = seen["done"]
            return done

    async def look_after(self, body: str) -> Message | None:
        """What ``body`` returns, as ``done``, and what a look shows after it; None where the document is another."""
        script = f"""
            if (window.bridge?.document !== {json.dumps(self.document)}) return "null";
            const done = (() => {{ {body} }})();
            return JSON.stringify({{ done, ...bridge.look() }});"""
        seen: Message | None = json.loads(await self.driver.run(script) or "null")  # nothing, where that went meanwhile
        return seen

    async def meet(self) -> None:
        """Another document is there: run what is to run before its own scripts, as far as we are in time, and tell."""
        document = f"document-{next(NUMBERS)}"
        script = f"""
            const isNew = !window.bridge;
            window.bridge ??= ({PAGE})({json.dumps(self.id)});
            bridge.document = {json.dumps(document)};
            if (isNew) {{ {"".join(f"({text})();" for text in self.preloads.values())} }}
            return JSON.stringify(bridge.look());"""
        while not (text := await self.driver.run(script)):
            await asyncio.sleep(LOOK)
        seen = json.loads(text)
        self.leave()
        self.document = document
        if seen["url"] == BLANK != self.destination_url:
            return  # the empty page of a browser that has just started, on the way to another
        self.url, self.state = seen["url"], -1
        self.navigation = self.awaited or self.start_navigation(self.url)
        self.awaited, self.destination_url = None, BLANK
        self.tell("browsingContext.navigationCommitted", self.about)
        realm = {"realm": self.realm(), "type": "window", "origin": "", "context": self.id}
        self.tell("script.realmCreated", realm)
        self.tell_seen(seen)

    def start_navigation(self, url: str) -> str:
        """Another document is on its way; its number."""
        self.awaited, self.destination_url = f"navigation-{next(NUMBERS)}", url
        self.tell("browsingContext.navigationStarted", {**self.about, "url": url, "navigation": self.awaited})
        return self.awaited

    def leave(self) -> None:
        """The document is gone, and with it whatever it still had to answer."""
        if self.document:
            self.tell("script.realmDestroyed", {"realm": self.realm()})
            self.tell("script.realmDestroyed", {"realm": self.realm(SANDBOX)})
        for future in self.waiting.values():
            future.set_exception(Refused("no such handle", "the document is gone"))
        self.waiting.clear()
        self.compiled.clear()

    @property
    def about(self) -> Message:
        """What events say of the page."""
        return {"context": self.id, "url": self.url, "timestamp": 0, "navigation": self.navigation}

    def realm(self, sandbox: str = "main") -> str:
        """The name of a world in the document."""
        return f"{self.document} {sandbox}"

    def tell_seen(self, seen: Message) -> None:
        """Tell what a look has shown."""
        for number, answer in seen["settled"]:
            if future := self.waiting.pop(number, None):
                future.set_result(answer)
        for message in seen["messages"]:
            self.tell("log.entryAdded", self.log_entry(**message))
        if seen["url"] != self.url:
            self.url = seen["url"]
            self.tell("browsingContext.historyUpdated", self.about)
        self.tell_state(STATES.index(seen["state"]))

    def tell_state(self, state: int) -> None:
        """Tell how far the document has come."""
        if self.state < 1 <= state:
            self.tell("browsingContext.domContentLoaded", self.about)
        if self.state < 2 <= state:
            self.tell("browsingContext.load", self.about)
        self.state = state

    def log_entry(self, method: str | None, text: str) -> Message:
        """A line of the console, or an error that nobody caught: that has no method."""
        source = {"realm": self.realm(), "context": self.id}
        kind = {"type": "console", "method": method} if method else {"type": "javascript"}
        arguments = [{"type": "string", "value": text}]
        return {**kind, "level": "error", "source": source, "text": text, "timestamp": 0, "args": arguments}

    def tell_downloads(self) -> None:
        """Tell of files that have arrived since, and put them where Playwright looks for them."""
        for path in (self.driver.folder / "downloads").iterdir():
            if path.name in self.downloads or path.suffix == ".wkdownload" or not path.stat().st_size:
                continue
            self.downloads.add(path.name)
            if self.destination:
                shutil.copy(path, self.destination / path.name)
            about = {**self.about, "download": f"download-{next(NUMBERS)}", "suggestedFilename": path.name}
            self.tell("browsingContext.downloadWillBegin", about)
            self.tell("browsingContext.downloadEnd", {**about, "status": "complete", "filepath": str(path)})

    # What is asked

    async def call(self, work: str, values: list[Message], *, sandbox: str, is_kept: bool) -> Message:
        """BiDi's answer to a call of a function in the page; ``is_kept``: the value is handed out as a handle."""
        number = next(NUMBERS)
        future = self.waiting[number] = asyncio.get_running_loop().create_future()
        done = await self.ask(f"return bridge.run({number}, {work}, {json.dumps(values)}, {json.dumps(is_kept)});")
        if done:
            self.waiting.pop(number)
            future.set_result(done)
        return {**await future, "realm": self.realm(sandbox)}

    def compile(self, texts: Iterable[str]) -> str:
        """A list, in JavaScript, of those texts that the document does not know yet, each with what it says."""
        new = set(texts) - self.compiled
        self.compiled |= new
        return "[" + ",".join(f"[{json.dumps(text)}, () => ({expression(text)})]" for text in new) + "]"


def expression(text: str) -> str:
    """A text as a part of another expression: comments end with their line."""
    return "\n" + text.strip().rstrip(";") + "\n"
