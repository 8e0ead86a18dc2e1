"""The subject as several looks see it: what two agree on, and what one alone is sure of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from engine.maths.matting.learned_subject import SQUARE_PIXELS, LearnedSubject, find_learned_subject
from engine.maths.progress import ignore
from engine.operations.remove_background import Hints, alpha, study
from engine.weights.installed import subject_finder

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]
RED, BLUE = (200, 40, 40), (40, 60, 200)


def picture() -> Picture:
    """Grey, a red box on the left, a blue one on the right."""
    made = np.full((240, 360, 3), 128, np.uint8)
    made[80:160, 40:120], made[80:160, 240:320] = RED, BLUE
    return made


def where(image: Picture, colour: tuple[int, int, int]) -> Mask:
    return np.asarray((image == colour).all(axis=-1))


def nothing(image: Picture, side: int) -> Floats:
    return np.zeros(image.shape[:2], np.float32)


def nobody(image: Picture) -> Floats:
    return np.zeros(image.shape[:2], np.float32)


def someone_blue(image: Picture) -> Floats:
    return where(image, BLUE).astype(np.float32)


def looks(*likely_blue: float) -> Callable[[Picture, int], Floats]:
    """Sees red always, and blue in each of three looks as likely as said."""
    turns = iter((*likely_blue, 0.6))

    def look(image: Picture, side: int) -> Floats:
        return (where(image, RED) + where(image, BLUE) * next(turns)).astype(np.float32)

    return look


def found(see_people: Callable[[Picture], Floats], *likely_blue: float) -> LearnedSubject:
    subject = find_learned_subject(picture(), looks(*likely_blue), see_people, ignore)
    assert subject is not None
    return subject


@pytest.mark.parametrize(
    ("likely_blue", "people", "is_taken"),
    [
        ((0.6, 0.6, 0.1), nobody, True),
        ((0.0, 0.6, 0.6), nobody, True),
        ((0.7, 0.1, 0.1), nobody, False),
        ((0.1, 0.1, 0.95), nobody, True),
        ((0.1, 0.7, 0.1), someone_blue, True),
    ],
    ids=["two of three", "the other two", "one that is unsure", "one that is sure", "one, and it is a person"],
)
def test_what_is_seen_more_than_once_or_for_sure_is_the_subject(
    likely_blue: tuple[float, ...], people: Callable[[Picture], Floats], is_taken: bool
) -> None:
    subject = found(people, *likely_blue)
    assert subject.mask[where(picture(), RED)].all()
    assert subject.mask[where(picture(), BLUE)].all() == is_taken
    assert subject.is_doubtful == (sum(likely > 0.5 for likely in likely_blue) == 1)


def test_nothing_that_stands_out_is_no_subject() -> None:
    assert find_learned_subject(picture(), nothing, nobody, ignore) is None


def test_where_nothing_stands_out_colours_decide() -> None:
    known = study(picture(), lambda image, progress: None)
    assert known.side.any()
    assert not known.is_doubtful


def test_no_graph_cut_overrules_what_was_found() -> None:
    wanted = np.zeros((240, 360), bool)
    wanted[:, :180] = True  # half of the picture, along no edge in it
    subject = LearnedSubject(wanted, wanted.astype(np.float32), 0.0)
    known = study(picture(), lambda image, progress: subject)
    assert np.array_equal(known.mask, wanted)


def test_strokes_correct_what_was_found() -> None:
    image = picture()
    red, blue = where(image, RED), where(image, BLUE)
    known = study(image, lambda small, progress: LearnedSubject(red, red.astype(np.float32), 0.0))
    keep, remove = np.zeros_like(red), np.zeros_like(red)
    keep[118:122, 250:310], remove[118:122, 50:110] = True, True
    assert alpha(image, Hints(keep=keep), known)[blue].mean() > 240
    corrected = alpha(image, Hints(keep=keep, remove=remove), known)
    assert corrected[blue].mean() > 240
    assert corrected[red].mean() < 10


def test_looks_can_be_stopped(installed_weights: Path) -> None:
    def stop(share: float) -> None:
        if share > 0.3:
            raise InterruptedError

    find = subject_finder(installed_weights)
    with pytest.raises(InterruptedError):
        study(data.astronaut(), find, progress=stop)


def test_the_network_finds_a_cup_and_finds_it_again(installed_weights: Path) -> None:
    find = subject_finder(installed_weights)
    coffee = data.coffee()
    first, again = (alpha(coffee, None, study(coffee, find)) for _ in range(2))
    assert np.array_equal(first, again)
    assert first[203, 278] > 250
    assert first[20, 20] == 0
    assert 0.4 < (first > 127).mean() < 0.55


def test_the_square_around_a_strip_is_no_larger_than_it_may_be() -> None:
    seen = []

    def look(image: Picture, _side: int) -> Floats:
        seen.append(image.shape[0] * image.shape[1])
        return np.zeros(image.shape[:2], np.float32)

    find_learned_subject(np.zeros((2, 50_000, 3), np.uint8), look, lambda image: look(image, 0), ignore)
    assert max(seen) <= SQUARE_PIXELS
