"""WebKitGTK's WebDriver, as a process with one session and one browser."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import shutil
import socket
import tempfile
from pathlib import Path
from typing import Any

START = 30  # seconds until the driver answers on a busy machine
STARTS = 3  # tries: now and then one of WebKitGTK's browsers never says that it is there
ANSWER = 1 << 26  # bytes of a line of an answer, at most: a picture of the screen is one

Message = dict[str, Any]


class Refused(Exception):
    """A command was not done: its error's name in WebDriver, and a sentence."""


class Driver:
    """WebKitWebDriver, and the browser that it has started."""

    def __init__(self, process: asyncio.subprocess.Process, port: int, folder: Path) -> None:
        self.process = process
        self.port = port
        self.folder = folder
        self.lock = asyncio.Lock()  # one command after the other
        self.session = ""

    async def stop(self) -> None:
        """End both, and forget what they have written."""
        with contextlib.suppress(Refused, OSError, asyncio.IncompleteReadError):
            await self.call("DELETE", f"/session/{self.session}")
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    async def get(self, path: str) -> Any:
        """The value of a question to the session."""
        return await self.call("GET", f"/session/{self.session}{path}")

    async def post(self, path: str, **body: Any) -> Any:
        """The value of a command to the session."""
        return await self.call("POST", f"/session/{self.session}{path}", body)

    async def run(self, script: str) -> Any:
        """What a script returns that is run in the page."""
        return await self.post("/execute/sync", script=script, args=[])

    async def call(self, method: str, path: str, body: Message | None = None) -> Any:
        """The value of a command to the driver; raises Refused."""
        data = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: close\r\n"
        async with self.lock:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=ANSWER)
            writer.write(f"{head}Content-Length: {len(data)}\r\n\r\n".encode() + data)
            value = json.loads(await read_body(reader))["value"]
            writer.close()
        if isinstance(value, dict) and "error" in value:
            raise Refused(value["error"], value.get("message", ""))
        return value

    async def resize(self, width: int, height: int) -> None:
        """Give the page this size in CSS pixels; the window is larger, and by how much is seen only then."""
        edges = [0, 0]
        for _ in range(3):
            await self.post("/window/rect", x=0, y=0, width=width + edges[0], height=height + edges[1])
            inner = await self.run("return [innerWidth, innerHeight]")
            if inner == [width, height]:
                return
            outer = await self.get("/window/rect")
            edges = [outer["width"] - inner[0], outer["height"] - inner[1]]


async def read_body(reader: asyncio.StreamReader) -> bytes:
    """The body of an HTTP answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    size = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
    return await reader.readexactly(int(size[1]) if size else 0)


async def start_driver(display: str, *, is_dark: bool) -> Driver:
    """A driver whose browser is seen on this X display; it stays as dark as it starts. Raises TimeoutError."""
    for _ in range(STARTS - 1):
        with contextlib.suppress(TimeoutError):
            return await start_once(display, is_dark=is_dark)
    return await start_once(display, is_dark=is_dark)


async def start_once(display: str, *, is_dark: bool) -> Driver:
    """One try at it."""
    folder = Path(tempfile.mkdtemp(prefix="webkit-"))
    (folder / "downloads").mkdir()
    (folder / "user-dirs.dirs").write_text(f'XDG_DOWNLOAD_DIR="{folder / "downloads"}"\n')
    variables = {**os.environ, "DISPLAY": display, "XDG_CONFIG_HOME": str(folder), "GDK_BACKEND": "x11"}
    port = free_port()
    process = await asyncio.create_subprocess_exec("WebKitWebDriver", f"--port={port}", env=variables)
    driver = Driver(process, port, folder)
    try:
        await open_session(driver, ["--automation", *(["--dark-mode"] if is_dark else [])])
    except TimeoutError:
        process.kill()
        await process.wait()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return driver


async def open_session(driver: Driver, arguments: list[str]) -> None:
    """Start the browser, once the driver answers; no command waits for a page to load."""
    options = {"binary": os.environ["MINIBROWSER"], "args": arguments}
    wanted = {"pageLoadStrategy": "none", "webkitgtk:browserOptions": options}
    async with asyncio.timeout(START):
        while not driver.session:
            with contextlib.suppress(ConnectionError):
                made = await driver.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
                driver.session = made["sessionId"]
            await asyncio.sleep(0.02)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
