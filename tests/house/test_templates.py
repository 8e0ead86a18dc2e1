"""Templates are read and compared line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.files import ROOT, shown

LONGEST = 140  # columns: a tag of Django's cannot go on in the next line
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_no_line_of_a_template_is_longer_than_a_screen(path: Path) -> None:
    lines = enumerate(path.read_text().splitlines(), start=1)
    assert [number for number, line in lines if len(line) > LONGEST] == []
