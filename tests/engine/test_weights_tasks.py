"""What is done with a model of one's own for each task."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from pytest_django import Settings

from engine import models_or_builtin
from engine.operations import erase, masks
from engine.weights.errors import WeightsError
from engine.weights.registry import Registry
from engine.weights.segmentation import label_map
from tests.engine import onnx_graphs
from tests.engine.onnx_graphs import SIDE, describe

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]

GREY = 64  # what the models for inpainting fill with: 0.25


def noise(rows: int = 50, columns: int = 70) -> Image:
    return np.random.default_rng(0).integers(90, 110, (rows, columns, 3), dtype=np.uint8)


def box(picture: Image, top: int, left: int, bottom: int, right: int) -> Mask:
    mask = np.zeros(picture.shape[:2], bool)
    mask[top:bottom, left:right] = True
    return mask


def with_object(picture: Image, mask: Mask) -> Image:
    """``picture`` with the masked part in magenta, so that any of it left in a result shows."""
    copy = picture.copy()
    copy[mask] = (255, 0, 255)
    return copy


def is_filled(filled: Image, picture: Image, mask: Mask) -> bool:
    """Whether the model's grey is in the hole, nothing of the object, and all else as it was."""
    hole = filled[mask]
    return bool(
        np.median(hole) == GREY and hole.min() >= GREY and hole.max() < 110 and (filled == picture)[~mask].all()
    )


def halves(rows: int = SIDE, columns: int = SIDE) -> Image:
    """Red on the left, blue on the right."""
    picture = np.zeros((rows, columns, 3), np.uint8)
    picture[:, : columns // 2, 0] = picture[:, columns // 2 :, 2] = 255
    return picture


@pytest.mark.parametrize("graph", [onnx_graphs.INPAINT, onnx_graphs.INPAINT_IN_ONE])
@pytest.mark.parametrize("sides", [(50, 70), (20, 200), (9, 5), (400, 300)])
def test_a_hole_is_filled_by_the_model_and_the_rest_is_kept(tmp_path: Path, graph: str, sides: tuple[int, int]) -> None:
    picture = noise(*sides)
    mask = box(picture, sides[0] // 3, sides[1] // 3, sides[0] // 3 + 3, sides[1] // 3 + 2)
    inpaint = Registry(describe(tmp_path, "inpaint", graph)).get("inpaint")
    assert inpaint
    assert is_filled(inpaint(with_object(picture, mask), mask), picture, mask)


def test_holes_far_from_each_other_are_all_filled(tmp_path: Path) -> None:
    picture = noise(150, 200)
    mask = box(picture, 2, 3, 90, 60) | box(picture, 140, 190, 150, 200) | box(picture, 120, 20, 121, 21)
    inpaint = Registry(describe(tmp_path, "inpaint", onnx_graphs.INPAINT)).get("inpaint")
    assert inpaint
    assert is_filled(inpaint(with_object(picture, mask), mask), picture, mask)


def test_a_model_may_take_bytes_with_channels_last_and_mark_what_is_known(tmp_path: Path) -> None:
    picture, mask = noise(), box(noise(), 10, 10, 20, 20)
    describe(tmp_path, "inpaint", onnx_graphs.INPAINT_BYTES, layout="NHWC", size=[64, 80], hole=0, values="levels")
    inpaint = Registry(tmp_path).get("inpaint")
    assert inpaint
    filled = inpaint(picture, mask)
    assert (filled[mask] == 0).all() and (filled[~mask] == picture[~mask]).all()


def test_inputs_are_taken_by_name_in_the_order_that_is_said(tmp_path: Path) -> None:
    turned = onnx_graphs.INPAINT.replace("image, float[1,1,32,32] mask", "A, float[1,3,32,32] B")
    turned = turned.replace("[1,3,32,32] A", "[1,1,32,32] A").replace("image", "B").replace("mask", "A")
    describe(tmp_path, "inpaint", turned, inputs=["B", "A"])
    inpaint = Registry(tmp_path).get("inpaint")
    assert inpaint
    mask = box(noise(), 10, 10, 20, 20)
    assert is_filled(inpaint(with_object(noise(), mask), mask), noise(), mask)


@pytest.mark.parametrize(
    ("more", "alpha"),
    [
        ({}, 204),
        ({"colours": "BGR"}, 51),
        ({"scale": 1, "values": "levels"}, 204),
        ({"mean": [0.5, 0, 0], "std": [0.5, 1, 1], "values": "signed"}, 204),
        ({"mean": [0.8, 0, 0], "values": "logits"}, 128),
    ],
)
def test_pictures_and_alphas_are_scaled_as_it_is_said(tmp_path: Path, more: dict[str, object], alpha: int) -> None:
    matte = Registry(describe(tmp_path, "matte", onnx_graphs.MATTE, **more)).get("matte")
    assert matte
    picture = np.full((40, 90, 3), (204, 0, 51), np.uint8)
    assert np.abs(matte(picture).astype(int) - alpha).max() <= 1


@pytest.mark.parametrize("fit", ["pad", "stretch"])
@pytest.mark.parametrize("sides", [(80, 120), (120, 40), (10, 12)])
def test_an_alpha_lies_where_the_picture_says(tmp_path: Path, fit: str, sides: tuple[int, int]) -> None:
    matte = Registry(describe(tmp_path, "matte", onnx_graphs.MATTE, fit=fit)).get("matte")
    assert matte
    picture = halves(*sides)
    alpha = matte(picture)
    assert alpha.shape == sides and np.abs(alpha.astype(int) - picture[..., 0]).mean() < 255 / sides[1] * 2


def test_masks_show_the_picture_without_the_padding(tmp_path: Path) -> None:
    segment = Registry(describe(tmp_path, "segment", onnx_graphs.SEGMENT)).get("segment")
    assert segment
    red, blue = segment(halves(SIDE, 2 * SIDE))
    assert red.shape == (SIDE // 2, SIDE) and red[:, :16].all() and blue[:, 16:].all() and not (red & blue).any()


def test_of_the_masks_the_one_with_the_point_is_taken(tmp_path: Path) -> None:
    segment = Registry(describe(tmp_path, "segment", onnx_graphs.SEGMENT)).get("segment")
    assert segment
    (blue,) = segment(halves(), np.array([[5, 20]]))
    assert blue[:, 16:].all() and not blue[:, :16].any()


def test_a_model_that_asks_for_points_gets_them_in_its_own_pixels(tmp_path: Path) -> None:
    segment = Registry(describe(tmp_path, "segment", onnx_graphs.SEGMENT_AT_POINTS, values="logits")).get("segment")
    assert segment
    (disc,) = segment(noise(64, 64), np.array([[20, 40]]))
    rows, columns = np.nonzero(disc)
    assert (rows.mean(), columns.mean(), rows.max() - rows.min()) == (10, 20, 10)


def test_without_points_it_is_asked_all_over_the_picture(tmp_path: Path) -> None:
    segment = Registry(describe(tmp_path, "segment", onnx_graphs.SEGMENT_AT_POINTS, values="logits")).get("segment")
    assert segment
    discs = segment(noise(64, 64))
    assert len(discs) == 64 and discs.any(axis=0).all()


def test_a_graph_with_places_for_so_many_points_gets_as_many(tmp_path: Path) -> None:
    """One query a run, of three points: those that are no points have the label -1, and do not count."""
    fixed = onnx_graphs.SEGMENT_AT_POINTS.replace("[1,q,n,2]", "[1,1,3,2]").replace("[1,q,n]", "[1,1,3]")
    fixed = fixed.replace("[1,q,1,32,32]", "[1,1,3,32,32]").replace("[1,q,1]", "[1,1,3]")
    segment = Registry(describe(tmp_path, "segment", fixed, values="logits")).get("segment")
    assert segment
    (disc,) = segment(noise(64, 64), np.array([[20, 40]]))
    rows, columns = np.nonzero(disc)
    assert (rows.mean(), columns.mean()) == (10, 20)
    assert len(segment(noise(64, 64))) == 16


def test_masks_it_is_not_sure_of_are_left_out(tmp_path: Path) -> None:
    unsure = onnx_graphs.SEGMENT_AT_POINTS.replace("Identity (labels)", "Mul (labels, labels_share)")
    unsure = unsure.replace("last = ", "labels_share = Constant <value_float: float = 0.5> ()\n    last = ", 1)
    segment = Registry(describe(tmp_path, "segment", unsure, values="logits")).get("segment")
    assert segment
    assert len(segment(noise(64, 64))) == 0


def test_a_label_map_puts_small_masks_on_large_ones_and_covers_everything() -> None:
    picture = np.full((60, 60, 3), 20, np.uint8)
    table, cup = box(picture, 30, 0, 60, 60), box(picture, 35, 10, 50, 30)
    picture[table], picture[cup] = 120, 220
    labels = label_map(np.stack([cup, table]), picture)
    assert labels.dtype == np.uint8 and sorted(np.unique(labels)) == [1, 2, 3]
    assert [len(np.unique(labels[part])) for part in (cup, table & ~cup, ~table)] == [1, 1, 1]


def test_a_label_map_follows_the_picture_between_the_pixels_of_the_masks() -> None:
    picture = np.full((400, 400, 3), 20, np.uint8)
    cv2.circle(picture, (200, 200), 120, (220, 220, 220), cv2.FILLED)
    disc = picture[..., 0] > 100
    coarse = cv2.resize(disc.astype(np.uint8), (50, 50), interpolation=cv2.INTER_AREA) > 0
    assert np.count_nonzero((label_map(coarse[None], picture) == 2) != disc) < 0.005 * disc.sum()


def test_specks_that_no_mask_covers_go_to_their_neighbours() -> None:
    covered = np.ones((100, 100), bool)
    covered[50, 50] = False
    assert (label_map(covered[None], noise(100, 100)) == 1).all()


def test_a_label_map_of_no_masks_is_one_region() -> None:
    assert (label_map(np.zeros((0, 32, 32), bool), noise(20, 20)) == 1).all()


def test_yunet_is_read_as_opencv_reads_it(tmp_path: Path) -> None:
    picture = noise(SIDE, SIDE)
    faces = Registry(describe(tmp_path, "faces", onnx_graphs.yunet(), colours="BGR", scale=1)).get("faces")
    assert faces
    detector = cv2.FaceDetectorYN.create(str(tmp_path / "faces.onnx"), "", (SIDE, SIDE), 0.6, 0.3)
    _, rows = detector.detect(picture)
    rows = rows[np.argsort(rows[:, 0])]
    found = faces(picture)
    boxes = [(face.box.column, face.box.row, face.box.width, face.box.height) for face in found]
    points = [np.fliplr(face.points).ravel() for face in found]
    assert len(found) > 3
    assert np.allclose(np.c_[boxes, points, [face.score for face in found]], rows, atol=1e-3)


def test_faces_come_in_pixels_of_the_picture(tmp_path: Path) -> None:
    faces = Registry(describe(tmp_path, "faces", onnx_graphs.FACES, decode="rows")).get("faces")
    assert faces
    (face,) = faces(noise(64, 128))  # four times the model's size, padded below
    assert (face.box.row, face.box.column, face.box.height, face.box.width) == (16, 32, 64, 48)
    assert face.points[0] == (32, 40) and face.points[4] == (64, 68)


def test_a_face_below_the_threshold_is_left_out(tmp_path: Path) -> None:
    faces = Registry(describe(tmp_path, "faces", onnx_graphs.FACES, decode="rows", threshold=0.95)).get("faces")
    assert faces
    assert faces(noise()) == ()


def test_an_output_that_is_no_picture_is_an_error_and_never_a_silent_fallback(tmp_path: Path) -> None:
    odd = "(float[1,3,32,32] image) => (float[a,b,c,d] alpha) { alpha = Identity (image) }"
    matte = Registry(describe(tmp_path, "matte", odd)).get("matte")
    assert matte
    with pytest.raises(WeightsError, match="where one channel is expected"):
        matte(noise())


def test_models_leave_their_arguments_alone(tmp_path: Path) -> None:
    picture, mask = noise(), box(noise(), 10, 10, 20, 20)
    inpaint = Registry(describe(tmp_path, "inpaint", onnx_graphs.INPAINT)).get("inpaint")
    assert inpaint
    picture.setflags(write=False)
    mask.setflags(write=False)
    inpaint(picture, mask)


def test_without_models_the_engine_uses_its_own_methods(settings: Settings, tmp_path: Path) -> None:
    settings.STUDIO_MODELS = tmp_path
    picture, mask = noise(), box(noise(), 10, 10, 20, 20)
    assert (models_or_builtin.erase(picture, mask) == erase.erase(picture, mask)).all()
    assert (models_or_builtin.find_objects(halves(64, 64)).labels == masks.segment(halves(64, 64))).all()
    assert models_or_builtin.matte(picture) is None and models_or_builtin.find_faces(picture) == ()


def test_with_models_the_engine_uses_them(settings: Settings, tmp_path: Path) -> None:
    settings.STUDIO_MODELS = tmp_path
    describe(tmp_path, "inpaint", onnx_graphs.INPAINT)
    describe(tmp_path, "segment", onnx_graphs.SEGMENT)
    describe(tmp_path, "matte", onnx_graphs.MATTE)
    describe(tmp_path, "faces", onnx_graphs.FACES, decode="rows")
    mask = box(noise(), 10, 10, 20, 20)
    assert is_filled(models_or_builtin.erase(noise(), mask), noise(), mask)
    assert (models_or_builtin.find_objects(halves(64, 64)).labels == np.where(halves(64, 64)[..., 0] > 0, 1, 2)).all()
    assert np.array_equal(models_or_builtin.matte(halves()), halves()[..., 0])  # type: ignore[arg-type]
    (face,) = models_or_builtin.find_faces(noise(SIDE, SIDE)) or ()
    assert (face.left_eye, face.right_eye) == ((8, 10), (8, 18))


def test_what_cannot_be_erased_is_refused_with_a_model_too(settings: Settings, tmp_path: Path) -> None:
    settings.STUDIO_MODELS = describe(tmp_path, "inpaint", onnx_graphs.INPAINT)
    with pytest.raises(ValueError, match="empty"):
        models_or_builtin.erase(noise(), np.zeros((50, 70), bool))
