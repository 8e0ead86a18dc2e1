"""What marketplaces ask of a product's picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from engine.operations.marketplace import Finding, check
from engine.operations.packshot import Frame, packshot

Image = NDArray[np.uint8]


def shot(side: int = 1200, share: float = 0.9) -> Image:
    """A dark block in the middle of a white square."""
    picture = np.full((side, side, 3), 255, np.uint8)
    margin = round(side * (1 - share) / 2)
    picture[margin : side - margin, side // 3 : side - side // 3] = (60, 50, 90)
    return picture


def find(picture: Image) -> dict[str, Finding]:
    return {finding.rule: finding for finding in check(picture)}


def failed(picture: Image) -> set[str]:
    return {finding.rule for finding in check(picture) if finding.passed is False}


def test_a_good_picture_passes_every_rule() -> None:
    findings = check(shot())
    assert [finding.rule for finding in findings] == ["size", "background", "share", "text"]
    assert all(finding.passed for finding in findings)


def test_a_packshot_of_this_engine_passes() -> None:
    rows, columns = np.ogrid[:400, :300]
    ball = np.zeros((400, 300, 4), np.uint8)
    ball[np.hypot(rows - 200, columns - 150) < 100] = (200, 30, 30, 255)
    picture, _ = packshot(ball, Frame(2000, 2000, 0.85))
    assert failed(picture) == set()


def test_too_few_pixels_are_told_with_their_number() -> None:
    finding = find(shot(999))["size"]
    assert (finding.passed, finding.value, finding.limit) == (False, 999, 1000)
    assert "999" in finding.text and "1000" in finding.text


def test_the_longer_side_counts() -> None:
    assert find(shot()[:600])["size"].passed


def test_a_ground_that_is_nearly_white_is_told_with_its_share() -> None:
    picture = shot()
    picture[:100, :] = 250
    finding = find(picture)["background"]
    assert finding.passed is False
    assert finding.value == pytest.approx(100 / 1200 / (1 - 0.9 / 3), rel=0.1)
    assert "250" in finding.text


def test_one_level_below_white_is_not_white() -> None:
    picture = shot()
    picture[5:65, 5:65] = (255, 254, 255)
    finding = find(picture)["background"]
    assert finding.passed is False and "254 of 255" in finding.text


def test_a_stray_pixel_is_told_and_forgiven() -> None:
    picture = shot()
    picture[5, 5] = (255, 254, 255)
    finding = find(picture)["background"]
    assert finding.passed and "less than 0.1 %" in finding.text


def test_the_soft_edge_of_the_product_is_no_fault() -> None:
    assert find(cv2.GaussianBlur(shot(), (0, 0), 1).astype(np.uint8))["background"].passed


def test_a_shadow_is_no_white() -> None:
    picture = shot()
    picture[1145:1195, 300:900] = 230
    assert failed(picture) == {"background"}


def test_a_small_product_is_told_with_its_share() -> None:
    finding = find(shot(share=0.5))["share"]
    assert finding.passed is False and finding.value == pytest.approx(0.5, abs=0.01)
    assert "50 %" in finding.text and "85 %" in finding.text


def test_a_speck_in_a_corner_does_not_make_a_product_large() -> None:
    picture = shot(share=0.5)
    picture[3:5, 3:5] = 0
    assert find(picture)["share"].value == pytest.approx(0.5, abs=0.01)


def test_words_beside_the_product_are_found() -> None:
    picture = shot()
    cv2.putText(picture, "SALE NOW", (40, 300), cv2.FONT_HERSHEY_SIMPLEX, 2, (0, 0, 0), 6)
    finding = find(picture)["text"]
    assert finding.passed is False and finding.value >= 5


def test_a_few_things_beside_each_other_are_no_text() -> None:
    picture = shot()
    picture[400:460, 100:160] = picture[400:440, 1100:1140] = picture[800:900, 80:110] = 40
    assert find(picture)["text"].passed


def test_words_over_the_product_cannot_be_told_and_this_is_said() -> None:
    picture = shot()
    cv2.putText(picture, "SALE", (420, 600), cv2.FONT_HERSHEY_SIMPLEX, 3, (255, 255, 255), 8)
    assert "cannot be told" in find(picture)["text"].text


def test_a_scene_is_not_white_and_the_rest_cannot_be_told() -> None:
    findings = find(np.full((1200, 1200, 3), (90, 120, 60), np.uint8))
    assert findings["background"].passed is False and "#5a783c" in findings["background"].text
    assert findings["share"].passed is None and findings["text"].passed is None


def test_a_transparent_ground_is_to_be_put_on_white() -> None:
    picture = np.dstack((shot(), np.where(shot()[..., 0] < 255, 255, 0).astype(np.uint8)))
    findings = find(picture)
    assert failed(picture) == {"background"}
    assert "transparent" in findings["background"].text and findings["share"].value == pytest.approx(0.9, abs=0.01)


def test_an_opaque_alpha_counts_for_nothing() -> None:
    picture = np.dstack((shot(), np.full((1200, 1200), 255, np.uint8)))
    assert check(picture) == check(shot())


@pytest.mark.parametrize(
    "picture",
    [np.full((1200, 1200, 3), 255, np.uint8), np.zeros((1200, 1200, 4), np.uint8)],
    ids=["white", "transparent"],
)
def test_an_empty_frame_has_no_product(picture: Image) -> None:
    assert "nothing in the frame" in find(picture)["share"].text


@pytest.mark.parametrize("size", [(1, 1), (1, 50), (3, 2)])
def test_the_smallest_pictures_are_checked(size: tuple[int, int]) -> None:
    assert len(check(np.full((*size, 3), 255, np.uint8))) == 4
