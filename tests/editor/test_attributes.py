"""From ``person/info`` to controls, and from a posted form to changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation
from pytest_django import Settings

from editor import attributes
from editor.refusals import Refused
from tests.editor.factories import EVA, person


def card(in_force: dict[str, Any] | None = None, **actions: Any) -> attributes.Card:
    return attributes.build_card(person(EVA, **actions), 1, in_force or {})


def controls(**actions: Any) -> dict[str, attributes.Control]:
    return {control.label: control for control in card(**actions).controls}


def asked(data: dict[str, Any], in_force: dict[str, Any] | None = None, **actions: Any) -> dict[str, Any]:
    posted = {f"p-{EVA}-{key}": value for key, value in data.items()}
    return attributes.read_changes([card(in_force, **actions)], posted).get(EVA, {})


@pytest.mark.parametrize(
    ("attribute", "label", "bounds"),
    [
        ("age", "Age", (-10, 10)),
        ("makeup", "Makeup", (-10, 10)),
        ("gender", "Gender", (-10, 10)),
        ("hair_line", "Hair line", (-20, 20)),
    ],
)
def test_a_numeric_attribute_is_one_range_with_the_documents_bounds(
    attribute: str, label: str, bounds: tuple[int, int]
) -> None:
    control = controls(**{attribute: ["x"]})[label]
    assert (control.kind, control.minimum, control.maximum) == ("range", *bounds)


def test_each_expression_is_a_range_of_its_own() -> None:
    happy, smile = (controls(expression=["happy", "smile"])[label] for label in ("Happy", "Smile"))
    assert (happy.minimum, happy.maximum, smile.enum) == (0, 1.5, "smile")


def test_a_name_only_attribute_is_a_choice() -> None:
    assert controls(haircolor=["red"])["Hair colour"].options == (("", "As it is"), ("red", "Red"))


def test_diversity_has_a_strength_and_says_who_somebody_is() -> None:
    found = controls(diversity=["france"])
    assert found["Diversity"].identity
    assert found["Diversity strength"].maximum == 1


def test_an_unknown_attribute_becomes_a_choice_with_a_readable_name() -> None:
    assert controls(eye_colour=["green"])["Eye colour"].kind == "choice"


def test_an_attribute_that_is_off_for_this_face_is_left_out() -> None:
    assert controls(age=None, haircolor=["red"]).keys() == {"Hair colour"}


def test_an_administrator_can_hide_an_attribute(settings: Settings) -> None:
    settings.STUDIO_HIDDEN_ATTRIBUTES = ["AGE"]
    assert controls(age=["mid-20"], haircolor=["red"]).keys() == {"Hair colour"}


def test_the_oracle_is_a_plain_sentence() -> None:
    entry = person(EVA, age=["mid-20"]) | {"oracle": {"age": {"age": "low"}}}
    assert attributes.build_card(entry, 1, {}).controls[0].hint == "Predicted quality: low"


def test_a_missing_oracle_says_nothing() -> None:
    assert controls(age=["mid-20"])["Age"].hint == ""


@pytest.mark.parametrize(
    ("data", "wire"),
    [
        ({"age": "3.5"}, {"age": 3.5}),
        ({"expression.happy": "0.8"}, {"expression": {"happy": 0.8}}),
        ({"haircolor": "red"}, {"haircolor": "red"}),
        ({"age": "0", "haircolor": ""}, {}),
    ],
)
def test_a_form_becomes_what_create_takes(data: dict[str, Any], wire: dict[str, Any]) -> None:
    assert asked(data) == wire


def test_diversity_travels_with_its_strength() -> None:
    data = {"diversity": "france", "diversity.strength": "0.5"}
    assert asked(data, diversity=["france"]) == {"diversity": {"france": 0.5}}


def test_a_value_already_in_force_is_not_asked_again() -> None:
    assert asked({"age": "3"}, in_force={"age": 3}) == {}


def test_setting_a_value_back_asks_for_nothing_in_its_place() -> None:
    assert asked({"age": "0"}, in_force={"age": 3}) == {"age": None}


def test_another_expression_replaces_the_one_in_force() -> None:
    data = {"expression.happy": "0", "expression.smile": "1"}
    assert asked(data, in_force={"expression": {"happy": 1.0}}) == {"expression": {"smile": 1.0}}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"age": "11"}, "between -10 and 10"),
        ({"age": "old"}, "must be a number"),
        ({"age": "nan"}, "between"),
        ({"haircolor": "green"}, "cannot be"),
        ({"makeup": "3"}, "not offered"),
        ({"expression.happy": "1", "expression.smile": "1"}, "one expression"),
    ],
)
def test_a_value_that_cannot_be_sent_is_refused_at_its_field(data: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        asked(data)
    assert refused.value.field.startswith(f"p-{EVA}-")


def test_what_is_said_of_a_face_follows_the_reader() -> None:
    known = attributes.build_card({**person(EVA), "labels": ["smiling", "age_26-42"]}, 1, {})
    assert known.labels == ("smiling", "age_26-42")
    with translation.override("de"):
        assert attributes.build_card({**person(EVA), "labels": ["smiling", "age_26-42"]}, 1, {}).labels == (
            "lächelnd",
            "age_26-42",
        )
