"""Masks from a model, and one label map from many masks."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from engine.maths.segment.label_upsampling import upsample_labels
from engine.weights.models import Model, Tensor
from engine.weights.tensors import Image, Mask, letterbox, picture_tensor, to_unit_range

Masks = NDArray[np.bool_]
Labels = NDArray[np.uint8]
Points = NDArray[np.generic]

# A model that wants points is asked at GRID x GRID of them, some at a time: each answer is several masks.
GRID = 8
QUERIES = 16
# One that takes a single query in a run looks at the whole picture for each: then at fewer.
COARSE_GRID = 4
# Labels of points, as "Segment anything" (Kirillov et al., 2023) has them: on the thing, and none at all.
FOREGROUND, PADDING = 1, -1
# Of two masks with this intersection over union the lesser one goes.
SAME = 0.8
# Share of the picture below which a mask, or what no mask covers, is no region of its own.
SMALLEST = 0.001
MOST = 250  # regions; a label map has 255


@dataclass(frozen=True)
class Segmenter:
    """Finds masks with ``model``, of all objects or of the one under given points; see ``__call__``."""

    model: Model

    def __call__(self, image: Image, points: Points | None = None) -> Masks:
        """The masks of ``image``, RGB (rows, columns, 3) uint8, the best or the first found first.

        ``points`` (n, 2), rows and columns, lie on one object: then its mask comes alone. The masks (n, rows, columns)
        show the whole picture at the model's resolution, which is not the picture's.

        Raises:
            WeightsError: the model does not do what its description says.
        """
        frame = letterbox(image.shape, self.model)
        picture = picture_tensor(frame.fit(image), self.model.spec, self.model.inputs[0])
        if len(self.model.inputs) == 1:
            masks = self.masks_of(self.model.run(picture)[0])
            scores = np.ones(len(masks), np.float32)
        else:
            queries = frame.to_model(self.grid(image.shape) if points is None else points[None])
            masks, scores = self.ask(picture, queries)
        rows, columns = frame.covered(masks.shape[1:])
        masks = masks[:, :rows, :columns]
        if points is None:
            return drop_repeats(masks[scores >= self.model.spec.threshold], scores[scores >= self.model.spec.threshold])
        return choose_by_points(masks, points, image.shape)

    @property
    def most_queries(self) -> int:
        """How many queries go in one run: as many as the graph has places for, where it says so."""
        return self.fixed_side(1) or QUERIES

    def fixed_side(self, axis: int) -> int | None:
        """A side of the points that the graph takes, (1, queries, points of each, 2); None where it is not fixed."""
        shape = self.model.inputs[1].shape
        return None if shape is None else shape[axis]

    def grid(self, shape: tuple[int, ...]) -> NDArray[np.float32]:
        """Points all over a picture of ``shape``, each a query of its own."""
        return grid_queries(shape, COARSE_GRID if self.most_queries == 1 else GRID)

    def pad_points(self, queries: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """``queries`` (n, points of each, 2) with as many points as the graph takes, and the labels of all points."""
        count = self.fixed_side(2) or queries.shape[1]
        places = np.zeros((len(queries), count, 2), np.float32)
        marks = np.full((len(queries), count), PADDING, np.float32)
        kept = min(count, queries.shape[1])
        places[:, :kept], marks[:, :kept] = queries[:, :kept], FOREGROUND
        return places, marks

    def ask(self, picture: Tensor, queries: NDArray[np.float32]) -> tuple[Masks, NDArray[np.float32]]:
        """The best mask and its score for each of ``queries`` (n, points of each, 2), rows and columns."""
        step = self.most_queries
        found = [self.best(picture, queries[start : start + step]) for start in range(0, len(queries), step)]
        return np.concatenate([masks for masks, _ in found]), np.concatenate([scores for _, scores in found])

    def best(self, picture: Tensor, queries: NDArray[np.float32]) -> tuple[Masks, NDArray[np.float32]]:
        """``ask`` in one run of the model, for at most ``most_queries``. Raises WeightsError for outputs of another
        shape."""
        places, marks = self.pad_points(queries)
        masks, scores, *_ = self.model.run(picture, places[None, ..., ::-1], marks[None])
        if masks.ndim != 5 or scores.shape != masks.shape[:3] or masks.shape[1] != len(queries):
            raise self.model.spec.wrong(
                f"its outputs are {masks.shape} and {scores.shape}, where masks (1, queries, masks, rows, columns) "
                f"and scores (1, queries, masks) are expected."
            )
        each, chosen = np.arange(len(queries)), scores[0].argmax(axis=1)
        return to_unit_range(masks[0, each, chosen], self.model.spec) > 0.5, scores[0, each, chosen].astype(np.float32)

    def masks_of(self, found: Tensor) -> Masks:
        """An output of several masks, as (n, rows, columns)."""
        masks = np.squeeze(found, axis=0) if found.ndim == 4 else found
        if masks.ndim != 3:
            raise self.model.spec.wrong(f"its output is {found.shape}, where masks (1, n, rows, columns) are expected.")
        return to_unit_range(masks, self.model.spec) > 0.5


def grid_queries(shape: tuple[int, ...], side: int) -> NDArray[np.float32]:
    """``side`` x ``side`` points all over a picture of ``shape``, each a query of its own: (n, 1, 2)."""
    steps = (np.arange(side) + 0.5) / side
    rows, columns = np.meshgrid(steps * shape[0], steps * shape[1], indexing="ij")
    return np.stack((rows, columns), axis=-1).reshape(-1, 1, 2).astype(np.float32)


def choose_by_points(masks: Masks, points: Points, shape: tuple[int, ...]) -> Masks:
    """Of ``masks`` the one that holds most of ``points``, the smallest of equals; none where none holds any."""
    scale = np.divide(masks.shape[1:], shape[:2])
    rows, columns = (points * scale).astype(int).T
    held = masks[:, rows.clip(0, masks.shape[1] - 1), columns.clip(0, masks.shape[2] - 1)].sum(axis=1)
    order = np.lexsort((masks.sum(axis=(1, 2)), -held))[:1]
    return np.asarray(masks[order[held[order] > 0]])


def drop_repeats(masks: Masks, scores: NDArray[np.float32]) -> Masks:
    """``masks`` by falling score, without those that repeat a better one and those too small to matter."""
    areas = masks.sum(axis=(1, 2))
    kept: list[int] = []
    for number in np.argsort(-scores, kind="stable"):
        if areas[number] >= SMALLEST * masks[0].size and not repeats_any(masks[number], masks[kept]):
            kept.append(int(number))
    return masks[kept]


def repeats_any(mask: Mask, others: Masks) -> bool:
    """Whether one of ``others`` is nearly the same."""
    both, either = (others & mask).sum(axis=(1, 2)), (others | mask).sum(axis=(1, 2))
    return bool((both >= SAME * either).any())


def label_map(masks: Masks, image: Image) -> Labels:
    """A partition of ``image`` (rows, columns, 3) uint8: (rows, columns) uint8, 1..k, the largest region first.

    Where ``masks`` (n, rows, columns, of any resolution) overlap, the smaller one is on top, as a cup is on a table.
    What no mask covers becomes regions of its own, one for each connected part. Too small a part goes to its neighbour.
    """
    labels = np.zeros(masks.shape[1:], np.int32)
    for number, mask in enumerate(masks[np.argsort(-masks.sum(axis=(1, 2)), kind="stable")], start=1):
        labels[mask] = number
    _, parts = cv2.connectedComponents((labels == 0).astype(np.uint8))
    regions = renumber_largest(np.where(labels == 0, parts + len(masks), labels))
    rows, columns = (min(pair) for pair in zip(regions.shape, image.shape[:2], strict=True))
    return upsample_labels(
        np.asarray(cv2.resize(regions, (columns, rows), interpolation=cv2.INTER_NEAREST), np.uint8), image
    )


def renumber_largest(labels: NDArray[np.int32]) -> Labels:
    """``labels`` renamed 1..k, the largest first; the pixels of small ones get the label that is nearest to them."""
    sizes = np.bincount(labels.ravel())
    order = np.argsort(-sizes, kind="stable")[:MOST]
    order = order[sizes[order] >= min(SMALLEST * labels.size, sizes.max())]
    names = np.zeros(len(sizes), np.uint8)
    names[order] = np.arange(1, len(order) + 1)
    renamed = names[labels]
    if renamed.all():
        return renamed
    nearest = ndimage.distance_transform_edt(renamed == 0, return_distances=False, return_indices=True)
    return np.asarray(renamed[tuple(nearest)], np.uint8)
