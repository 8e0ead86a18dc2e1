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
NAME = re.compile(r"(?<![\w./])(?:bria|briastudio|editor|engine)(?:\.[A-Za-z_]\w*)+\b(?!/)")
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
    """True for a module, and for what a module holds."""
    try:
        import_module(name)
    except ModuleNotFoundError:
        module, _, inside = name.rpartition(".")
        return bool(module) and is_there(module) and holds(module, inside)
    return True


def holds(module: str, name: str) -> bool:
    """True where a module has something of that name."""
    try:
        return hasattr(import_module(module), name)
    except ModuleNotFoundError:
        return False


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
