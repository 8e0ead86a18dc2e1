"""What the documents name is there: files, modules, tests, figures."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from tests.house.files import ROOT, python_files, shown

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
QUOTED = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"[\w.-]+(/[\w.-]+)*/([\w.-]+\.\w+)?|[\w-]+\.md")
NAME = re.compile(r"(?<![\w./-])(?:bria|briastudio|accounts|editor|engine)(?:\.[A-Za-z_]\w*)+\b(?!/)")
SCRIPT_FUNCTION = re.compile(r"`(static/js/[\w/-]+\.js)#(\w+)`")
FIGURES = re.compile(r'FIGURES="?([\w ]+)')
MADE = {"data/", "models/", "v1/", "v2/"}  # at run time, or addresses


@pytest.mark.parametrize("document", DOCUMENTS, ids=shown)
def test_the_files_it_names_are_there(document: Path) -> None:
    named = {text for text in QUOTED.findall(document.read_text()) if FILE.fullmatch(text)} - MADE
    places = (ROOT, ROOT / "templates")
    assert [text for text in sorted(named) if not any((place / text).exists() for place in places)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=shown)
def test_the_modules_and_functions_it_names_are_there(document: Path) -> None:
    names = set(NAME.findall(document.read_text()))
    assert [name for name in sorted(names) if not is_there(name)] == []


def is_there(name: str) -> bool:
    """True for a module, for what a module holds, and for what that holds: a class's method."""
    module = name
    inside: list[str] = []
    while module:
        try:
            found = import_module(module)
        except ModuleNotFoundError:
            module, _, last = module.rpartition(".")
            inside.insert(0, last)
            continue
        return holds(found, inside)
    return False


def holds(thing: object, names: list[str]) -> bool:
    """True where a thing has an attribute of the first name, that one of the second, and so on."""
    for name in names:
        if not hasattr(thing, name):
            return False
        thing = getattr(thing, name)
    return True


@pytest.mark.parametrize("document", DOCUMENTS, ids=shown)
def test_the_functions_of_scripts_it_names_are_there(document: Path) -> None:
    named = set(SCRIPT_FUNCTION.findall(document.read_text()))
    assert [f"{file}#{name}" for file, name in sorted(named) if not is_in_script(ROOT / file, name)] == []


def is_in_script(path: Path, name: str) -> bool:
    """True where a script declares a function or a method of that name, private (``#name``) or not."""
    declared = rf"^\s*(?:export )?(?:async )?(?:function |get |#)?{re.escape(name)}\([^;]*\) {{$"
    return path.exists() and re.search(declared, path.read_text(), re.MULTILINE) is not None


@pytest.mark.parametrize("document", DOCUMENTS, ids=shown)
def test_the_tests_and_figures_it_names_are_there(document: Path) -> None:
    text = document.read_text()
    tests = "".join(path.read_text() for path in python_files("tests"))
    figures = "".join(path.read_text() for path in python_files("benchmarks"))
    assert [name for name in re.findall(r"`(test_\w+)`", text) if f"def {name}(" not in tests] == []
    named = [name for names in FIGURES.findall(text) for name in names.split()]
    assert [name for name in named if f'"{name}"' not in figures] == []


def test_a_name_that_is_gone_is_found() -> None:
    assert is_there("editor.service.paid_calls.call_once")
    assert not is_there("editor.service.paid_calls.call_twice")
    assert not is_there("editor.nothing.once")
    assert is_there("bria.Bria.create")
    assert not is_there("bria.Bria.destroy")
    script = ROOT / "static/js/regions.js"
    assert is_in_script(script, "toggle")
    assert not is_in_script(script, "throw")
