"""Commands that are one step: their options are fields of the API, and what is typed becomes a recipe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from commandline.errors import BadUse, FileFailed
from commandline.options import EDITS, Edit, fill_boxes, make_recipe, read_box
from commandline.parser import build_parser
from engine.edits.colorize import FORMER_SPELLINGS, GENERATED
from engine.edits.registry import EDITS as ENGINE_EDITS
from engine.fields import Choice, Field, Flag, Pair, Whole, WholeChoice
from recipes import reading, runs, writing
from recipes.model import Recipe, Rule, Runs

FIELDS: dict[str, dict[str, Field]] = {edit.slug: {field.name: field for field in edit.fields} for edit in ENGINE_EDITS}
KINDS: dict[str, tuple[type[Field], ...]] = {
    "flag": (Flag,),
    "whole": (Whole,),
    "pair": (Pair,),
    "choice": (Choice, WholeChoice),
}
# What the engine does not do, and what a client says otherwise: nobody types it.
GENERATED_OR_FORMER = (*GENERATED, *FORMER_SPELLINGS)


def make(*typed: str) -> Recipe:
    """The recipe that is typed so."""
    read = build_parser().parse_args([*typed, "in.jpg", "-o", "out"])
    return make_recipe(EDITS[read.command], read)


def fields(*typed: str) -> dict[str, Any]:
    """The fields of its one step."""
    (step,) = make(*typed).steps
    return dict(step.fields)


@pytest.mark.parametrize("edit", [edit for edit in EDITS.values() if edit.slug != "create"], ids=lambda edit: edit.slug)
def test_every_option_is_a_field_of_its_edit(edit: Edit) -> None:
    for option in edit.options:
        field = FIELDS[edit.slug][option.field]
        assert isinstance(field, KINDS.get(option.kind, (Field,)))
        if isinstance(field, Choice | WholeChoice):
            offered = [str(choice) for choice in field.options if choice not in GENERATED_OR_FORMER]
            assert list(option.choices) == offered


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_a_command_says_itself_is_a_field_of_its_edit(edit: Edit) -> None:
    assert set(edit.fixed) <= set(FIELDS.get(edit.slug, ()))


def test_what_is_typed_becomes_a_recipe_that_can_be_written_and_read() -> None:
    recipe = make("erase", "--objects-below", "1%", "--include-shadow")
    assert recipe.steps[0].fields == {"mask": Rule("objects", at_most=0.01), "include_shadow": True}
    assert reading.read(writing.write(recipe)) == recipe


def test_the_options_of_each_command_become_fields() -> None:
    assert fields("erase", "--subject") == {"mask": Rule("subject")}
    assert fields("erase", "--faces") == {"mask": Rule("faces")}
    assert fields("erase", "--spots") == fields("spots") == {"mask": Rule("spots")}
    assert fields("erase", "--distractions") == {"mask": Rule("distractions")}
    assert fields("cutout") == {}
    assert fields("blur", "--scale", "3") == {"scale": 3}
    assert fields("replace", "--prompt", "white") == {"prompt": "white", "original_quality": True}
    assert fields("expand", "--aspect-ratio", "16:9") == {"aspect_ratio": "16:9"}
    assert fields("expand", "--canvas-size", "900,700") == {"canvas_size": [900, 700]}
    assert fields("erase", "--subject", "--feather", "6") == {"mask": Rule("subject"), "feather": 6}
    assert fields("crop", "--padding", "8") == {"padding": 8}
    assert fields("crop", "--keep-background") == {"keep_background": True}
    assert fields("enlarge", "--by", "4", "--fast") == {"desired_increase": 4, "fast": True}
    assert fields("faces", "--method", "fill") == {"method": "fill"}
    assert fields("grey") == {"color": "black_and_white"}
    assert fields("grey", "--look", "sepia_vintage") == {"color": "sepia_vintage"}
    assert fields("packshot", "--canvas-size", "90,70", "--shadow", "float") == {
        "canvas_size": [90, 70],
        "shadow": "float",
    }
    assert fields("shadow", "--shadow-offset=-3,4", "--shadow-intensity", "0") == {
        "shadow_offset": [-3, 4],
        "shadow_intensity": 0,
    }


def test_people_are_changed_by_words_and_numbers() -> None:
    typed = fields(
        "people", "--who", "largest", "--set", "age=60s", "--set", "gaze=0.5", "--set", "expression=happy:0.8"
    )
    assert typed == {
        "people": Rule("largest"),
        "actions": {"age": "60s", "gaze": 0.5, "expression": {"happy": 0.8}},
    }


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["erase"], "Say what is meant"),
        (["replace"], "Give --prompt"),
        (["replace", "--prompt", "white", "--picture", "x.jpg"], "Give --prompt"),
        (["replace", "--picture", "/nowhere.jpg"], "cannot be read"),
        (["people"], "Say what is to change"),
        (["people", "--set", "smile"], "write ATTRIBUTE=VALUE"),
        (["people", "--set", "smile=happy:much"], "'much' is no number"),
        (["erase", "--mask", "/nowhere.png"], "cannot be read"),
    ],
)
def test_what_makes_no_sense_is_told_in_one_sentence(typed: list[str], sentence: str) -> None:
    with pytest.raises(BadUse, match=sentence):
        make(*typed)


def test_a_mask_is_what_is_white_in_a_file(tmp_path: Path) -> None:
    mask = Image.new("L", (4, 3))
    mask.putpixel((1, 2), 255)
    mask.save(tmp_path / "mask.png")
    assert fields("erase", "--mask", str(tmp_path / "mask.png")) == {"mask": Runs(4, 3, (9, 1, 2))}


def test_a_mask_without_white_or_of_no_picture_is_refused(tmp_path: Path) -> None:
    Image.new("L", (4, 3)).save(tmp_path / "black.png")
    (tmp_path / "text.png").write_text("no picture")
    for name, sentence in (("black.png", "empty"), ("text.png", "no picture")):
        with pytest.raises(BadUse, match=sentence):
            make("erase", "--mask", str(tmp_path / name))


def test_a_box_becomes_the_mask_of_each_picture() -> None:
    recipe = make("erase", "--box", "1,1,2,1")
    (step,) = fill_boxes(recipe, (4, 3)).steps
    assert runs.decode(step.fields["mask"]) == bytes([0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0])


def test_a_box_in_hundredths_fits_every_size() -> None:
    recipe = make("erase", "--box", "50%,0%,50%,100%")
    for size in ((4, 2), (400, 200)):
        (step,) = fill_boxes(recipe, size).steps
        assert sum(runs.decode(step.fields["mask"])) == size[0] * size[1] / 2


def test_a_box_outside_of_a_picture_fails_that_picture() -> None:
    with pytest.raises(FileFailed, match="lies outside"):
        fill_boxes(make("erase", "--box", "10,0,5,5"), (4, 3))


@pytest.mark.parametrize("text", ["", "1,2,3", "1,2,3,0", "1,2,3,4%", "a,b,c,d", "-1,2,3,4", "1,2,inf,4"])
def test_what_is_no_box_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_box(text)
