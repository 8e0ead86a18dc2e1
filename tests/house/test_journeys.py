"""Every tool, and what is around them, is used to the end by mouse, keyboard alone and touch, and in every browser."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

import pytest

from editor.tools.registry import TOOLS
from tests.house.files import ROOT

# Who makes a journey: the fixture of tests/browser that it asks for.
WAYS = {"journey": "by mouse", "typist": "by keyboard alone", "phone": "by touch"}
SELECTING = ["region", "brush", "mask eraser", "lasso", "box", "marquee", "grow and shrink"]
AROUND = ["look", "compare", "undo", "branch deletion", "export", "search", "palette"]


EVERYWHERE = "in every browser"


def journeys() -> Iterator[tuple[str, str]]:
    """What each marked journey does, and how."""
    for path in sorted((ROOT / "tests" / "browser").glob("test_*.py")):
        for function in ast.parse(path.read_text()).body:
            if isinstance(function, ast.FunctionDef):
                yield from ((deed, way) for deed in deeds(function) for way in ways(function))


def ways(function: ast.FunctionDef) -> Iterator[str]:
    """By what a journey is made, and whether in every browser."""
    yield from (WAYS[argument.arg] for argument in function.args.args if argument.arg in WAYS)
    if "pytest.mark.every_browser" in map(ast.unparse, function.decorator_list):
        yield EVERYWHERE


def deeds(function: ast.FunctionDef) -> Iterator[str]:
    """What the marker ``does`` says of a journey."""
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.does":
            yield from (ast.literal_eval(value) for value in decorator.args)


DONE = defaultdict(set)
for deed, way in journeys():
    DONE[deed].add(way)


@pytest.mark.parametrize("deed", [*TOOLS, *SELECTING, *AROUND])
def test_it_is_done_by_mouse_by_keyboard_alone_and_by_touch_and_in_every_browser(deed: str) -> None:
    assert DONE[deed] == {*WAYS.values(), EVERYWHERE}


def test_no_journey_does_what_nobody_asks_for() -> None:
    assert set(DONE) <= {*TOOLS, *SELECTING, *AROUND}
