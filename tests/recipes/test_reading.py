"""Recipes are read as they were written, and whatever is no recipe is refused in one sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recipes import reading
from recipes.errors import RecipeError
from recipes.model import Embedded, FileFacts, Ids, MadeBy, Recipe, Rule, Runs, Step
from recipes.reading import read, read_object
from recipes.writing import to_json, write
from tests.recipes.samples import DIGEST, FULL, RUNS, with_step

MASK = {"runs": RUNS}


def refusal(value: Any) -> str:
    """The sentence that a recipe is refused with, as bytes or as what JSON says."""
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    with pytest.raises(RecipeError) as caught:
        read(text)
    return str(caught.value)


def test_a_recipe_is_read_with_everything_in_it() -> None:
    recipe = read(json.dumps(FULL).encode())
    assert recipe == Recipe(
        name="Staub vom August – ほこり",
        made_by=MadeBy("Bria Studio 0.1.0", "Bria Studio 0.1.0", ("u2netp", "yunet")),
        input=FileFacts(DIGEST, 3000, 2000),
        output=FileFacts(DIGEST),
        steps=(
            Step("erase", {"mask": Runs(3, 2, (1, 2, 3)), "mask_type": "manual"}),
            Step("objects_remove", {"include_shadow": True, "mask_ids": [3, 7]}, picture=1),
            Step("erase", {"mask": Rule("objects", 0.0, 0.01)}),
            Step("create", {"actions": {"expression": {"smile": 0.8}}, "people": Rule("largest")}, picture=2),
            Step("blur_background", {"keep": Ids((1004,)), "scale": 2}),
            Step("replace_background", {"ref_images": Embedded(b"hello")}),
        ),
    )


def test_what_is_written_is_read_as_the_same_recipe_and_written_as_the_same_bytes() -> None:
    text = write(read_object(FULL))
    assert to_json(read(text)) == FULL
    assert write(read(text)) == text


def test_the_order_of_fields_and_the_spelling_of_numbers_do_not_change_the_file() -> None:
    one = read_object(with_step(do="hide_faces", method="blur", strength=3))
    other = read_object(with_step(strength=3.0, method="blur", do="hide_faces"))
    assert write(one) == write(other)


def test_a_byte_order_mark_is_taken() -> None:
    assert read(b"\xef\xbb\xbf" + write(read_object(FULL))) == read_object(FULL)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (b"", "The file is no recipe: it cannot be read as JSON."),
        (b"\x89PNG\r\n", "The file is no recipe: it cannot be read as JSON."),
        (b"[" * 200_000, "The file is no recipe: it cannot be read as JSON."),
        (b'{"recipe": ' + 5000 * b"1" + b"}", "The file is no recipe: it cannot be read as JSON."),
        (b" " * 100_000_000, "The file has 100 MB; a recipe has at most 8."),
        (b'{"recipe": 1, "steps": [], "steps": []}', "The file says 'steps' twice in one place."),
        ([], 'This is no recipe: one is an object that says "recipe": 1.'),
        ({"steps": []}, 'This is no recipe: one is an object that says "recipe": 1.'),
        ({"recipe": 2}, "The recipe is of version 2 of the format; this studio reads version 1."),
        ({"recipe": 10**300}, "The recipe is of a far newer version of the format; this studio reads version 1."),
        ({"recipe": "1"}, "'recipe' must be the version of the format, which is 1."),
        ({"recipe": float("nan")}, "'recipe' must be the version of the format, which is 1."),
        ({"recipe": 1}, "'steps' must be a list of at least one step."),
        ({"recipe": 1, "steps": []}, "'steps' must be a list of at least one step."),
        ({"recipe": 1, "steps": {}}, "'steps' must be a list of at least one step."),
        ({"recipe": 1, "steps": [{"do": "erase"}] * 201}, "The recipe has 201 steps; 200 are the most."),
        (FULL | {"path": "/etc/passwd"}, "A recipe has no field 'path'."),
        (FULL | {"name": 100 * "long"}, "'name' must be a text on one line, of at most 200 characters."),
        (FULL | {"name": "two\nlines"}, "'name' must be a text on one line, of at most 200 characters."),
        (FULL | {"name": "\ud800"}, "The recipe holds half a character, which cannot be written down."),
        (FULL | {"made_by": "me"}, "'made_by' must be an object."),
        (FULL | {"made_by": {"camera": "x"}}, "'made_by' has no field 'camera'."),
        (FULL | {"made_by": {"weights": "all"}}, "'weights' must be a list of at most 50 names."),
        (FULL | {"input": {"sha256": 5}}, "'input' must be an object with a 'sha256'."),
        (FULL | {"input": "abc"}, "'input' must be an object with a 'sha256'."),
        (
            FULL | {"output": {"sha256": "abc"}},
            "The 'sha256' of 'output' must be 64 hexadecimal digits in small letters.",
        ),
        (
            FULL | {"input": {"sha256": DIGEST, "width": 0}},
            "The sides of 'input' must be from 1 to 65535 pixels.",
        ),
    ],
)  # fmt: skip
def test_what_is_no_recipe_is_told_in_one_sentence(value: Any, sentence: str) -> None:
    assert refusal(value) == sentence


@pytest.mark.parametrize("step", [None, 5, "erase", {}, {"do": 3}, {"do": "Erase!"}, {"do": "../erase"}])
def test_a_step_says_what_it_does(step: Any) -> None:
    sentence = "Step 1 must be an object that says in 'do' what it does, such as \"erase\"."
    assert refusal({"recipe": 1, "steps": [step]}) == sentence


NO_MARK = "'mask' must be an object with 'runs', 'ids' or 'rule', and no path or address."
NO_RUNS = "'runs' must have the whole numbers 'width' and 'height' and the text 'counts'."
NO_COUNTS = "'counts' must be whole numbers above 0 with one space between; the first may be 0."
NO_SHARES = "'at_least' and 'at_most' must be shares of the frame, from 0 to 1, the smaller one first."


def runs(**fields: Any) -> dict[str, Any]:
    """A mark of runs with some fields changed."""
    return {"runs": RUNS | fields}


@pytest.mark.parametrize(
    ("mask", "sentence"),
    [
        ("/etc/passwd", NO_MARK),
        ("https://example.com/mask.png", NO_MARK),
        ([], NO_MARK),
        ({}, NO_MARK),
        ({"ids": [1], "runs": RUNS}, NO_MARK),
        ({"file": "mask.png"}, NO_MARK),
        ({"runs": {}}, NO_RUNS),
        (runs(width="3"), NO_RUNS),
        (runs(counts=[1, 2, 3]), NO_RUNS),
        (runs(file="mask.png"), NO_RUNS),
        (runs(width=0), "The sides of a mask's frame must be from 1 to 65535 pixels."),
        (runs(width=65535, height=65535), "The mask's frame has more than 100 megapixels."),
        (runs(counts=""), NO_COUNTS),
        (runs(counts="1 2  3"), NO_COUNTS),
        (runs(counts="1 0 5"), NO_COUNTS),
        (runs(counts="-1 7"), NO_COUNTS),
        (runs(counts="1 2 9999999999"), NO_COUNTS),
        (runs(counts="1 2"), "The lengths in 'counts' must add up to the pixels of the frame."),
        (runs(counts="6"), "The mask is empty."),
        (runs(counts=" ".join(1_000_001 * ["1"])), "The mask has more than 1000000 runs."),
        ({"ids": []}, "'ids' must be from 1 to 2000 numbers of masks."),
        ({"ids": [0]}, "'ids' must be from 1 to 2000 numbers of masks."),
        ({"ids": [True]}, "'ids' must be from 1 to 2000 numbers of masks."),
        ({"ids": [1] * 2001}, "'ids' must be from 1 to 2000 numbers of masks."),
        ({"rule": 5}, "'mask' must be an object with the name of a rule in 'rule'."),
        ({"rule": "objects", "above": 1}, "A rule has no field 'above'."),
        ({"rule": "objects", "at_most": 2}, NO_SHARES),
        ({"rule": "objects", "at_most": "1"}, NO_SHARES),
        ({"rule": "objects", "at_least": 0.5, "at_most": 0.1}, NO_SHARES),
    ],
)  # fmt: skip
def test_a_mark_that_cannot_be_is_told_with_its_step(mask: Any, sentence: str) -> None:
    assert refusal(with_step(do="erase", mask=mask)) == f"Step 1 (erase): {sentence}"


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ({"do": "create", "people": "all"}, "'people' must be an object with the name of a rule in 'rule'."),
        ({"do": "create", "people_of": 1}, "'people_of' must be the number of an earlier step, or 0 for the original."),
        (
            {"do": "objects_remove", "masks_of": -1},
            "'masks_of' must be the number of an earlier step, or 0 for the original.",
        ),
        (
            {"do": "objects_remove", "masks_of": "0"},
            "'masks_of' must be the number of an earlier step, or 0 for the original.",
        ),
        (
            {"do": "replace_background", "ref_images": "file:///etc/passwd"},
            "'ref_images' must be an object with a picture's file in 'base64', and no path or address.",
        ),
        (
            {"do": "replace_background", "ref_images": {"base64": "no base64!"}},
            "'ref_images' is not valid base64.",
        ),
        ({"do": "erase", "../mask": 1}, "'../mask' is the name of no field."),
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_is_told_with_its_step(step: Any, sentence: str) -> None:
    assert refusal({"recipe": 1, "steps": [step]}) == f"Step 1 ({step['do']}): {sentence}"


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_none_is_refused_wherever_it_stands(number: float) -> None:
    sentence = "The recipe holds a number that is none (NaN or infinity)."
    assert refusal(with_step(do="create", actions={"age": [number]})) == sentence


def test_a_number_too_large_for_a_float_is_refused() -> None:
    text = json.dumps(with_step(do="create", actions={"age": 7})).replace("7", "1e999").encode()
    assert refusal(text) == "The recipe holds a number that is none (NaN or infinity)."


def test_what_lies_too_deep_is_refused() -> None:
    deep: Any = 1
    for _ in range(reading.DEEPEST):
        deep = [deep]
    sentence = "The recipe has more than 12 lists or objects within each other."
    assert refusal(with_step(do="create", actions=deep)) == sentence


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON, st.sampled_from(["recipe", "name", "made_by", "input", "steps"]), JSON)
def test_anything_at_all_is_read_or_refused_as_a_recipe(step: Any, name: str, value: Any) -> None:
    for recipe in (value, FULL | {name: value}, FULL | {"steps": [step]}, with_step(do="erase", mask=value, keep=step)):
        try:
            read_object(recipe)
        except RecipeError as error:
            assert str(error)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_as_a_recipe(data: bytes) -> None:
    with pytest.raises(RecipeError):
        read(data)
