"""The server: what the tools are is told, and calls are checked, carried out and answered."""

from __future__ import annotations

import json
from typing import Any

import anyio
import mcp_types as types
from jsonschema import Draft202012Validator
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from commandline.assistants.calls import Call
from commandline.assistants.folders import Folders, open_folders
from commandline.assistants.process import EngineProcess, Tell
from commandline.assistants.tools import TOOLS, Tool
from commandline.errors import DONE, BadUse, CommandError
from commandline.reports import show

NAME = "bria-studio"
INSTRUCTIONS = (
    "Edits photos on this machine. Results are new files; nothing is ever overwritten. "
    "list_pictures tells which photos there are, find_regions and list_people what is in one."
)
LONGEST_FAULT = 300  # characters of what is wrong with an argument

Context = ServerRequestContext[dict[str, Any]]


def serve_folders(names: list[str]) -> int:
    """Serve until whoever began this is gone.

    Raises:
        BadUse: one of the folders cannot be used.
    """
    anyio.run(serve, open_folders(names))
    return DONE


async def serve(folders: Folders) -> None:
    """Answer over the standard streams."""
    process = EngineProcess()

    async def call_tool(context: Context, asked: types.CallToolRequestParams) -> types.CallToolResult:
        return await answer(Call(folders, process, tell_over(context)), asked)

    server = Server(
        NAME,
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )
    try:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
    finally:
        process.end()


def tell_over(context: Context) -> Tell:
    """What tells whoever called how far it is, where they asked for that."""

    async def tell(share: float) -> None:
        await context.session.report_progress(share, 1.0)

    return tell


async def list_tools(context: Context, asked: types.PaginatedRequestParams | None) -> types.ListToolsResult:
    """All tools."""
    return types.ListToolsResult(tools=[describe_tool(tool) for tool in TOOLS.values()])


def describe_tool(tool: Tool) -> types.Tool:
    """A tool in the protocol's words."""
    return types.Tool(
        name=tool.name,
        description=tool.text,
        input_schema=tool.schema,
        annotations=types.ToolAnnotations(
            read_only_hint=not tool.is_writing, destructive_hint=False, open_world_hint=False
        ),
    )


async def answer(call: Call, asked: types.CallToolRequestParams) -> types.CallToolResult:
    """What came of a call; what went wrong is one sentence."""
    try:
        tool = find_tool(asked.name)
        given = asked.arguments or {}
        check_arguments(tool, given)
        found = await tool.run(call, given)
    except CommandError as error:
        return types.CallToolResult(content=[say(show(str(error)))], is_error=True)
    return types.CallToolResult(content=[say(json.dumps(found, ensure_ascii=False))], structured_content=found)


def say(text: str) -> types.TextContent:
    """A text as the protocol has it."""
    return types.TextContent(type="text", text=text)


def find_tool(name: str) -> Tool:
    """The tool of this name.

    Raises:
        BadUse: there is none.
    """
    if name not in TOOLS:
        raise BadUse(f"There is no such tool; there are: {', '.join(TOOLS)}.")
    return TOOLS[name]


def check_arguments(tool: Tool, given: dict[str, Any]) -> None:
    """Refuse arguments that a tool does not take.

    Raises:
        BadUse: there are such.
    """
    fault = next(iter(Draft202012Validator(tool.schema).iter_errors(given)), None)
    if fault is None:
        return
    where = f"{'.'.join(map(str, fault.absolute_path))}: " if fault.absolute_path else ""
    said = fault.message if len(fault.message) <= LONGEST_FAULT else f"{fault.message[:LONGEST_FAULT]}…"
    raise BadUse(f"{where}{said}.")
