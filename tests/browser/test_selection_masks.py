"""Selecting in the browser: what is seen there is what the server makes of it, and what a press or a look means."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from editor.imaging import masking
from masks.regions import LabelMap

pytestmark = pytest.mark.browser

SIZE = (70, 90)
LABELS = LabelMap(np.add.outer(np.arange(70) // 24 * 3, np.arange(90) // 31).astype(np.uint8))
DRAW = """async ({ selection, map, size }) => {
  const { Bitmap } = await import("/js/lib/bitmap.js");
  const bitmap = new Bitmap(size);
  map.labels = Uint8Array.from(map.labels);
  bitmap.redraw(selection.steps.slice(0, -1), selection.edges, map);
  bitmap.add(selection.steps.at(-1), map);
  return btoa(String.fromCharCode(...bitmap.shown.pixels));
}"""
NONE = {"smooth": 0, "grow": 0, "feather": 0}
WAVE = [value for x in range(-5, 95, 4) for value in (float(x), 35 + 30 * float(np.sin(x / 11)))]
STROKE = {"kind": "brush", "add": True, "radius": 6.3, "points": [round(value, 1) for value in WAVE]}
LASSO = {"kind": "lasso", "add": True, "points": [10.0, 4.5, 80.0, 60.0, 15.5, 66.0, 70.0, 2.0, 10.0, 40.0]}
REGIONS = {"kind": "regions", "add": True, "ids": [1, 4, 8]}
BOX = {"kind": "box", "add": False, "points": [60.0, 50.5, 22.2, 12.0]}
INVERT = {"kind": "invert"}


@pytest.mark.parametrize(
    ("steps", "edges"),
    [
        ([STROKE], NONE),
        ([{**STROKE, "points": [44.0, 33.0]}], NONE),
        ([LASSO], NONE),
        ([REGIONS, STROKE, BOX, {**LASSO, "add": False}], NONE),
        ([REGIONS, INVERT, STROKE], NONE),
        ([STROKE, BOX], {**NONE, "grow": 5}),
        ([REGIONS, STROKE], {**NONE, "grow": -4}),
        ([LASSO, BOX], {**NONE, "smooth": 4}),
        ([STROKE, REGIONS], {**NONE, "feather": 6}),
        ([STROKE, INVERT, BOX, LASSO], {"smooth": 3, "grow": 4, "feather": 5}),
    ],
)
def test_browser_and_server_draw_the_same(modules: Page, steps: list[dict[str, Any]], edges: dict[str, int]) -> None:
    selection = {"steps": steps, "edges": edges}
    flat = {"rows": 70, "columns": 90, "labels": LABELS.array.ravel().tolist()}
    size = {"width": 90, "height": 70}
    drawn = modules.evaluate(DRAW, {"selection": selection, "map": flat, "size": size})
    seen = np.frombuffer(base64.b64decode(drawn), np.uint8).reshape(SIZE)
    assert np.array_equal(seen, masking.draw_opacity(selection, SIZE, LABELS))


REACH = """async ({ rows, place, reach, here }) => {
  const { findTouchTarget } = await import("/js/lib/touch-target.js");
  const labels = Uint8Array.from(rows.join("").replaceAll(".", "0"));
  const areas = new Map();
  for (const label of labels) areas.set(label, (areas.get(label) ?? 0) + 1);
  const map = { rows: rows.length, columns: rows[0].length, labels };
  return findTouchTarget(map, place, reach, here, (id) => (id ? areas.get(id) : 0));
}"""
SLIVER = ["11111111", "11111111", "22222111", "11111111", "111111.."]


@pytest.mark.parametrize(
    ("place", "reach", "here", "meant"),
    [
        ({"x": 2.5, "y": 0.5}, 3, 1, 1),  # a region six times as large is meant itself
        ({"x": 7.5, "y": 4.5}, 3, 0, 1),  # nothing is not meant
        ({"x": 7.5, "y": 4.5}, 0.2, 0, 0),  # unless nothing else is near
    ],
)
def test_a_finger_reaches_what_is_near(
    modules: Page, place: dict[str, float], reach: float, here: int, meant: int
) -> None:
    given = {"rows": SLIVER, "place": place, "reach": reach, "here": here}
    assert modules.evaluate(REACH, given) == meant


@pytest.mark.parametrize(("away", "meant"), [(2, 2), (5, 1)])
def test_a_finger_reaches_a_sliver_in_something_large(modules: Page, away: int, meant: int) -> None:
    rows = ["1" * 12] * 9 + ["2" * 12] + ["1" * 12] * 4
    given = {"rows": rows, "place": {"x": 6, "y": 9.5 - away}, "reach": 3, "here": 1}
    assert modules.evaluate(REACH, given) == meant


ALIKE = """async (regions) => {
  const { findSimilar } = await import("/js/lib/region-snap.js");
  return findSimilar(new Set([1]), regions);
}"""


def test_regions_of_nearly_the_same_colour_are_similar(modules: Page) -> None:
    colours = {1: [50, 10, 10], 2: [55, 12, 6], 3: [50, 40, 10], 4: [90, 10, 10]}
    assert modules.evaluate(ALIKE, [{"id": number, "lab": lab} for number, lab in colours.items()]) == [1, 2]


def test_of_regions_of_one_colour_those_that_are_as_rough_are_similar(modules: Page) -> None:
    regions = [{"id": number, "lab": [50, 10, 10], "texture": rough} for number, rough in {1: 2, 2: 4, 3: 12}.items()]
    assert modules.evaluate(ALIKE, regions) == [1, 2]


def test_older_files_of_regions_tell_similar_ones_by_the_name_of_their_colour(modules: Page) -> None:
    colours = {1: "red", 2: "blue", 3: "red"}
    assert modules.evaluate(ALIKE, [{"id": number, "colour": colour} for number, colour in colours.items()]) == [1, 3]
    assert modules.evaluate(ALIKE, [{"id": 1}, {"id": 2}]) == []
