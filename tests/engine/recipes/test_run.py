"""A recipe on a picture: what its steps do, what they find, and what is said where they cannot."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine import files, progress
from engine.errors import Abandoned, BadRequest, EngineError
from engine.recipes.checks import check
from engine.recipes.operations import OPERATIONS
from engine.recipes.run import apply
from harness.images import Pixels, pixels_of, png
from recipes.model import FileFacts
from tests.engine.recipes.conftest import recipe_of

BOX: dict[str, Any] = {"runs": {"width": 96, "height": 64, "counts": "1950 30 66 30 4068"}}
ERASE = {"do": "erase", "mask": BOX}
FACES = {"do": "hide_faces"}


def refusal(photo: bytes, *steps: dict[str, Any]) -> str:
    with pytest.raises(EngineError) as caught:
        apply(recipe_of(*steps), photo)
    return str(caught.value)


def test_steps_follow_each_other(photo: bytes, scene: Pixels) -> None:
    applied = apply(recipe_of(ERASE, {"do": "increase_resolution", "fast": True}), photo)
    assert pixels_of(applied.image).shape == (128, 192, 3)
    assert [(step.number, step.do, step.done) for step in applied.steps] == [
        (1, "erase", True),
        (2, "increase_resolution", True),
    ]


def test_the_same_recipe_gives_the_same_bytes(photo: bytes) -> None:
    assert apply(recipe_of(ERASE), photo).image == apply(recipe_of(ERASE), photo).image


def test_the_recipe_comes_back_with_the_facts_of_both_files(photo: bytes) -> None:
    applied = apply(recipe_of(ERASE), photo)
    assert applied.recipe.input == FileFacts(files.digest(photo), 96, 64)
    assert applied.recipe.output == FileFacts(files.digest(applied.image), 96, 64)
    assert applied.recipe.made_by and applied.recipe.made_by.engine.startswith("Bria Studio ")
    assert applied.recipe.steps == recipe_of(ERASE).steps


def test_a_rule_that_finds_nothing_does_nothing_and_says_so(photo: bytes, scene: Pixels) -> None:
    applied = apply(recipe_of({"do": "erase", "mask": {"rule": "faces"}}), photo)
    assert not applied.is_changed
    assert (pixels_of(applied.image) == scene).all()
    [step] = applied.steps
    assert step.found == {"mask": {"rule": "faces", "count": 0, "share": 0.0, "things": []}}


def test_without_faces_none_are_hidden_and_the_rest_goes_on(photo: bytes) -> None:
    applied = apply(recipe_of(FACES, ERASE), photo)
    assert [step.done for step in applied.steps] == [False, True]
    assert applied.image == apply(recipe_of(ERASE), photo).image


def test_hidden_faces_are_listed(portrait: bytes) -> None:
    [step] = apply(recipe_of(FACES), portrait).steps
    assert step.found["faces"]["count"] == 1 and len(step.found["faces"]["things"]) == 1


def test_a_mask_by_rule_is_grown_over_soft_edges(ball_photo: bytes) -> None:
    rule = {"do": "erase", "mask": {"rule": "subject"}}
    grown, bare = apply(recipe_of(rule), ball_photo), apply(recipe_of(rule | {"mask_type": "manual"}), ball_photo)
    changes = [(pixels_of(each.image) != pixels_of(ball_photo)).any(axis=2).sum() for each in (grown, bare)]
    assert changes[0] > changes[1] > 0


WHITE = {"do": "gen_fill", "prompt": "white", "feather": 4}


def feathered(rows: int, columns: int) -> np.ndarray:
    """How much of white there is in a black picture whose upper half is filled, by a mask drawn on 64 × 96 pixels."""
    half = {"runs": {"width": 96, "height": 64, "counts": "0 3072 3072"}}
    black = png(np.zeros((rows, columns, 3), np.uint8))
    return pixels_of(apply(recipe_of(WHITE | {"mask": half}), black).image)[:, 50, 0]


def test_an_edge_fades_out_over_as_much_as_on_the_frame_that_its_mask_was_drawn_on() -> None:
    same, doubled = feathered(64, 96), feathered(128, 192)
    assert np.flatnonzero((same > 0) & (same < 255)).tolist() == list(range(28, 36))
    assert np.flatnonzero((doubled > 0) & (doubled < 255)).tolist() == list(range(56, 72))


def test_what_a_rule_finds_fades_out_as_well(ball_photo: bytes) -> None:
    sharp, soft = (
        pixels_of(apply(recipe_of(WHITE | {"mask": {"rule": "subject"}, "feather": width}), ball_photo).image)
        for width in (0, 6)
    )
    original = pixels_of(ball_photo)
    assert ((soft != original).any(axis=2) > (sharp != original).any(axis=2)).any()
    assert (soft[110, 120] == 255).all()


def test_removed_masks_stay_removed_along_a_picture(portrait: bytes) -> None:
    step = {"do": "objects_remove", "mask_ids": [5]}
    assert refusal(portrait, step, step) == "Step 2 (objects_remove): These masks were removed before."


def test_masks_of_a_picture_that_a_step_replaced_are_refused(photo: bytes) -> None:
    remove = {"do": "objects_remove", "mask_ids": [1], "masks_of": 0}
    sentence = "Step 2 (objects_remove): Step 1 made another picture, so nothing from after step 0 is there."
    assert refusal(photo, ERASE, remove) == sentence


def test_a_second_change_of_the_same_person_is_refused(portrait: bytes) -> None:
    change = {"do": "create", "people": {"rule": "all"}, "actions": {"age": "mid-60"}}
    assert "Step 2 (create): A person in this request was already changed" in refusal(portrait, change, change)


def test_after_a_step_that_names_a_later_picture_people_are_new(portrait: bytes) -> None:
    change = {"do": "create", "people": {"rule": "all"}, "actions": {"age": "mid-60"}}
    applied = apply(recipe_of(change, change | {"people_of": 1}), portrait)
    assert [step.done for step in applied.steps] == [True, True]


def test_actions_that_a_face_does_not_offer_are_left_out_and_told(portrait: bytes) -> None:
    change = {"do": "create", "people": {"rule": "all"}, "actions": {"age": "mid-60", "gender": "x"}}
    [step] = apply(recipe_of(change), portrait).steps
    assert step.warnings == ("Not all changes are offered for 1 of the 1 faces; these were left out.",)


def test_without_people_nobody_is_changed(photo: bytes) -> None:
    change = {"do": "create", "people": {"rule": "largest"}, "actions": {"age": "mid-60"}}
    [step] = apply(recipe_of(change), photo).steps
    assert (step.done, step.found["people"]["count"]) == (False, 0)


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ({"do": "frobnicate"}, f"This engine has no such step; there are: {', '.join(OPERATIONS)}."),
        (
            {"do": "erase", "mask": BOX, "image": "/etc/passwd"},
            "There is no field 'image'; there are: mask, mask_type, feather, include_shadow, variant, preserve_alpha, ",
        ),
        ({"do": "erase"}, "'mask' is missing."),
        (
            {"do": "erase", "mask": {"rule": "cats"}},
            "There is no rule 'cats' for 'mask'; there are: subject, everything_but_subject, faces, objects, spots, "
            "distractions.",
        ),
        (
            {"do": "create", "people": {"rule": "subject"}, "actions": {"age": 3}},
            "There is no rule 'subject' for 'people'; there are: all, largest.",
        ),
        ({"do": "erase", "mask": BOX, "mask_type": "x"}, "'mask_type' must be one of: manual, automatic."),
        ({"do": "hide_faces", "strength": 9}, "'strength' must be a whole number from 1 to 5."),
        ({"do": "expand", "aspect_ratio": "x"}, "'aspect_ratio' must be one of "),
        ({"do": "create", "actions": [1], "people": {"rule": "all"}}, "'actions' must be an object."),
    ],
)  # fmt: skip
def test_a_recipe_that_fits_no_picture_is_refused_beforehand(step: dict[str, Any], sentence: str) -> None:
    with pytest.raises(EngineError) as caught:
        check(recipe_of(ERASE, step))
    assert str(caught.value).startswith(f"Step 2 ({step['do']}): {sentence}")


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ({"do": "expand"}, "Give 'aspect_ratio', or both 'original_image_size' and 'original_image_location'."),
        ({"do": "objects_remove"}, "Name what to remove, by 'mask_ids', 'mask' or both."),
        ({"do": "objects_remove", "mask_ids": [250]}, "This image has no mask 250."),
        ({"do": "create"}, "Give either 'changes' with ids, or 'people' and 'actions'."),
        ({"do": "create", "people": {"rule": "all"}}, "'actions' must say what is to change."),
        ({"do": "gen_fill", "mask": BOX, "prompt": "a palm tree"}, "This engine has no generative model."),
        ({"do": "replace_background", "ref_images": {"base64": "aGVsbG8="}}, "There is no image in the data;"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_in_a_picture_is_told_with_its_step(
    photo: bytes, step: dict[str, Any], sentence: str
) -> None:
    assert refusal(photo, ERASE, step).startswith(f"Step 2 ({step['do']}): {sentence}")


def test_a_picture_that_is_none_is_refused() -> None:
    assert refusal(b"no picture", ERASE) == "There is no image in the data; JPEG, PNG and WEBP files are taken."


def test_progress_goes_from_step_to_step(photo: bytes) -> None:
    told: list[float | None] = []
    with progress.listening(told.append):
        apply(recipe_of(ERASE, ERASE, ERASE, ERASE), photo)
    shares = [share for share in told if share is not None]
    assert shares == sorted(shares) and {0.0, 0.25, 0.5, 0.75} <= set(shares) and max(shares) <= 1


def test_it_stops_where_nobody_wants_it_any_more(photo: bytes) -> None:
    def stop(share: float | None) -> None:
        if share and share >= 0.5:
            raise KeyError

    with pytest.raises(Abandoned), progress.listening(stop):
        apply(recipe_of(ERASE, ERASE), photo)


def test_masks_that_were_known_keep_the_fill_from_other_objects(portrait: bytes) -> None:
    mask = np.zeros((256, 256), bool)
    mask[10:50, 12:60] = True
    runs = {"width": 256, "height": 256, "counts": " ".join(map(str, [2572, *([48, 208] * 39), 48, 52932]))}
    step = {"do": "erase", "mask": {"runs": runs}}
    with_masks = apply(recipe_of(step | {"masks_known": True}), portrait)
    assert (pixels_of(with_masks.image)[~mask] == pixels_of(portrait)[~mask]).all()
    with pytest.raises(BadRequest, match="must be true or false"):
        check(recipe_of(step | {"masks_known": "perhaps"}))


def test_transparency_goes_through(scene: Pixels) -> None:
    image = png(np.dstack((scene, np.full((64, 96), 200, np.uint8))))
    assert (pixels_of(apply(recipe_of(ERASE), image).image)[..., 3] == 200).all()


def test_a_check_leaves_the_picture_as_it_is_and_tells_what_to_do(photo: bytes, scene: Pixels) -> None:
    applied = apply(recipe_of({"do": "product_check"}), photo)
    assert not applied.is_changed
    assert (pixels_of(applied.image) == scene).all()
    [step] = applied.steps
    assert step.warnings[0].startswith("The longer side has 96 pixels; 1000 are asked for.")
