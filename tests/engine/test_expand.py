"""Expanding a picture."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from engine.maths.fill.canvas import Canvas
from engine.maths.filters import parts_touching, variable_blur
from engine.operations.expand import expand, find_cut_sides, find_mirrored_columns

Image = NDArray[np.uint8]


def around(picture: Image, top: int, bottom: int, left: int, right: int) -> Canvas:
    rows, columns = picture.shape[:2]
    return Canvas((rows + top + bottom, columns + left + right), (rows, columns), (top, left))


def scenery(rows: int = 120, columns: int = 160) -> Image:
    """Sky above, ground below, with grain."""
    picture = np.random.default_rng(4).integers(0, 12, (rows, columns, 3), dtype=np.uint8)
    picture[: rows // 2] += np.array([100, 150, 220], np.uint8)
    picture[rows // 2 :] += np.array([60, 120, 30], np.uint8)
    return picture


def is_sky(part: Image) -> np.bool_:
    return (part[..., 2].astype(int) > part[..., 1]).all()


def test_the_picture_itself_is_kept_to_the_byte() -> None:
    picture = data.coffee()[100:220, 200:360]
    canvas = around(picture, 30, 20, 40, 10)
    assert (expand(picture, canvas)[canvas.window] == picture).all()


def test_the_horizon_stays_level_and_sky_stays_above_ground() -> None:
    picture = scenery()
    result = expand(picture, around(picture, 30, 30, 40, 40))
    assert result.shape == (180, 240, 3)
    assert is_sky(result[:85]) and not is_sky(result[95:]) and (result[95:, :, 2] < result[95:, :, 1]).all()


def test_the_subject_does_not_appear_twice() -> None:
    picture = scenery()
    picture[30:90, 20:60] = (255, 0, 0)
    alpha = np.zeros((120, 160), np.uint8)
    alpha[30:90, 20:60] = 255
    canvas = around(picture, 20, 20, 60, 30)
    result = expand(picture, canvas, subject=alpha).astype(int)
    result[canvas.window] = 0
    assert (result[..., 0] - result[..., 1]).max() < 40


def test_a_subject_cut_off_by_the_border_goes_on_and_fades() -> None:
    picture = scenery()
    picture[40:, 60:100] = (200, 0, 0)
    alpha = np.zeros((120, 160), np.uint8)
    alpha[40:, 60:100] = 255
    result = expand(picture, around(picture, 0, 60, 0, 0), subject=alpha)
    assert result[121, 80, 0] > 180 and np.abs(np.diff(result[175, :, 0].astype(int))).max() < 12


def test_far_from_the_picture_nothing_is_sharp() -> None:
    picture = scenery(100, 100)
    result = expand(picture, around(picture, 0, 0, 0, 300)).astype(int)
    assert np.abs(np.diff(result[:40, 380:], axis=1)).mean() < 0.3 * np.abs(np.diff(result[:40, :100], axis=1)).mean()


def test_a_picture_partly_outside_is_cut_off() -> None:
    picture = scenery()
    canvas = Canvas((100, 200), (120, 160), (-20, 60))
    assert (expand(picture, canvas)[:, 60:] == picture[20:, :140]).all()


def test_a_picture_is_scaled_to_its_size_on_the_canvas() -> None:
    result = expand(np.full((60, 80, 3), 90, np.uint8), Canvas((100, 100), (30, 40), (10, 10)))
    assert result.shape == (100, 100, 3) and (result == 90).all()


def test_a_canvas_of_the_picture_s_size_changes_nothing() -> None:
    picture = scenery()
    assert (expand(picture, around(picture, 0, 0, 0, 0)) == picture).all()


def test_the_same_input_gives_the_same_bytes() -> None:
    picture = data.coffee()[100:200, 200:340]
    canvas = around(picture, 20, 20, 20, 20)
    assert (expand(picture, canvas) == expand(picture, canvas)).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (6, 90), (16, 16), (60, 20)])
def test_a_tiny_picture_is_expanded(shape: tuple[int, int]) -> None:
    picture = np.full((*shape, 3), 77, np.uint8)
    assert (expand(picture, around(picture, 50, 200, 30, 300)) == 77).all()


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_a_picture_that_is_nearly_all_subject_is_expanded(share: float) -> None:
    picture = scenery(60, 80)
    alpha = np.zeros((60, 80), np.uint8)
    alpha[:, : round(80 * share)] = 255
    assert expand(picture, around(picture, 20, 20, 20, 20), subject=alpha).shape == (100, 120, 3)


def test_progress_rises_and_may_stop_it() -> None:
    picture, told = scenery(), list[float]()
    expand(picture, around(picture, 30, 30, 0, 0), progress=told.append)
    assert told == sorted(told) and told[-1] == 1.0

    def stop(fraction: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        expand(picture, around(picture, 30, 30, 0, 0), progress=stop)


def test_an_alpha_map_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="alpha map"):
        expand(scenery(), around(scenery(), 1, 1, 1, 1), subject=np.zeros((5, 5), np.uint8))


def test_it_does_not_write_into_its_arguments() -> None:
    picture = scenery()
    before = picture.copy()
    expand(picture, around(picture, 9, 9, 9, 9))
    assert (picture == before).all()


def test_a_foot_at_the_border_is_not_cut_off() -> None:
    subject = np.zeros((100, 100), bool)
    subject[50:, 40:50] = True
    assert find_cut_sides(subject) == (False, False, False, False)
    subject[60:, 30:70] = True
    assert find_cut_sides(subject) == (False, False, False, True)


def test_a_pixel_fades_by_its_own_blur() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    sigma = np.zeros((64, 64), np.float32)
    sigma[:, 32:] = 8
    result = variable_blur(picture, sigma)
    assert (result[:, :30] == picture[:, :30]).all() and result[:, 36:].std() < 0.2 * picture.std()


def test_only_parts_of_the_subject_that_the_sides_show_are_erased_for_them() -> None:
    subject = np.zeros((20, 40), bool)
    subject[5:9, 2:12] = subject[5:15, 18:22] = subject[12:16, 30:38] = True
    left, right = slice(6, 46), slice(0, 40)
    seen = parts_touching(subject, find_mirrored_columns(left, 46, (False,) * 4)[None])
    assert seen[5, 2:12].all() and not seen[:, 12:].any()
    assert parts_touching(subject, find_mirrored_columns(right, 45, (False, True, False, False))[None]).sum() == 0


def test_mirror_images_of_mirror_images_show_every_column() -> None:
    assert find_mirrored_columns(slice(41, 81), 81, (False,) * 4).all()
