"""Reading what ``create`` is asked to change."""

from __future__ import annotations

from typing import Any

import pytest

from engine import changes
from engine.calls import Call
from engine.errors import BadRequest
from engine.payloads import Payload

ANNA, BERT = "a" * 64, "b" * 64
OFFERED = {
    "age": ["mid-20", "mid-40", "mid-60"],
    "Beard": ["shaved", "medium", "full"],
    "expression": ["happy", "smile"],
    "glasses": ["light", "none", "heavy"],
    "haircolor": ["black", "brown"],
}
PEOPLE = [{"id": ANNA, "actions": OFFERED}, {"id": BERT, "actions": {"age": ["mid-20"]}}]


def read(*wanted: Any) -> dict[str, changes.Actions]:
    return changes.read_changes(Call(1, "1", "alice", "", False, False, Payload({"changes": list(wanted)}, {})), PEOPLE)


def anna(**actions: Any) -> dict[str, Any]:
    return {"id": ANNA, "actions": actions}


@pytest.mark.parametrize(
    "actions",
    [
        {"expression": {"smile": 0.8}},
        {"expression": {"name": "smile", "value": 0.8}},
        {"expression": {"type": "smile", "intensity": 0.8}},
        {"expression": {"enum": "smile", "value": 0.8}},
        {"expression": ["smile", 0.8]},
        {"expression": "smile", "expression_value": 0.8},
        {"expressions": {"smile": 0.8}, "age": None, "makeup": []},
    ],
)
def test_name_and_number_are_read_in_every_spelling(actions: dict[str, Any]) -> None:
    assert read(anna(**actions)) == {ANNA: {"expression": ("smile", 0.8)}}


@pytest.mark.parametrize(
    ("actions", "value"),
    [
        ({"age": "mid-60"}, {"age": ("mid-60", None)}),
        ({"age": -3.5}, {"age": (None, -3.5)}),
        ({"age": 10}, {"age": (None, 10.0)}),
        ({"glasses": 3.0}, {"glasses": (None, 3.0)}),
        ({"hair_color": "brown", "beard": "full"}, {"haircolor": ("brown", None), "Beard": ("full", None)}),
        ({"expression": {"name": "happy"}}, {"expression": ("happy", None)}),
    ],
)
def test_a_name_or_a_number_is_read(actions: dict[str, Any], value: changes.Actions) -> None:
    assert read(anna(**actions)) == {ANNA: value}


def test_changes_of_one_person_may_come_in_pieces() -> None:
    assert read(anna(age=3), anna(haircolor="black")) == read(anna(age=3, haircolor="black"))


def test_people_without_actions_are_left_out() -> None:
    assert list(read(anna(age=3), {"id": BERT, "actions": {}})) == [ANNA]


@pytest.mark.parametrize(
    "actions",
    [
        {},
        {"age": None},
        {"wings": "large"},
        {"makeup": 3},
        {"age": "mid-90"},
        {"age": 11},
        {"age": -10.5},
        {"age": True},
        {"age": float("nan")},
        {"age": float("inf")},
        {"age": 10**400},
        {"age": [1, 2, 3]},
        {"age": {"mid-60": 0.5}},
        {"age": {}},
        {"Beard": 2},
        {"haircolor": 1.5},
        {"haircolor": 5},
        {"glasses": -1},
        {"expression": 0.5},
        {"expression": {"value": 0.5}},
        {"expression": {"smile": 1.6}},
        {"expression": {"smile": "much"}},
        {"expression": {"smile": 0.5, "happy": 0.5}},
        {"expression": {"name": 5, "value": 0.5}},
        {"expression_value": 0.5},
    ],
)
def test_what_is_not_offered_is_a_bad_request(actions: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        read(anna(**actions))


@pytest.mark.parametrize("actions", ["age", 5, ["age"]])
def test_actions_must_be_an_object(actions: Any) -> None:
    with pytest.raises(BadRequest):
        read({"id": ANNA, "actions": actions})


@pytest.mark.parametrize("wanted", [5, {}, {"id": "f" * 64}, {"id": ["x"]}, {"id": None, "actions": {"age": 3}}])
def test_changes_must_name_people(wanted: Any) -> None:
    with pytest.raises(BadRequest):
        read(wanted)


@pytest.mark.parametrize(("before", "refused"), [([], False), ([BERT], False), ([BERT, ANNA], True)])
def test_nobody_is_changed_twice_along_a_sid(before: list[str], refused: bool) -> None:
    if refused:
        with pytest.raises(BadRequest, match="already changed"):
            changes.refuse_second(read(anna(age=3)), before)
    else:
        changes.refuse_second(read(anna(age=3)), before)
