"""What docs/mcp.md says is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from commandline.parser import build_parser
from harness.processes import ROOT
from tests.commandline.processes import save

pytest.importorskip("mcp", reason="NOTHING OF bria-studio mcp WAS TESTED: make mcp installs what that needs")

from commandline.assistants.tools import TOOLS
from tests.commandline.assistants import assisted

DOCUMENT = (ROOT / "docs" / "mcp.md").read_text()
BLOCKS = re.findall(r"```json\n(.*?)```", DOCUMENT, re.DOTALL)


def test_the_table_has_every_tool_with_all_that_it_takes() -> None:
    rows = {row[1]: row[2] for row in re.finditer(r"^\| `(\w+)` \| (.*) \|$", DOCUMENT, re.MULTILINE)}
    assert set(rows) == set(TOOLS)
    shared = {"picture", "folder", "suffix", "format", "quality"}
    for name, row in rows.items():
        takes = set(TOOLS[name].schema["properties"]) - shared
        assert takes <= set(re.findall(r"`(\w+)`", row)), name


def test_the_example_of_a_configuration_is_a_command_that_is_understood() -> None:
    (server,) = json.loads(BLOCKS[0])["mcpServers"].values()
    assert Path(server["command"]).parts[-3:] == (".venv", "bin", "bria-studio")
    typed = build_parser().parse_args(server["args"])
    assert (typed.command, typed.folders) == ("mcp", server["args"][1:])


def test_the_commands_in_the_document_are_there() -> None:
    made = re.findall(r"^    make (\w+)", DOCUMENT, re.MULTILINE)
    assert made == ["mcp"]
    assert "\nmcp: " in (ROOT / "Makefile").read_text()
    assert "pip install '.[mcp]'" in DOCUMENT
    assert "\nmcp = [" in (ROOT / "pyproject.toml").read_text()


def test_the_examples_of_calls_work(tmp_path: Path) -> None:
    save(tmp_path / "cup.png", 48)
    calls = [json.loads(line) for line in BLOCKS[1].splitlines()]
    with assisted(tmp_path) as assistant:
        answers = [assistant.call(call["name"], **call["arguments"]) for call in calls]
    results = [Path(answer["result"]).relative_to(tmp_path).as_posix() for answer in answers if "result" in answer]
    assert results == ["cup-erase.png", "cup-clean.png", "large/cup.webp", "cup-recipe.png"]
