"""The rule by which changes of people are merged into one request."""

from __future__ import annotations

from typing import Any

import pytest

from editor import people
from editor.models import Revision, Visual
from tests.editor import factories
from tests.editor.factories import ADAM, EVA, person
from tests.narrowing import require

pytestmark = pytest.mark.django_db

FACES = {ADAM: person(ADAM, 80)["rect"], EVA: person(EVA)["rect"]}


def plan_for(revision: Revision | None, asked: dict[str, Any]) -> people.Plan:
    return people.plan_changes(require(revision), asked, FACES)


def test_a_first_change_starts_from_the_revision_itself() -> None:
    picture = factories.picture()
    plan = plan_for(picture.current, {EVA: {"age": 3}})
    assert (plan.start, plan.changes, plan.in_force) == (picture.current, {EVA: {"age": 3}}, {EVA: {"age": 3}})


def test_a_second_change_of_the_same_person_goes_back_to_the_base_with_everything() -> None:
    picture = factories.picture()
    older = factories.people_step(picture, require(picture.current), {EVA: {"age": 3}}, {EVA: {"age": 3}})
    plan = plan_for(older, {EVA: {"expression": {"happy": 1.0}}})
    assert plan.start == picture.current
    assert plan.changes == {EVA: {"age": 3, "expression": {"happy": 1.0}}}


def test_the_later_value_wins() -> None:
    picture = factories.picture()
    older = factories.people_step(picture, require(picture.current), {EVA: {"age": 3}}, {EVA: {"age": 3}})
    assert plan_for(older, {EVA: {"age": 5}}).changes == {EVA: {"age": 5}}


def test_another_person_continues_from_the_sid() -> None:
    picture = factories.picture()
    older = factories.people_step(picture, require(picture.current), {EVA: {"age": 3}}, {EVA: {"age": 3}})
    plan = plan_for(older, {ADAM: {"age": 2}})
    assert (plan.start, plan.changes) == (older, {ADAM: {"age": 2}})
    assert plan.in_force == {EVA: {"age": 3}, ADAM: {"age": 2}}


def test_a_rebuilt_request_keeps_the_other_peoples_changes() -> None:
    picture = factories.picture()
    first = factories.people_step(picture, require(picture.current), {EVA: {"age": 3}}, {EVA: {"age": 3}})
    second = factories.people_step(picture, first, {ADAM: {"age": 2}}, {EVA: {"age": 3}, ADAM: {"age": 2}})
    plan = plan_for(second, {EVA: {"age": 4}})
    assert (plan.start, plan.changes) == (picture.current, {EVA: {"age": 4}, ADAM: {"age": 2}})


def test_the_base_may_itself_be_a_sid_state() -> None:
    picture = factories.picture()
    erased = factories.revision(picture, picture.current, "erase")
    changed = factories.people_step(picture, erased, {EVA: {"age": 3}}, {EVA: {"age": 3}})
    assert plan_for(changed, {EVA: {"age": 4}}).start == erased


def test_a_person_changed_before_another_step_is_registered_anew() -> None:
    picture = factories.picture()
    changed = factories.people_step(picture, require(picture.current), {EVA: {"age": 3}}, {EVA: {"age": 3}})
    erased = factories.revision(picture, changed, "erase")
    plan = plan_for(erased, {EVA: {"age": 4}})
    assert (plan.start, plan.changes, plan.anew) == (erased, {EVA: {"age": 4}}, True)


def test_a_person_not_changed_before_another_step_continues_from_the_sid() -> None:
    picture = factories.picture()
    changed = factories.people_step(picture, require(picture.current), {EVA: {"age": 3}}, {EVA: {"age": 3}})
    erased = factories.revision(picture, changed, "erase")
    plan = plan_for(erased, {ADAM: {"age": 4}})
    assert (plan.start, plan.anew) == (erased, False)


def test_taking_everything_back_leaves_nothing_to_send() -> None:
    picture = factories.picture()
    changed = factories.people_step(picture, require(picture.current), {EVA: {"age": 3}}, {EVA: {"age": 3}})
    plan = plan_for(changed, {EVA: {"age": None}})
    assert (plan.start, plan.changes) == (picture.current, {})


def test_a_branch_does_not_see_the_changes_of_its_sibling() -> None:
    picture = factories.picture()
    factories.people_step(picture, require(picture.current), {EVA: {"age": 3}}, {EVA: {"age": 3}})
    assert plan_for(picture.current, {EVA: {"age": 4}}).changes == {EVA: {"age": 4}}


def test_people_stand_from_left_to_right() -> None:
    assert [card.id for card in people.list_cards(require(factories.picture().current))] == [EVA, ADAM]


def test_a_card_shows_the_values_in_force() -> None:
    picture = factories.picture()
    changed = factories.people_step(picture, require(picture.current), {EVA: {"age": 3}}, {EVA: {"age": 3}})
    ages = [control.value for card in people.list_cards(changed) for control in card.controls if control.label == "Age"]
    assert ages == [3, 0]


def test_a_person_found_anew_is_known_by_the_place_of_the_face() -> None:
    found = [factories.person("1" * 64, x=200), factories.person("2" * 64, x=12)]
    assert people.find_counterpart(factories.person(EVA)["rect"], found) == "2" * 64


def test_a_person_who_is_gone_has_no_counterpart() -> None:
    assert people.find_counterpart(factories.person(EVA)["rect"], [factories.person("1" * 64, x=200)]) is None


def test_a_base_that_was_registered_anew_stays_the_base() -> None:
    picture = factories.picture()
    original = require(picture.current)
    changed = factories.people_step(picture, original, {EVA: {"age": 3}}, {EVA: {"age": 3}})
    original.visual = Visual.objects.create(
        picture=picture, backend="embedded", visual_id="1" * 16, image="original.png"
    )
    original.save()
    plan = plan_for(changed, {EVA: {"age": 4}})
    assert (plan.start, plan.changes) == (original, {EVA: {"age": 4}})


def test_a_people_step_whose_own_image_was_registered_is_a_base() -> None:
    picture = factories.picture()
    changed = factories.people_step(picture, require(picture.current), {EVA: {"age": 3}}, {EVA: {"age": 3}})
    changed.visual = Visual.objects.create(picture=picture, backend="embedded", visual_id="1" * 16, image=changed.image)
    assert people.in_force(changed) == {}
    assert plan_for(changed, {EVA: {"age": 4}}).changes == {EVA: {"age": 4}}


def test_a_step_that_cannot_go_on_from_its_sid_is_rebuilt_from_the_base_with_everything() -> None:
    picture = factories.picture()
    changed = factories.people_step(picture, require(picture.current), {EVA: {"age": 3}}, {EVA: {"age": 3}})
    plan = plan_for(changed, {ADAM: {"age": 2}}).rebuilt
    assert (plan.start, plan.changes) == (picture.current, {EVA: {"age": 3}, ADAM: {"age": 2}})
