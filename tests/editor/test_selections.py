"""What a browser may send as a selection, and what it is as a mask."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django import forms

from editor import selections
from editor.jobs.running import Failure
from tests.editor import fake_service
from tests.editor.user_actions import uploaded
from tests.narrowing import require

BOX = {"kind": "box", "add": True, "points": [10, 20, 30, 40]}


def cleaned(**selection: Any) -> Any:
    return selections.SelectionField().clean(json.dumps(selection))


def test_a_selection_is_read_with_every_number_in_its_range() -> None:
    stroke = {"kind": "brush", "add": True, "radius": 0, "points": [1.23456, 2]}
    assert cleaned(steps=[stroke, {"kind": "invert"}], edges={"grow": -3}, visual=7) == {
        "steps": [{**stroke, "radius": 0.5, "points": [1.2, 2.0]}, {"kind": "invert"}],
        "edges": {"smooth": 0, "grow": -3, "feather": 0},
        "visual": 7,
    }


@pytest.mark.parametrize(
    "step",
    [
        "box",
        {},
        {"kind": "spray"},
        {"kind": "brush", "add": True, "points": [1, 2]},
        {"kind": "brush", "add": True, "radius": 1, "points": [1, 2, 3]},
        {"kind": "brush", "add": True, "radius": 1, "points": [1, float("nan")]},
        {"kind": "brush", "add": True, "radius": 1e9, "points": [1, 2]},
        {"kind": "lasso", "add": True, "points": [1, 2, 3, 4]},
        {"kind": "box", "add": True, "points": [1, 2, 3, 4, 5, 6]},
        {"kind": "box", "add": True, "points": [1, 2, 3, 1e6]},
        {"kind": "regions", "add": True, "ids": [0]},
        {"kind": "regions", "add": True, "ids": [1.5]},
        {"kind": "regions", "add": True, "ids": ["x"]},
    ],
)
def test_a_step_that_is_none_is_refused_with_a_sentence(step: Any) -> None:
    with pytest.raises(forms.ValidationError, match="could not be read"):
        cleaned(steps=[step])


@pytest.mark.parametrize(
    "text", ["{", "[]", "3", "{}", '{"steps": 3}', "[" * 9999, '{"steps": [], "edges": {"grow": 1e9}}']
)
def test_what_is_no_selection_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(forms.ValidationError, match="could not be read"):
        selections.SelectionField().clean(text)


def test_more_than_a_person_can_paint_is_refused_with_a_sentence() -> None:
    with pytest.raises(forms.ValidationError, match="wider brush"):
        cleaned(steps=[BOX] * 2001)
    with pytest.raises(forms.ValidationError, match="wider brush"):
        cleaned(steps=[{"kind": "lasso", "add": True, "points": [1, 2] * 16_000}])


def test_nothing_selected_is_said() -> None:
    with pytest.raises(forms.ValidationError, match="Select something"):
        cleaned(steps=[])


def test_only_whole_regions_go_by_their_ids() -> None:
    taken = [{"kind": "regions", "add": True, "ids": [3, 1, 7]}, {"kind": "regions", "add": False, "ids": [7]}]
    assert selections.list_whole_regions(cleaned(steps=taken)) == [1, 3]
    assert selections.list_whole_regions(cleaned(steps=[*taken, BOX])) == []
    assert selections.list_whole_regions(cleaned(steps=taken, edges={"grow": 2})) == []


@pytest.mark.django_db
def test_the_mask_is_white_where_the_selection_is(hosted: Any) -> None:
    revision = uploaded().current
    assert revision is not None
    mask = fake_service.decoded_png(selections.draw_area(revision, cleaned(steps=[BOX])).mask_png)
    assert mask.shape == (60, 80)
    assert (mask[20, 10], mask[39, 29], mask[19, 10], mask[40, 29]) == (255, 255, 0, 0)
    assert mask.sum() == 20 * 20 * 255


@pytest.mark.django_db
def test_what_is_feathered_is_inside_and_has_an_opacity(hosted: Any) -> None:
    revision = uploaded().current
    assert revision is not None
    area = selections.draw_area(revision, cleaned(steps=[BOX], edges={"feather": 2}))
    assert area.opacity_png is not None
    mask, opacity = (fake_service.decoded_png(png) for png in (area.mask_png, area.opacity_png))
    assert (mask[30, 8], opacity[30, 8], opacity[30, 20]) == (255, 51, 255)


@pytest.mark.django_db
def test_regions_of_another_state_and_an_empty_selection_fail_with_a_sentence(hosted: Any) -> None:
    revision = uploaded().current
    assert revision is not None
    left = {"kind": "regions", "add": True, "ids": [1]}
    with pytest.raises(Failure, match="have changed"):
        selections.draw_area(revision, cleaned(steps=[left], visual=require(revision.visual_id) + 1))
    with pytest.raises(Failure, match="no longer exist"):
        selections.draw_area(revision, cleaned(steps=[{**left, "ids": [9]}], visual=revision.visual_id))
    with pytest.raises(Failure, match="Nothing"):
        selections.draw_area(revision, cleaned(steps=[BOX, {**BOX, "add": False}]))
