"""What editor and engine both have to know: neither may import the other, and Bria's service cannot be asked."""

from __future__ import annotations

import tomllib

import pytest

from editor import attributes
from editor.imaging import cutouts, pixels
from editor.tools import framing
from engine import VERSION
from engine.edits.increase_resolution import LEAST_ENLARGED
from engine.operations import crop_foreground
from engine.operations.attributes import RANGES
from engine.operations.increase_resolution import FACTORS
from engine.runners import holes
from tests.house.files import ROOT


@pytest.mark.parametrize("name", attributes.RANGES)
def test_a_slider_has_the_range_that_the_engine_takes(name: str) -> None:
    low, high, _ = attributes.RANGES[name]
    assert (low, high) == (RANGES[name].low, RANGES[name].high)


def test_strengths_have_the_ranges_that_the_engine_takes() -> None:
    strengths = {name: entry.high for name, entry in RANGES.items() if entry.is_strength}
    assert strengths == {name: high for name, (high, _) in attributes.STRENGTHS.items()}


def test_the_soft_edge_of_an_object_is_as_wide() -> None:
    here = (pixels.SOFT_SHARE, pixels.SOFT_LEAST, pixels.SOFT_MOST)
    assert here == (holes.GROWTH_SHARE, holes.GROWTH_LEAST, holes.GROWTH_MOST)


def test_what_is_too_faint_for_a_subject_is_so_on_both_sides() -> None:
    assert cutouts.FAINTEST == crop_foreground.FAINTEST


def test_the_engine_says_the_version_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION


def test_pictures_can_be_enlarged_alike() -> None:
    assert framing.LEAST_ENLARGED == LEAST_ENLARGED
    assert framing.FACTORS == FACTORS
