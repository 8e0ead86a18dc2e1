"""The published schema is the one of the code, and takes what the engine takes."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema_rs
import pytest

from engine.edits.registry import EDITS
from engine.edits.replace_background import References
from engine.errors import EngineError
from engine.image_fields import MaskField
from engine.recipes.checks import check
from engine.recipes.operations import OPERATIONS
from engine.recipes.published import build_schema, format_schema
from engine.recipes.rules import MASK_RULES, PEOPLE_RULES
from harness.replays import REPLAYS, Replay
from recipes.errors import RecipeError
from recipes.model import IMAGE_FIELDS, MASK_FIELDS
from recipes.reading import read_object
from tests.house.files import ROOT

DOCUMENT = (ROOT / "docs/recipes.md").read_text()
SCHEMA = jsonschema_rs.Draft202012Validator(build_schema())


def test_the_published_file_is_the_schema_of_the_code() -> None:
    assert (ROOT / "docs/recipe.schema.json").read_text() == format_schema()


def test_it_is_a_schema() -> None:
    assert jsonschema_rs.meta.is_valid(json.loads(format_schema()))


@pytest.mark.parametrize("replay", REPLAYS, ids=lambda replay: replay.name)
def test_it_takes_what_is_carried_out(replay: Replay) -> None:
    assert SCHEMA.is_valid({"recipe": 1, "steps": replay.steps})


@pytest.mark.parametrize(
    "step",
    [
        {"do": "frobnicate"},
        {"do": "erase"},
        {"do": "erase", "mask": {"rule": "subject"}, "image": "x"},
        {"do": "erase", "mask": {"rule": "cats"}},
        {"do": "hide_faces", "strength": 9},
        {"do": "create", "people": {"rule": "subject"}, "actions": {}},
    ],
)
def test_it_refuses_what_the_engine_refuses(step: dict[str, Any]) -> None:
    recipe = {"recipe": 1, "steps": [step]}
    assert not SCHEMA.is_valid(recipe)
    with pytest.raises((RecipeError, EngineError)):
        check(read_object(recipe))


@pytest.mark.parametrize("text", re.findall(r"```json\n(.*?)```", DOCUMENT, re.DOTALL))
def test_each_recipe_in_the_documents_is_one(text: str) -> None:
    recipe = json.loads(text.replace("…", 64 * "a"))
    assert SCHEMA.is_valid(recipe)
    check(read_object(recipe))


def test_the_documents_name_every_step_and_rule() -> None:
    names = [*OPERATIONS, *MASK_RULES, *PEOPLE_RULES]
    assert [name for name in names if f"`{name}`" not in DOCUMENT] == []


def test_masks_and_images_of_edits_are_marks_and_embedded_files() -> None:
    fields = [field for edit in EDITS for field in edit.fields]
    assert {field.name for field in fields if isinstance(field, MaskField)} == set(MASK_FIELDS)
    assert {field.name for field in fields if isinstance(field, References)} == set(IMAGE_FIELDS)
