"""Recipes out of the history: what the embedded engine did, step by step, in the API's own words."""

from __future__ import annotations

from typing import Any

import pytest

from editor import pictures
from editor.imaging import uploads
from editor.models import Job, Picture, Revision
from editor.recipes import choices, making
from editor.recipes.steps import NoRecipe
from recipes.model import Rule, Runs, Step
from tests.editor import factories
from tests.editor.clients import photo
from tests.editor.user_actions import done, edit, erase
from tests.narrowing import require

pytestmark = pytest.mark.django_db(transaction=True)

BOX = {"kind": "box", "add": True, "points": [10, 8, 20, 16]}
EDGES = {"smooth": 0, "grow": 0, "feather": 0}
SELECTION = {"steps": [BOX], "edges": EDGES}


@pytest.fixture
def picture() -> Picture:
    """A small picture that the embedded engine has looked at."""
    row = pictures.create("alice", "Photo", uploads.accept(photo(64, 48).read(), "photo.png"))
    assert done(row.jobs.get()).status == Job.Status.DONE
    row.refresh_from_db()
    return row


def made(picture: Picture, **params: Any) -> Revision:
    """What a tool made of the picture as it is."""
    job = edit(picture, **params)
    assert job.status == Job.Status.DONE, job.error
    return require(job.result)


def steps_of(revision: Revision) -> list[Step]:
    return [each.step for each in making.record(revision)]


def test_what_was_painted_is_a_mask_of_the_frame(picture: Picture) -> None:
    [step] = steps_of(made(picture, tool="erase", selection=SELECTION))
    mask = step.fields["mask"]
    assert (step.do, mask.width, mask.height) == ("erase", 64, 48)
    assert mask.counts[0] == 8 * 64 + 10 and sum(mask.counts[1::2]) == 10 * 8


def test_regions_are_their_numbers_and_count_from_the_picture_they_were_found_in(picture: Picture) -> None:
    job = erase(picture, 1)
    assert job.status == Job.Status.DONE
    [step] = steps_of(require(job.result))
    assert step == Step("objects_remove", {"mask_ids": [1]}, 0)


@pytest.mark.parametrize("fields", [{"tool": "erase"}, {"tool": "gen_fill", "fill": "colour", "prompt": "#336699"}])
def test_a_feathered_edge_is_a_sharp_mask_and_how_far_it_fades_out(picture: Picture, fields: dict[str, Any]) -> None:
    [sharp] = steps_of(made(picture, selection=SELECTION, **fields))
    picture.go_to(picture.revisions.get(number=1))
    [soft] = steps_of(made(picture, selection={"steps": [BOX], "edges": {**EDGES, "feather": 2}}, **fields))
    assert soft.fields == {**sharp.fields, "feather": 2}


def test_a_feathered_edge_stays_so_where_its_mark_becomes_a_rule(picture: Picture) -> None:
    revision = made(picture, tool="erase", selection={"steps": [BOX], "edges": {**EDGES, "feather": 2}})
    assert chosen(revision, "subject").fields["feather"] == 2


def test_what_cannot_be_said_is_named_with_its_step(picture: Picture) -> None:
    revision = factories.revision(picture, require(picture.current), "unheard_of")
    with pytest.raises(NoRecipe, match=r"Step 2 cannot be part of a recipe: nothing in a recipe does that"):
        making.record(revision)


def test_the_original_has_no_steps(picture: Picture) -> None:
    assert making.record(require(picture.current)) == []
    with pytest.raises(NoRecipe, match="at least one step"):
        making.make(require(picture.current))


def test_a_recipe_says_what_it_was_made_on_and_what_came_of_it(picture: Picture) -> None:
    original = require(picture.current)
    revision = made(picture, tool="gen_fill", selection=SELECTION, fill="colour", prompt="#336699")
    recipe = making.make(revision, "Blue")
    assert require(recipe.input).sha256 in original.image and require(recipe.output).sha256 in revision.image
    assert (recipe.name, recipe.steps[0].fields["prompt"]) == ("Blue", "#336699")


def test_a_person_changed_twice_is_one_step() -> None:
    picture = factories.picture()
    original = require(picture.current)
    first = factories.people_step(
        picture, original, {factories.EVA: {"age": "mid-60"}}, {factories.EVA: {"age": "mid-60"}}
    )
    both = {factories.EVA: {"age": "mid-60", "haircolor": "red"}}
    second = factories.people_step(picture, first, {factories.EVA: {"haircolor": "red"}}, both)
    [step] = steps_of(second)
    assert step == Step("create", {"changes": [{"id": factories.EVA, "actions": both[factories.EVA]}]}, 0)


def test_two_people_changed_one_after_the_other_are_two_steps() -> None:
    picture = factories.picture()
    eva, adam = {factories.EVA: {"age": "mid-60"}}, {factories.ADAM: {"age": "mid-20"}}
    first = factories.people_step(picture, require(picture.current), eva, eva)
    second = factories.people_step(picture, first, adam, {**eva, **adam})
    assert [step.fields["changes"][0]["id"] for step in steps_of(second)] == [factories.EVA, factories.ADAM]


def test_what_was_taken_back_is_no_step() -> None:
    picture = factories.picture()
    eva = {factories.EVA: {"age": "mid-60"}}
    first = factories.people_step(picture, require(picture.current), eva, eva)
    second = factories.people_step(picture, first, {factories.EVA: {"age": None}}, {})
    assert steps_of(second) == []


def test_a_step_left_out_moves_those_that_count_from_before_it() -> None:
    steps = [Step("erase", {}), Step("remove_background", {}), Step("objects_remove", {"mask_ids": [1]}, 2)]
    assert making.select([None, *steps[1:]])[-1].picture == 1


def chosen(revision: Revision, choice: str) -> Step:
    [recorded] = making.record(revision)
    return choices.apply_choice(recorded, choice, 2.5)


def test_a_mark_becomes_a_rule(picture: Picture) -> None:
    revision = made(picture, tool="erase", selection=SELECTION)
    assert chosen(revision, "objects").fields["mask"] == Rule("objects", at_most=0.025)
    assert chosen(revision, "subject").fields["mask"] == Rule("subject")


def test_regions_become_their_place(picture: Picture) -> None:
    step = chosen(require(erase(picture, 1, include_shadow=True).result), choices.PLACE)
    assert (step.do, step.fields["include_shadow"]) == ("erase", True)
    assert isinstance(step.fields["mask"], Runs)


def test_faces_become_all_faces(picture: Picture) -> None:
    face = {"x": 5.0, "y": 5.0, "w": 10.0, "h": 12.0}
    revision = made(picture, tool="hide_faces", method="fill", strength=3, faces=[face])
    assert steps_of(revision)[0].fields["faces"] == [face]
    assert chosen(revision, choices.ALL).fields == {"method": "fill", "strength": 3}
