#!/usr/bin/env python3
"""Stands between Playwright and the Firefox that distributions carry; started by Playwright in Firefox's place.

Playwright drives such a Firefox by WebDriver BiDi, and asks at once for what Firefox 153 does not know,
``emulation.setMediaFeaturesOverride``, and has no words for fingers. This starts Firefox, hands its WebSocket on frame
by frame, and answers that one command by the preference that Firefox keeps for it. It hides the toolbars of windows:
whoever walks with the Tab key comes back to the page from its end. And it takes commands from tests at a door of its
own, a Unix socket (``RELAY_DOOR``), a line of JSON each: those of BiDi, and ``relay.setPointer``.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import re
import signal
import sys
from collections.abc import Coroutine
from typing import Any

from harness.bidi.websocket import CLOSE, TEXT, Frames

LISTENING = re.compile(rb"WebDriver BiDi listening on ws://127\.0\.0\.1:(\d+)")
OWN = 1_000_000_000  # numbers of our own commands start here, where Playwright's never come
MEDIA = "emulation.setMediaFeaturesOverride"
CREATE = "browsingContext.create"
DOWNLOAD = b'{"type":"event","method":"browsingContext.download'
ACTIONS = "input.performActions"
POINTER = "relay.setPointer"
SET = "Services.prefs.setIntPref('{}', {});"
SCHEME = "layout.css.prefers-color-scheme.content-override"
SCHEMES = {"dark": 0, "light": 1, None: 2}  # as the preference counts them; 2 is what the system wishes
HIDE = """
for (const window of Services.wm.getEnumerator("navigator:browser"))
  window.document.getElementById("navigator-toolbox").hidden = true;
"""
CAPABILITIES = ["ui.primaryPointerCapabilities", "ui.allPointerCapabilities"]
POINTERS = {"mouse": 6, "touch": 1}  # as the preferences count them: fine and hovers; coarse

Message = dict[str, Any]


class Relay:
    """Between the driver, which connects to us, and Firefox, which listens at ``port``."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pointer = "mouse"
        self.numbers = itertools.count(OWN)
        self.waiting: dict[int, asyncio.Future[Message]] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self.firefox: Frames | None = None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hand frames on in both directions until one end leaves. Extensions are not agreed on: frames stay plain."""
        head = await reader.readuntil(b"\r\n\r\n")
        above, below = await asyncio.open_connection("127.0.0.1", self.port)
        kept = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"sec-websocket-extensions")]
        ours = [b"Host: 127.0.0.1:%d" % self.port if line.lower().startswith(b"host:") else line for line in kept]
        below.write(b"\r\n".join(ours))
        writer.write(await above.readuntil(b"\r\n\r\n"))
        self.firefox = Frames(above, below, masks=True)
        driver = Frames(reader, writer, masks=False)
        ways = [asyncio.ensure_future(way) for way in (self.listen(driver), self.reply(driver))]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        below.close()
        writer.close()

    async def listen(self, driver: Frames) -> None:
        """Hand on what the driver says, but for what we do ourselves; its mouse is what the tests want it to be."""
        assert self.firefox is not None
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                first, data = await driver.read()
                if first == TEXT and any(name.encode() in data for name in (MEDIA, CREATE)):
                    self.start(self.answer(driver, json.loads(data)))
                    continue
                if self.pointer != "mouse" and ACTIONS.encode() in data:
                    data = data.replace(b'"pointerType":"mouse"', f'"pointerType":"{self.pointer}"'.encode())
                self.firefox.write(first, data)
                if first == CLOSE:
                    return

    async def reply(self, driver: Frames) -> None:
        """Hand on what Firefox says, but for answers to our own commands."""
        assert self.firefox is not None
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                first, data = await self.firefox.read()
                if self.waiting and first == TEXT and (number := json.loads(data).get("id")) in self.waiting:
                    self.waiting.pop(number).set_result(json.loads(data))
                    continue
                driver.write(first, name_download(data) if data.startswith(DOWNLOAD) else data)

    async def answer(self, driver: Frames, command: Message) -> None:
        """Do what we do ourselves; a command that only speaks of it is handed on."""
        method, params = command["method"], command["params"]
        if method == MEDIA:
            answer = await self.set_scheme(params["features"].get("prefers-color-scheme"))
        else:
            answer = await self.ask(method, params)
        if method == CREATE:
            await self.run_in_the_window(HIDE)
        driver.write(TEXT, json.dumps({**answer, "id": command["id"]}).encode())

    async def set_scheme(self, scheme: str | None) -> Message:
        """Answer the command that Firefox does not know; it holds for all of its pages."""
        return await self.run_in_the_window(SET.format(SCHEME, SCHEMES[scheme]))

    async def open_door(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Do what a test asks."""
        command = json.loads(await reader.readline())
        if command["method"] == POINTER:
            self.pointer = command["params"]["type"]
            kind = POINTERS[self.pointer]
            answer = await self.run_in_the_window("".join(SET.format(name, kind) for name in CAPABILITIES))
        else:
            answer = await self.ask(command["method"], command["params"])
        writer.write(json.dumps(answer).encode() + b"\n")
        await writer.drain()
        writer.close()

    async def run_in_the_window(self, expression: str) -> Message:
        """Evaluate an expression with the rights of Firefox itself."""
        tree = await self.ask("browsingContext.getTree", {"moz:scope": "chrome"})
        target = {"context": tree["result"]["contexts"][0]["context"]}
        return await self.ask("script.evaluate", {"expression": expression, "target": target, "awaitPromise": False})

    async def ask(self, method: str, params: Message) -> Message:
        """Firefox's answer to a command of our own."""
        assert self.firefox is not None
        number = next(self.numbers)
        self.waiting[number] = asyncio.get_running_loop().create_future()
        self.firefox.write(TEXT, json.dumps({"id": number, "method": method, "params": params}).encode())
        return await self.waiting[number]

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside the rest."""
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


def name_download(data: bytes) -> bytes:
    """An event of a download with a name for it, without which Playwright passes over files that scripts have made."""
    event = json.loads(data)
    event["params"].setdefault("download", event["params"]["navigation"] or event["params"]["url"])
    return json.dumps(event).encode()


async def main(arguments: list[str]) -> int:
    """Start Firefox and serve until it ends; its exit status."""
    program = [os.environ["FIREFOX"], "--remote-allow-system-access", *arguments]
    firefox = await asyncio.create_subprocess_exec(*program, stderr=asyncio.subprocess.PIPE)
    assert firefox.stderr is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, firefox.terminate)
    async for line in firefox.stderr:
        if found := LISTENING.search(line):
            line = line.replace(found[1], str(await serve(Relay(int(found[1])))).encode())
        sys.stderr.buffer.write(line)
        sys.stderr.buffer.flush()
    return await firefox.wait()


async def serve(relay: Relay) -> int:
    """Open the relay for the driver and for tests; the driver's port."""
    await asyncio.start_unix_server(relay.open_door, os.environ["RELAY_DOOR"])
    server = await asyncio.start_server(relay.serve, "127.0.0.1", 0)
    return int(server.sockets[0].getsockname()[1])


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
