"""Style sheets speak of start and end, so that the page mirrors; left and right are of the picture only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.files import ROOT, shown

SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
OF_THE_PICTURE = {"stage.css", "frame-handles.css", "compare.css", "selecting.css"}
SIDED = re.compile(r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b[^;]*;")
ALIGNED = re.compile(r"(?:text-align|float|clear): (?:left|right);")
ARGUMENTS = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
PLACED = re.compile(r"(?<![\w-])(?:left|right): [^;]*;")
FOUR = re.compile(r"(?<![\w-])(?:margin|padding): (\S+) (\S+) (\S+) (\S+);")


@pytest.mark.parametrize("path", SHEETS, ids=shown)
def test_a_style_sheet_does_not_know_left_from_right(path: Path) -> None:
    css = ARGUMENTS.sub("", path.read_text())
    found = [match[0] for pattern in (SIDED, ALIGNED) for match in pattern.finditer(css)]
    found += [match[0] for match in FOUR.finditer(css) if match[2] != match[4]]
    found += [match[0] for match in PLACED.finditer(css) if path.name not in OF_THE_PICTURE]
    assert found == []
