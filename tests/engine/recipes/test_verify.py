"""Verifying: a result is proven by replaying it, and a pixel changed elsewhere is found."""

from __future__ import annotations

import dataclasses
import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.recipes.run import apply
from engine.recipes.verify import verify
from harness.images import pixels_of, png
from recipes.model import FileFacts
from tests.engine.recipes.conftest import recipe_of

BOX: dict[str, Any] = {"runs": {"width": 96, "height": 64, "counts": "1950 30 66 30 4068"}}
ERASE = {"do": "erase", "mask": BOX}
AGE = {"do": "create", "people": {"rule": "all"}, "actions": {"age": "mid-60"}}


def test_a_result_is_proven_with_its_bytes(photo: bytes) -> None:
    applied = apply(recipe_of(ERASE), photo)
    found = verify(applied.recipe, photo, applied.image)
    assert found.is_proven and found.same_bytes and found.same_pixels
    assert (found.input_known, found.output_known) == (True, True)
    assert found.changed is not None and 0 < found.changed <= 60
    assert (found.outside, round(found.declared * 96 * 64)) == (0, 60)


def test_one_pixel_changed_elsewhere_is_found(photo: bytes) -> None:
    applied = apply(recipe_of(ERASE), photo)
    tampered = pixels_of(applied.image).copy()
    tampered[60, 90] += 1
    found = verify(applied.recipe, photo, png(tampered))
    assert not found.is_proven and not found.same_pixels and found.outside == 1


def test_a_pixel_changed_within_what_is_declared_is_not_proven_either(photo: bytes) -> None:
    applied = apply(recipe_of(ERASE), photo)
    tampered = pixels_of(applied.image).copy()
    tampered[20, 35] += 90
    found = verify(applied.recipe, photo, png(tampered))
    assert (found.is_proven, found.outside) == (False, 0)


def test_another_file_with_the_same_pixels_is_told_apart(photo: bytes) -> None:
    applied = apply(recipe_of(ERASE), photo)
    file = io.BytesIO()
    Image.open(io.BytesIO(applied.image)).save(file, "PNG", compress_level=9)
    found = verify(applied.recipe, photo, file.getvalue())
    assert (found.is_proven, found.same_bytes, found.same_pixels, found.output_known) == (True, False, True, False)


def test_another_original_than_the_recipe_was_made_on_is_told(photo: bytes) -> None:
    recipe = dataclasses.replace(recipe_of(ERASE), input=FileFacts(64 * "0"))
    found = verify(recipe, photo, apply(recipe, photo).image)
    assert (found.input_known, found.is_proven) == (False, False)


def test_without_hashes_nothing_is_said_of_files(photo: bytes) -> None:
    recipe = recipe_of(ERASE)
    found = verify(recipe, photo, apply(recipe, photo).image)
    assert (found.input_known, found.output_known, found.is_proven) == (None, None, True)


def test_another_size_is_not_what_the_recipe_says(photo: bytes) -> None:
    recipe = recipe_of(ERASE)
    found = verify(recipe, photo, png(np.zeros((10, 10, 3), np.uint8)))
    assert (found.changed, found.outside, found.is_proven) == (None, None, False)


def test_a_step_that_changes_all_declares_all(photo: bytes) -> None:
    recipe = recipe_of({"do": "increase_resolution", "fast": True})
    found = verify(recipe, photo, apply(recipe, photo).image)
    assert (found.declared, found.is_proven, found.changed) == (1.0, True, None)


def test_a_step_that_did_nothing_declares_nothing(photo: bytes) -> None:
    recipe = recipe_of({"do": "hide_faces"})
    found = verify(recipe, photo, apply(recipe, photo).image)
    assert (found.declared, found.changed, found.is_proven) == (0.0, 0, True)


MASKED = {"runs": {"width": 256, "height": 256, "counts": "2572 48 62916"}}


@pytest.mark.parametrize(
    "step",
    [
        {"do": "erase", "mask": MASKED, "mask_type": "automatic", "include_shadow": True},
        {"do": "erase", "mask": MASKED, "feather": 3},
        {"do": "gen_fill", "mask": MASKED, "prompt": "red", "mask_type": "automatic", "feather": 8},
        {"do": "erase_foreground"},
        {"do": "objects_remove", "mask_ids": [5], "mask": MASKED, "include_shadow": True},
        {"do": "hide_faces", "method": "pixelate"},
        {"do": "create", "people": {"rule": "largest"}, "actions": {"age": "mid-60"}},
    ],
    ids=lambda step: step["do"],
)  # fmt: skip
def test_a_step_changes_nothing_but_what_it_declares(portrait: bytes, step: dict[str, Any]) -> None:
    recipe = recipe_of(step)
    found = verify(recipe, portrait, apply(recipe, portrait).image)
    assert found.is_proven and found.changed and 0 < found.declared < 1


def test_an_opaque_result_of_a_transparent_picture_declares_all(photo: bytes) -> None:
    image = png(np.dstack((pixels_of(photo), np.full((64, 96), 100, np.uint8))))
    recipe = recipe_of(ERASE | {"preserve_alpha": False})
    assert verify(recipe, image, apply(recipe, image).image).declared == 1.0
