"""Writing ``models.toml``: one table put in or taken out, everything else left as it stands."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.weights.errors import WeightsError
from engine.weights.specs import FILE, Task

HEADER = re.compile(r"^[ \t]*\[")
REMARK = re.compile(r"^\s*(#|$)")


def read_tables(folder: Path) -> dict[str, Any]:
    """The tables of ``models.toml`` in ``folder`` as they stand, whatever they say; none where there is no file.

    Raises:
        WeightsError: it cannot be read.
    """
    return parse(read_text(folder), folder)


def write_table(folder: Path, task: Task, table: Mapping[str, Any]) -> None:
    """Describe the model for ``task`` by ``table``, in the place of what was said of one.

    Raises:
        WeightsError: the file cannot be read or written, or is laid out so that nobody can change one table of it.
    """
    lines = [f"[{task}]", *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items())]
    kept = take_out(read_text(folder), task)
    text = "\n".join([*([kept.rstrip("\n"), ""] if kept.strip() else []), *lines, ""])
    save(folder, text, {**read_tables(folder), task: dict(table)})


def remove_table(folder: Path, task: Task) -> None:
    """Say nothing of a model for ``task`` any more. Raises WeightsError as ``write_table``."""
    tables = read_tables(folder)
    tables.pop(task, None)
    save(folder, take_out(read_text(folder), task), tables)


def take_out(text: str, task: Task) -> str:
    """``text`` without the lines from the header of ``task`` to the next one; remarks above that belong to it."""
    kept: list[str] = []
    remarks: list[str] = []
    inside = False
    for line in text.splitlines(keepends=True):
        if HEADER.match(line):
            inside = re.match(rf"\s*\[\s*{task}\s*\]", line) is not None
            kept += [] if inside else remarks
            remarks = []
        if not inside:
            kept.append(line)
        elif REMARK.match(line):
            remarks.append(line)
        else:
            remarks = []
    return "".join(kept + remarks)


def save(folder: Path, text: str, tables: Mapping[str, Any]) -> None:
    """Write ``text``, which must mean ``tables``, in one step: whoever reads meanwhile sees the old file or the new."""
    try:
        is_right = tomllib.loads(text) == tables
    except tomllib.TOMLDecodeError:
        is_right = False
    if not is_right:
        raise WeightsError(f"{folder / FILE} is laid out in a way that cannot be changed here: change it by hand.")
    beside = folder / f"{FILE}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, "utf-8")
        beside.replace(folder / FILE)
    except OSError as error:
        raise WeightsError(f"{folder / FILE} cannot be written: {error.strerror}.") from None


def read_text(folder: Path) -> str:
    """What ``models.toml`` holds, "" where there is none. Raises WeightsError where it cannot be read."""
    try:
        return (folder / FILE).read_text("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise WeightsError(f"{folder / FILE} cannot be read: {error}") from None


def parse(text: str, folder: Path) -> dict[str, Any]:
    """The tables that ``text`` stands for. Raises WeightsError where it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WeightsError(f"{folder / FILE} cannot be read: {error}") from None
