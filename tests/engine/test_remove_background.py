"""Background removal: what must hold for every picture, and what a person's hints do."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import skimage
from numpy.typing import NDArray

from engine.operations.remove_background import Hints, alpha, cut_out, study

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
GREY, RED, BLUE = (128, 128, 128), (200, 40, 40), (40, 60, 200)


def plain(rows: int, columns: int, colour: tuple[int, int, int] = GREY) -> Picture:
    return np.full((rows, columns, 3), colour, np.uint8)


def box(shape: tuple[int, int], top: int, left: int, height: int, width: int) -> Mask:
    mask = np.zeros(shape, bool)
    mask[top : top + height, left : left + width] = True
    return mask


def with_boxes(shape: tuple[int, int], boxes: dict[tuple[int, int, int], Mask]) -> Picture:
    """Grey with a little noise, and boxes of these colours."""
    picture = plain(*shape)
    for colour, mask in boxes.items():
        picture[mask] = colour
    noise = np.random.default_rng(0).normal(0, 2, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


SHAPE = (240, 320)
MIDDLE, CORNER = box(SHAPE, 80, 110, 90, 100), box(SHAPE, 0, 240, 60, 80)


def two_boxes() -> Picture:
    """A red box in the middle, a blue one in the upper right corner."""
    return with_boxes(SHAPE, {RED: MIDDLE, BLUE: CORNER})


def wrong(found: Picture, wanted: Mask) -> float:
    """Pixels on the wrong side over those of the subject."""
    return float(((found > 127) != wanted).sum() / wanted.sum())


def cup() -> tuple[Picture, Mask]:
    """A photo whose subject is a red saucer and what stands on it; the mask is its outline, about."""
    mask = np.zeros((400, 600), np.uint8)
    cv2.ellipse(mask, (278, 203), (202, 186), 5, 0, 360, 1, cv2.FILLED)
    return skimage.data.coffee(), mask > 0


def test_it_finds_the_thing_in_the_middle() -> None:
    assert wrong(alpha(two_boxes()), MIDDLE) < 0.01


def test_it_finds_the_subject_of_a_photo() -> None:
    photo, saucer = cup()
    assert wrong(alpha(photo), saucer) < 0.08


def test_it_finds_the_subject_of_a_grey_photo() -> None:
    found = alpha(np.repeat(skimage.data.camera()[..., None], 3, axis=2)) > 127
    coat, sky, lawn = found[180:400, 60:150], found[0:60], found[440:, 250:]
    assert coat.mean() > 0.95 and not sky.any() and not lawn.any()


def test_a_face_brings_head_and_body_with_it() -> None:
    subject = alpha(skimage.data.astronaut()) > 127
    head, trunk, flag = subject[60:120, 190:270], subject[300:500, 120:200], subject[0:150, 0:80]
    assert head.mean() > 0.95 and trunk.mean() > 0.95 and flag.mean() < 0.05


def test_it_follows_the_outline_beyond_the_working_size() -> None:
    rows, columns = np.mgrid[:1400, :1500]
    disc = (rows - 700) ** 2 + (columns - 800) ** 2 < 400**2
    found = alpha(with_boxes((1400, 1500), {RED: disc}))
    assert wrong(found, disc) < 0.002


def test_only_pixels_along_the_outline_are_soft() -> None:
    found = alpha(two_boxes())
    edge = cv2.dilate(MIDDLE.view(np.uint8), np.ones((9, 9))) != cv2.erode(MIDDLE.view(np.uint8), np.ones((9, 9)))
    assert set(np.unique(found[~edge])) == {0, 255}


def test_a_keep_stroke_takes_the_whole_thing_with_it() -> None:
    keep = box(SHAPE, 25, 265, 6, 30)
    assert wrong(alpha(two_boxes(), Hints(keep=keep)), MIDDLE | CORNER) < 0.02


def test_a_remove_stroke_takes_the_whole_thing_away() -> None:
    strokes = Hints(keep=box(SHAPE, 25, 265, 6, 30), remove=box(SHAPE, 120, 130, 6, 60))
    assert wrong(alpha(two_boxes(), strokes), CORNER) < 0.02


def test_a_remove_stroke_whose_edge_grazes_a_thing_takes_little_more_than_it_paints() -> None:
    remove = box(SHAPE, 95, 94, 60, 24)  # a third of it is on the thing, its middle is not
    assert (alpha(two_boxes(), Hints(remove=remove))[MIDDLE & ~remove] > 127).mean() > 0.95


def test_a_thin_stroke_counts_too() -> None:
    keep = box(SHAPE, 25, 265, 1, 30)
    assert wrong(alpha(two_boxes(), Hints(keep=keep)), MIDDLE | CORNER) < 0.02


@pytest.mark.parametrize("width", [2, 4, 6])
def test_a_keep_stroke_wider_than_a_spike_brings_the_spike_alone(width: int) -> None:
    spike = box(SHAPE, 20, 160, 60, width)
    keep = box(SHAPE, 18, 152, 62, 20)
    assert wrong(alpha(with_boxes(SHAPE, {RED: MIDDLE | spike}), Hints(keep=keep)), MIDDLE | spike) < 0.01


def test_a_keep_stroke_on_nothing_but_background_means_it() -> None:
    assert alpha(two_boxes(), Hints(keep=box(SHAPE, 200, 40, 10, 200), remove=CORNER))[100, 20] > 127


def test_a_small_thing_that_was_marked_is_kept() -> None:
    speck = box(SHAPE, 30, 40, 12, 12)
    picture = with_boxes(SHAPE, {RED: MIDDLE, BLUE: speck})
    assert wrong(alpha(picture, Hints(keep=box(SHAPE, 33, 43, 6, 6))), MIDDLE | speck) < 0.01


def test_a_hole_that_was_marked_stays_open() -> None:
    hole = box(SHAPE, 120, 150, 8, 8)
    picture = with_boxes(SHAPE, {RED: MIDDLE, GREY: hole})
    assert (alpha(picture)[hole] == 255).all()
    assert (alpha(picture, Hints(remove=box(SHAPE, 122, 152, 4, 4)))[123:125, 153:155] < 128).all()


def test_strokes_on_a_plain_picture_part_it_between_them() -> None:
    strokes = Hints(keep=box(SHAPE, 0, 0, 240, 20), remove=box(SHAPE, 0, 300, 240, 20))
    found = alpha(plain(*SHAPE), strokes)
    assert (found[:, :20] == 255).all() and (found[:, 300:] == 0).all()


def test_regions_are_the_subject_as_they_are() -> None:
    assert wrong(alpha(two_boxes(), Hints(subject=CORNER)), CORNER) < 0.01


def test_strokes_change_the_regions_that_were_chosen() -> None:
    hints = Hints(subject=CORNER, keep=box(SHAPE, 120, 130, 6, 60))
    assert wrong(alpha(two_boxes(), hints), MIDDLE | CORNER) < 0.02


def test_what_is_known_of_a_picture_may_be_passed_in() -> None:
    picture, hints = two_boxes(), Hints(keep=box(SHAPE, 25, 265, 6, 30))
    assert np.array_equal(alpha(picture, hints, study(picture)), alpha(picture, hints))


def test_the_same_picture_has_the_same_alpha() -> None:
    photo, _ = cup()
    assert np.array_equal(alpha(photo), alpha(photo.copy()))


def test_it_does_not_write_into_its_arguments() -> None:
    picture, keep = two_boxes(), CORNER.copy()
    picture.setflags(write=False)
    keep.setflags(write=False)
    cut_out(picture, alpha(picture, Hints(keep=keep)))


@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (3, 1), (2, 2), (40, 50)], ids=str)
def test_in_a_plain_picture_there_is_no_subject(shape: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="No subject stands out"):
        alpha(plain(*shape))


@pytest.mark.parametrize("shape", [(1, 300), (300, 1), (5, 7), (20, 20), (200, 3000)], ids=str)
def test_noise_of_any_shape_is_answered(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (*shape, 3), dtype=np.uint8)
    try:
        assert alpha(noise).shape == shape
    except ValueError as error:
        assert "subject" in str(error)


def test_a_tiny_picture_has_a_subject() -> None:
    thing = box((9, 11), 3, 4, 3, 4)
    assert ((alpha(with_boxes((9, 11), {RED: thing})) > 127) == thing).all()


@pytest.mark.parametrize(
    ("hints", "reason"),
    [
        (Hints(keep=np.ones(SHAPE, bool)), "of the background"),
        (Hints(remove=np.ones(SHAPE, bool)), "of the subject"),
        (Hints(subject=np.ones(SHAPE, bool)), "of the background"),
        (Hints(subject=np.zeros(SHAPE, bool)), "of the subject"),
    ],
    ids=["keep all", "remove all", "all regions", "no region"],
)
def test_hints_that_leave_nothing_are_refused(hints: Hints, reason: str) -> None:
    with pytest.raises(ValueError, match=f"Nothing would be left {reason}"):
        alpha(two_boxes(), hints)


def test_hints_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="rows, columns"):
        alpha(two_boxes(), Hints(keep=np.ones((320, 240), bool)))


def test_a_cutout_has_the_alpha_it_was_given_and_opaque_pixels_as_they_were() -> None:
    picture = two_boxes()
    opacity = alpha(picture)
    result = cut_out(picture, opacity)
    assert np.array_equal(result[..., 3], opacity)
    assert np.array_equal(result[opacity == 255, :3], picture[opacity == 255])


def test_progress_rises_to_one_and_may_stop_the_work() -> None:
    told: list[float] = []
    alpha(two_boxes(), progress=told.append)
    assert told == sorted(told) and told[0] == 0 and told[-1] == 1

    def stop(share: float) -> None:
        if share > 0.3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        alpha(two_boxes(), progress=stop)


def test_hints_and_picture_may_be_smaller_than_what_was_studied() -> None:
    picture, half = two_boxes(), (slice(None, None, 2),) * 2
    hints = Hints(remove=MIDDLE[half], keep=CORNER[half])
    assert wrong(alpha(picture[half], hints, study(picture)), CORNER[half]) < 0.1
