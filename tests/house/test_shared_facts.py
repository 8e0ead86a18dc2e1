"""What editor and engine both have to know: neither may import the other, and Bria's service cannot be asked."""

from __future__ import annotations

import pytest

from editor import attributes
from editor.imaging import pixels
from editor.tools import framing
from engine.edits.increase_resolution import LEAST_ENLARGED
from engine.operations.attributes import RANGES
from engine.operations.increase_resolution import FACTORS
from engine.runners import holes


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


def test_pictures_can_be_enlarged_alike() -> None:
    assert framing.LEAST_ENLARGED == LEAST_ENLARGED
    assert framing.FACTORS == FACTORS
