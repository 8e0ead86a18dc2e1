"""``verify``: whether a recipe made a result out of an original, and what it changed."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from commandline import pictures
from commandline.embedded import Embedded
from commandline.errors import DONE, SOME_FAILED, FileFailed
from commandline.ordering import read_recipe_file
from commandline.reports import write_line
from commandline.work import read_file
from recipes.model import Recipe

if TYPE_CHECKING:
    from engine.recipes.verify import Verification


def carry_out(typed: Namespace) -> int:
    """Judge a result; 0 where it is proven.

    Raises:
        BadUse: there is no recipe.
    """
    recipe = read_recipe_file(Path(typed.recipe))
    try:
        found = judge(recipe, read_picture(typed.original), read_picture(typed.result))
    except FileFailed as failure:
        write_line(sys.stderr, f"bria-studio: {failure}")
        return SOME_FAILED
    if typed.json:
        write_line(sys.stdout, json.dumps({"proven": found.is_proven, **asdict(found)}))
    else:
        for line in describe(found):
            write_line(sys.stdout, line)
    return DONE if found.is_proven else SOME_FAILED


def read_picture(name: str) -> bytes:
    """A picture's file for the engine.

    Raises:
        FileFailed: there is none; the sentence names it.
    """
    try:
        data, _ = read_file(Path(name))
        return pictures.open_picture(data, is_named=True).image
    except FileFailed as failure:
        raise FileFailed(f"{name}: {failure}") from failure


def judge(recipe: Recipe, original: bytes, result: bytes) -> Verification:
    """What the engine finds out.

    Raises:
        FileFailed: it cannot be found out.
    """
    embedded = Embedded()
    from engine.recipes import verify

    with embedded.asking():
        return verify.verify(recipe, original, result)


def describe(found: Verification) -> list[str]:
    """What was found out, a sentence a line."""
    lines = ["Proven." if found.is_proven else "Not proven."]
    if found.same_bytes:
        lines.append("The recipe makes the same bytes of the original.")
    elif found.same_pixels:
        lines.append("The recipe makes the same pixels of the original; the files differ in how they are packed.")
    else:
        lines.append("The recipe makes another picture of the original.")
    if found.input_known is False:
        lines.append("The original is not the file that the recipe was made on.")
    if found.outside is None:
        lines.append("The result has another size than the original, which the recipe does not say.")
    elif found.outside:
        lines.append(f"{found.outside} pixels differ where no step may change anything.")
    elif found.changed is not None:
        lines.append(
            f"{found.changed} pixels differ, all where the recipe says so ({found.declared:.1%} of the frame)."
        )
    return lines
