"""Filling a mask as a prompt asks."""

from __future__ import annotations

import numpy as np
import pytest
from skimage import data

from engine.maths.paints import Paint
from engine.operations.gen_fill import SURROUNDINGS, gen_fill, parse_instruction

RED, BLUE = (255, 0, 0), (0, 0, 255)


@pytest.mark.parametrize(
    "prompt", ["remove", "Erase the object.", "fill from its surroundings", "background", "nothing"]
)
def test_a_prompt_may_ask_for_the_surroundings(prompt: str) -> None:
    assert parse_instruction(prompt) is SURROUNDINGS


@pytest.mark.parametrize(
    ("prompt", "colours"), [("red", (RED,)), ("fill with #00f", (BLUE,)), ("red to blue", (RED, BLUE))]
)
def test_a_prompt_may_ask_for_paint(prompt: str, colours: tuple[tuple[int, int, int], ...]) -> None:
    assert parse_instruction(prompt) == Paint(colours)


@pytest.mark.parametrize("prompt", ["", "the", "a red balloon", "remove the dog and add a cat"])
def test_anything_else_takes_a_generative_model(prompt: str) -> None:
    assert parse_instruction(prompt) is None


def hole() -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    mask = np.zeros((100, 120), bool)
    mask[30:60, 40:80] = True
    return mask


def test_paint_fills_the_mask_and_nothing_else() -> None:
    picture, mask = data.coffee()[:100, :120], hole()
    result = gen_fill(picture, mask, Paint((RED,)))
    assert (result[mask] == RED).all() and (result[~mask] == picture[~mask]).all()


def test_a_gradient_runs_over_the_box_of_the_mask() -> None:
    result = gen_fill(np.zeros((100, 120, 3), np.uint8), hole(), Paint((RED, BLUE)))
    assert result[30, 40].tolist() == list(RED) and result[59, 79].tolist() == list(BLUE)


def test_surroundings_close_the_hole() -> None:
    picture = np.full((100, 120, 3), 90, np.uint8)
    picture[hole()] = RED
    assert (gen_fill(picture, hole(), SURROUNDINGS) == 90).all()


@pytest.mark.parametrize("instruction", [SURROUNDINGS, Paint((RED,))])
def test_an_empty_mask_is_refused(instruction: Paint) -> None:
    with pytest.raises(ValueError, match="empty"):
        gen_fill(np.zeros((100, 120, 3), np.uint8), np.zeros((100, 120), bool), instruction)


def test_a_mask_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="mask is"):
        gen_fill(np.zeros((10, 12, 3), np.uint8), hole(), Paint((RED,)))
