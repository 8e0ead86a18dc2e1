from __future__ import annotations

import numpy as np
import pytest

from engine.operations.confidence import confidences


def halves(left: int, right: int, size: tuple[int, int] = (40, 60)) -> tuple[np.ndarray, np.ndarray]:
    labels = np.ones(size, np.uint8)
    labels[:, size[1] // 2 :] = 7
    grey = np.where(labels == 1, left, right).astype(np.uint8)
    return np.dstack([grey] * 3), labels


def test_the_clearer_the_outline_the_surer_the_region() -> None:
    faint, clear = confidences(*halves(100, 110)), confidences(*halves(100, 200))
    assert set(faint) == {1, 7}
    assert 0.2 < faint[1] < 0.9 < clear[1] <= 1


def test_an_outline_through_one_colour_is_no_outline() -> None:
    assert confidences(*halves(100, 100)) == {1: 0, 7: 0}


def test_a_region_without_neighbours_is_as_sure_as_can_be() -> None:
    image, labels = halves(100, 200)
    assert confidences(image, np.full_like(labels, 3)) == {3: 1}


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (1200, 900)])
def test_pictures_of_every_size_are_judged(size: tuple[int, int]) -> None:
    image, labels = halves(0, 255, size)
    assert set(confidences(image, labels)) == set(np.unique(labels).tolist())
