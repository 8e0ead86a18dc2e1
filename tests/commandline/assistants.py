"""An assistant: the SDK's own client, and ``bria-studio mcp`` as a process of its own that it talks to."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult, Tool

from harness.processes import ROOT
from tests.commandline.processes import COMMAND, environment


class Assistant:
    """Calls tools, one after another."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self.portal, self.client = portal, client
        self.told: list[float] = []

    def list_tools(self) -> list[Tool]:
        """All tools."""
        return self.portal.call(self.client.list_tools).tools

    def call(self, name: str, **given: Any) -> dict[str, Any]:
        """What a tool answers."""
        result = self.ask(name, given)
        assert not result.is_error, result.content
        assert isinstance(result.structured_content, dict)
        return result.structured_content

    def refused(self, name: str, **given: Any) -> str:
        """The sentence by which a tool refuses, which is on one line."""
        result = self.ask(name, given)
        assert result.is_error, result.structured_content
        (said,) = result.content
        assert said.type == "text"
        assert "\n" not in said.text
        return said.text

    def ask(self, name: str, given: dict[str, Any]) -> CallToolResult:
        """What came of a call; ``told`` is how far it was said to be meanwhile."""
        self.told.clear()

        async def note(progress: float, total: float | None, message: str | None) -> None:
            self.told.append(progress)

        async def ask() -> CallToolResult:
            return await self.client.call_tool(name, given, progress_callback=note)

        return self.portal.call(ask)


@contextmanager
def assisted(*folders: Path) -> Iterator[Assistant]:
    """An assistant that was given these folders."""
    server = StdioServerParameters(
        command=COMMAND[0], args=[*COMMAND[1:], "mcp", *map(str, folders)], env=environment(), cwd=ROOT
    )
    with contextlib.ExitStack() as stack:
        portal = stack.enter_context(start_blocking_portal())
        client = Client(server)
        stack.enter_context(portal.wrap_async_context_manager(client))
        yield Assistant(portal, client)
