"""Marks into masks: runs as they were drawn or scaled, ids and rules as the picture has them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine import files
from engine.errors import BadRequest
from engine.recipes.marks import draw_runs, resolve
from engine.recipes.rules import MASK_RULES
from engine.recipes.scenes import Scene, Things
from harness.images import png
from recipes import runs
from recipes.model import Ids, Rule, Runs


def scene_of(photo: bytes) -> Scene:
    name = files.save(photo)
    return Scene(name, name)


def box_runs(rows: int, columns: int, box: tuple[slice, slice]) -> Runs:
    mask = np.zeros((rows, columns), bool)
    mask[box] = True
    return runs.encode(mask.tobytes(), columns)


def test_runs_of_the_same_size_are_the_mask_itself() -> None:
    drawn = draw_runs(box_runs(6, 8, np.s_[1:3, 2:5]), (6, 8))
    assert drawn.dtype == bool and drawn.sum() == 6 and drawn[1:3, 2:5].all()


@pytest.mark.parametrize(("shape", "area"), [((12, 16), 24), ((3, 4), 4)])
def test_runs_are_scaled_to_a_picture_of_the_same_shape(shape: tuple[int, int], area: int) -> None:
    assert draw_runs(box_runs(6, 8, np.s_[1:3, 2:5]), shape).sum() == area


def test_a_speck_is_left_in_a_much_smaller_picture() -> None:
    assert draw_runs(box_runs(600, 800, np.s_[301:302, 401:402]), (60, 80)).nonzero() == (30, 40)


def test_a_mask_of_another_shape_is_refused_in_a_sentence() -> None:
    sentence = "The mask was drawn on 8 × 6 pixels; the picture \\(6 × 8\\) has another shape."
    with pytest.raises(BadRequest, match=sentence):
        draw_runs(box_runs(6, 8, np.s_[1:3, 2:5]), (8, 6))


def test_a_percent_more_or_less_is_the_same_shape() -> None:
    assert draw_runs(box_runs(200, 300, np.s_[:10, :10]), (200, 302)).any()
    with pytest.raises(BadRequest):
        draw_runs(box_runs(200, 300, np.s_[:10, :10]), (200, 304))


def test_ids_are_those_of_the_pictures_masks(photo: bytes) -> None:
    scene = scene_of(photo)
    marked = resolve(Ids((2,)), scene)
    assert (marked.mask == (scene.regions.labels == 2)).all() and marked.ids == (2,)


def test_a_mask_that_is_missing_is_told(photo: bytes) -> None:
    with pytest.raises(BadRequest, match="This image has no mask 200"):
        resolve(Ids((2, 200)), scene_of(photo))


def test_the_subject_and_everything_else_are_the_whole_frame(ball_photo: bytes) -> None:
    subject = resolve(Rule("subject"), scene_of(ball_photo))
    rest = resolve(Rule("everything_but_subject"), scene_of(ball_photo))
    assert subject.mask[110, 120] and not subject.mask[5, 5]
    assert (subject.mask ^ rest.mask).all()
    assert subject.found is not None and (subject.found["count"], subject.found["rule"]) == (1, "subject")


def test_without_a_subject_nothing_is_found() -> None:
    plain = png(np.full((60, 80, 3), 90, np.uint8))
    assert not resolve(Rule("subject"), scene_of(plain)).mask.any()
    assert not resolve(Rule("everything_but_subject"), scene_of(plain)).mask.any()


def test_faces_are_found_with_their_places(portrait: bytes) -> None:
    marked = resolve(Rule("faces"), scene_of(portrait))
    assert marked.found is not None and marked.found["count"] == 1
    [place] = marked.found["things"]
    rows, columns = marked.mask.nonzero()
    assert (place["x"], place["y"]) == (columns.min(), rows.min())
    assert (place["w"], place["h"]) == (np.ptp(columns) + 1, np.ptp(rows) + 1)


def test_a_thing_of_another_size_than_is_meant_is_left_out(portrait: bytes) -> None:
    scene = scene_of(portrait)
    assert not resolve(Rule("faces", at_most=0.01), scene).mask.any()
    assert not resolve(Rule("faces", at_least=0.5), scene).mask.any()
    assert resolve(Rule("faces", at_least=0.01, at_most=0.5), scene).mask.any()


def test_sizes_are_shares_of_the_frame() -> None:
    labels = np.zeros((10, 10), np.int32)
    labels[0, :1], labels[1, :5], labels[2] = 1, 2, 3
    assert np.unique(Things(labels).keep_sizes(0.05, 0.05).labels).tolist() == [0, 2]


def test_objects_are_whole_masks(installed_weights: Path, ball_photo: bytes) -> None:
    marked = resolve(Rule("objects"), scene_of(ball_photo))
    assert marked.ids and marked.mask[110, 120] and not marked.mask[2, 2]
    assert (resolve(Ids(marked.ids), scene_of(ball_photo)).mask == marked.mask).all()


@pytest.fixture
def wall() -> bytes:
    """A plain wall with a dark door in the middle, and something red in two corners."""
    pixels = np.full((240, 360, 3), (200, 215, 230), np.uint8)
    pixels[90:170, 150:230] = (40, 60, 120)
    pixels[12:30, 16:34] = pixels[205:235, 320:350] = (200, 30, 30)
    return png(pixels)


def test_what_distracts_is_found_as_things_of_their_own(wall: bytes) -> None:
    scene = scene_of(wall)
    marked = resolve(Rule("distractions"), scene)
    assert marked.found is not None and marked.found["count"] == 2
    assert marked.mask[20, 25] and marked.mask[220, 335] and not marked.mask[130, 190]
    assert (resolve(Ids(marked.ids), scene).mask == marked.mask).all()


def test_what_distracts_is_of_a_size_where_one_is_meant(wall: bytes) -> None:
    marked = resolve(Rule("distractions", at_most=0.006), scene_of(wall))
    assert marked.mask[20, 25] and not marked.mask[220, 335]
    assert (resolve(Ids(marked.ids), scene_of(wall)).mask == marked.mask).all()


def test_in_a_plain_picture_nothing_distracts() -> None:
    assert not resolve(Rule("distractions"), scene_of(png(np.full((60, 80, 3), 90, np.uint8)))).mask.any()


def test_every_rule_says_what_it_finds() -> None:
    assert all(rule.about.endswith(".") for rule in MASK_RULES.values())


def test_spots_are_found_as_things_of_their_own() -> None:
    wall = np.full((200, 200, 3), 150, np.uint8)
    wall[50:56, 60:66] = wall[120:126, 20:26] = 110
    marked = resolve(Rule("spots"), scene_of(png(wall)))
    assert marked.found is not None and marked.found["count"] == 2
    assert marked.mask[52, 62] and marked.mask[122, 22] and marked.mask.mean() < 0.06
