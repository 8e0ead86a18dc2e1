"""Erasing: what must hold for every picture and mask."""

from __future__ import annotations

import itertools

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from engine.maths.fill import cloning, patchmatch
from engine.operations.erase import erase, grow

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]


def noise(rows: int, columns: int) -> Image:
    return np.random.default_rng(1).integers(90, 110, (rows, columns, 3), dtype=np.uint8)


def box(rows: int, columns: int, top: int, left: int, height: int, width: int) -> Mask:
    mask = np.zeros((rows, columns), bool)
    mask[top : top + height, left : left + width] = True
    return mask


def marked(picture: Image, mask: Mask) -> Image:
    """``picture`` with the masked part in magenta, so that any of it left in a result shows."""
    copy = picture.copy()
    copy[mask] = (255, 0, 255)
    return copy


def test_it_keeps_every_pixel_outside_the_mask() -> None:
    picture, mask = data.coffee()[:200, :240], box(200, 240, 60, 70, 50, 60)
    assert (erase(picture, mask)[~mask] == picture[~mask]).all()


def test_it_does_not_write_into_its_arguments() -> None:
    picture, mask = noise(80, 90), box(80, 90, 30, 30, 20, 20)
    before = picture.copy(), mask.copy()
    erase(picture, mask)
    assert (picture == before[0]).all() and (mask == before[1]).all()


def test_nothing_of_the_object_is_left() -> None:
    mask = box(120, 130, 40, 40, 40, 50)
    filled = erase(marked(noise(120, 130), mask), mask)[mask]
    assert filled.min() >= 80 and filled.max() <= 120


def test_nothing_is_compiled_for_a_view_or_a_picture_that_is_read_only() -> None:
    picture, mask = noise(160, 200), box(160, 200, 60, 60, 24, 24)
    erase(picture, mask)
    kernels = patchmatch.measure, patchmatch.search, patchmatch.vote, patchmatch.elect, cloning.gather_into
    compiled = [len(kernel.signatures) for kernel in kernels]
    picture.flags.writeable = False
    erase(picture, mask)
    erase(np.tile(picture, (2, 2, 1)), np.pad(mask, ((0, 160), (0, 200))))
    assert [len(kernel.signatures) for kernel in kernels] == compiled


def test_the_first_of_the_variants_is_the_fill_without_one() -> None:
    picture, mask = data.coffee()[:200, :240], box(200, 240, 60, 70, 50, 60)
    assert (erase(picture, mask, variant=0) == erase(picture, mask)).all()


def test_variants_look_unlike_each_other() -> None:
    picture, mask = data.grass()[:200, :240, None].repeat(3, axis=2), box(200, 240, 60, 70, 50, 60)
    fills = [erase(picture, mask, variant=number)[mask].astype(int) for number in range(4)]
    assert all(np.abs(one - other).mean() > 4 for one, other in itertools.combinations(fills, 2))


def test_the_same_input_gives_the_same_bytes() -> None:
    picture, mask = data.chelsea()[:150, :180], box(150, 180, 50, 60, 40, 40)
    assert (erase(picture, mask) == erase(picture, mask)).all()


@pytest.mark.parametrize("matched", [3600, 3599])  # all of the hole's pixels, and a quarter of them
def test_a_brick_wall_is_closed_better_than_by_diffusion(matched: int) -> None:
    wall = np.dstack([data.brick()[100:340, 100:340]] * 3)
    mask = box(240, 240, 90, 90, 60, 60)
    diffused = cv2.inpaint(marked(wall, mask), mask.astype(np.uint8), 5, cv2.INPAINT_TELEA)
    assert error(erase(marked(wall, mask), mask, matched=matched), wall, mask) < 0.8 * error(diffused, wall, mask)


def error(result: NDArray[np.generic], truth: Image, mask: Mask) -> float:
    """Mean squared error in the hole."""
    return float(((result[mask].astype(float) - truth[mask]) ** 2).mean())


def test_a_scratch_is_closed_better_than_by_diffusion() -> None:
    picture = data.astronaut()[:160, 150:330]
    scratch = np.zeros(picture.shape[:2], np.uint8)
    cv2.line(scratch, (10, 20), (165, 140), 1, 3)
    mask = scratch > 0
    diffused = cv2.inpaint(marked(picture, mask), scratch, 5, cv2.INPAINT_TELEA)
    assert error(erase(marked(picture, mask), mask), picture, mask) < 0.8 * error(diffused, picture, mask)


def test_it_never_copies_from_pixels_to_avoid() -> None:
    picture = noise(120, 120)
    picture[:, :50] = (200, 30, 30)
    mask, avoid = box(120, 120, 40, 42, 30, 30), box(120, 120, 0, 0, 120, 52)
    reds = erase(marked(picture, mask), mask, avoid=avoid & ~mask)[50:60, 56:70, 0]
    assert reds.max() < 140


def test_far_parts_are_erased_each_on_its_own() -> None:
    picture = noise(300, 300)
    picture[:, 150:] += 100
    mask = box(300, 300, 20, 20, 25, 25) | box(300, 300, 250, 250, 25, 25)
    filled = erase(marked(picture, mask), mask)
    assert filled[20:45, 20:45].max() < 130 and filled[250:275, 250:275].min() > 170


@pytest.mark.parametrize(
    "mask",
    [
        box(90, 100, 0, 0, 30, 30),
        box(90, 100, 60, 70, 30, 30),
        box(90, 100, 0, 40, 90, 20),
        box(90, 100, 70, 0, 20, 100),
    ],
    ids=["corner", "other corner", "whole height", "whole width"],
)
def test_a_hole_may_touch_the_border(mask: Mask) -> None:
    filled = erase(marked(noise(90, 100), mask), mask)[mask]
    assert filled.min() >= 80 and filled.max() <= 120


@pytest.mark.parametrize("shape", [(1, 60), (60, 1), (2, 2), (1, 2), (9, 200), (40, 7)])
def test_a_narrow_picture_is_erased(shape: tuple[int, int]) -> None:
    mask = np.zeros(shape, bool)
    mask.ravel()[: max(1, mask.size // 3)] = True
    filled = erase(marked(noise(*shape), mask), mask)[mask]
    assert filled.min() >= 70 and filled.max() <= 130


@pytest.mark.parametrize("left", [1, 3, 12])
def test_a_mask_over_nearly_everything_is_filled_with_what_is_left(left: int) -> None:
    mask = np.ones((100, 110), bool)
    mask[40 : 40 + left, 50 : 50 + left] = False
    filled = erase(marked(noise(100, 110), mask), mask)[mask]
    assert filled.min() >= 70 and filled.max() <= 130


def test_a_hole_of_millions_of_pixels_is_filled() -> None:
    mask = box(1700, 1700, 60, 90, 1500, 1500)
    picture = np.full((1700, 1700, 3), 100, np.uint8)
    assert (erase(marked(picture, mask), mask) == picture).all()


def test_many_specks_are_erased() -> None:
    mask = np.zeros((400, 400), bool)
    mask[10::40, 10::40] = True
    assert erase(marked(noise(400, 400), mask), mask).max() < 140


def test_hundreds_of_specks_are_erased_in_cells() -> None:
    mask = np.zeros((700, 900), bool)
    for down, right in np.ndindex(5, 5):
        mask[10 + down :: 45, 10 + right :: 45] = True
    picture = marked(noise(700, 900), mask)
    result = erase(picture, mask)
    assert result.max() < 140 and (result[~mask] == picture[~mask]).all()


def test_a_long_scratch_is_erased_in_cells() -> None:
    scratch = cv2.line(np.zeros((900, 1200), np.uint8), (5, 5), (1190, 890), 1, 12)
    mask = scratch > 0
    picture = marked(noise(900, 1200), mask)
    filled = erase(picture, mask)[mask]
    assert filled.min() >= 80 and filled.max() <= 120


def test_an_empty_mask_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing is to be erased"):
        erase(noise(20, 20), np.zeros((20, 20), bool))


def test_a_mask_over_everything_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing is left to copy from"):
        erase(noise(20, 20), np.ones((20, 20), bool))


def test_a_mask_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="rows, columns"):
        erase(noise(20, 20), np.ones((20, 21), bool))


def test_progress_rises_from_zero_to_one() -> None:
    told: list[float] = []
    mask = box(200, 200, 10, 10, 40, 40) | box(200, 200, 140, 140, 40, 40)
    erase(noise(200, 200), mask, progress=told.append)
    assert told == sorted(told) and told[0] == 0 and told[-1] == 1 and len(told) > 4


def test_progress_may_stop_the_work() -> None:
    def stop(fraction: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        erase(noise(60, 60), box(60, 60, 20, 20, 20, 20), progress=stop)


def test_growing_adds_a_disc() -> None:
    grown = grow(box(9, 9, 4, 4, 1, 1), 2)
    assert grown.sum() == 13 + 4 and grown[2, 4] and not grown[2, 2]


def test_growing_by_nothing_copies() -> None:
    mask = box(5, 5, 1, 1, 2, 2)
    assert (grow(mask, 0) == mask).all() and grow(mask, 0) is not mask
