from __future__ import annotations

from typing import Any

import pytest

from bria.answers.json_body import decode_body
from bria.answers.people import Person, Rect, read_people

ID = "c6bbe1cd719300c11e5c581889e9383245a0c1d923f210a3445e8ea5a25500e0"
ENTRY: dict[str, Any] = {
    "id": ID,
    "type": "person",
    "labels": ["age_14-26", "glasses", "Female"],
    "rect": {"h": 375.98, "w": 280.4, "x": 1134.13, "y": 290.63},
    "actions": {"age": ["mid-20", "mid-40"], "Beard": ["shaved", "full"], "makeup": None},
    "oracle": {"age": {"age": "low"}, "expression": {"happy": "high", "calm": "low"}},
}


def only(*entries: Any) -> Person:
    (person,) = read_people(list(entries))
    return person


def test_it_reads_a_person() -> None:
    person = only(ENTRY)
    assert person.id == ID
    assert person.rect == Rect(1134.13, 290.63, 280.4, 375.98)
    assert person.labels == ("age_14-26", "glasses", "Female")
    assert person.actions == {"age": ("mid-20", "mid-40"), "Beard": ("shaved", "full")}


def test_the_oracle_answers_by_choice_or_for_the_whole_action() -> None:
    person = only(ENTRY)
    assert person.predicted_quality("age", "mid-60") == "low"
    assert person.predicted_quality("expression", "happy") == "high"
    assert person.predicted_quality("expression", "sad") is None
    assert person.predicted_quality("makeup") is None


def test_the_documentations_odd_keys_are_read() -> None:
    odd = f'[{{"actions": {{"age": ["mid-20"]}}, "id:"{ID}"": null, "labels": [], "type:"person"": null}}]'
    person = only(*decode_body(odd))
    assert person.id == ID
    assert person.actions == {"age": ("mid-20",)}


def test_odd_keys_that_survived_as_keys_are_read() -> None:
    assert only({f'id:"{ID}"': None, 'type:"person"': None}).id == ID


@pytest.mark.parametrize("missing", ["oracle", "rect", "labels", "actions"])
def test_any_part_but_the_id_may_be_missing_or_null(missing: str) -> None:
    assert only({**ENTRY, missing: None}).id == ID
    assert only({key: value for key, value in ENTRY.items() if key != missing}).id == ID


def test_an_entry_without_an_id_is_dropped() -> None:
    assert read_people([{**ENTRY, "id": None}, {"labels": []}, "noise", None, ENTRY]) == (only(ENTRY),)


@pytest.mark.parametrize("body", [None, {}, "people", 7])
def test_a_body_that_is_no_list_holds_nobody(body: object) -> None:
    assert read_people(body) == ()


@pytest.mark.parametrize(
    ("offered", "choices"),
    [(["a", 1, "b"], ("a", "b")), ("a", ("a",)), ({"a": {}, "b": {}}, ("a", "b")), (True, ()), (3, ()), ([], ())],
)
def test_unknown_actions_are_kept_with_the_choices_they_have(offered: object, choices: tuple[str, ...]) -> None:
    assert only({"id": "1", "actions": {"aura": offered}}).actions == {"aura": choices}


@pytest.mark.parametrize(
    "rect", [{"x": 1}, {"x": "a", "y": 1, "w": 1, "h": 1}, [1, 2, 3, 4], 5, dict.fromkeys("xywh", 10**400)]
)
def test_a_strange_box_is_no_box(rect: object) -> None:
    assert only({"id": "1", "rect": rect}).rect is None


def test_a_flat_oracle_is_read() -> None:
    assert only({"id": "1", "oracle": {"age": "high", "hair": 3}}).predicted_quality("age") == "high"
