"""What is drawn: a figure of head and body and a ball, on ground, before the sky; and how an engine tells it apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.images import png

SIZE = (360, 480)  # rows, columns
SKY, GROUND, HEAD, BODY, BALL = 1, 2, 3, 4, 5
COLOURS = np.array([[0] * 3, [150, 190, 230], [120, 150, 90], [225, 180, 150], [180, 40, 40], [240, 220, 60]], np.uint8)
SKY_LEFT, SKY_RIGHT, GROUND_PART, HEAD_PART, BODY_PART, BALL_PART = range(300, 306)
FIGURE_MASK, BALL_MASK = 7, 8
OBJECTS: list[dict[str, Any]] = [
    {"mask_id": 5, "score": None, "parts": [SKY_LEFT, SKY_RIGHT]},
    {"mask_id": 6, "score": None, "parts": [GROUND_PART]},
    {"mask_id": FIGURE_MASK, "score": 0.95, "parts": [HEAD_PART, BODY_PART]},
    {"mask_id": BALL_MASK, "score": 0.7, "parts": [BALL_PART]},
]
# Places of the picture, as shares of its width and height.
AT_SKY, AT_GROUND, AT_HEAD, AT_BODY, AT_BALL = (0.8, 0.1), (0.2, 0.9), (0.35, 0.25), (0.35, 0.55), (0.75, 0.8)


def draw_labels() -> NDArray[np.uint8]:
    """What is found at once."""
    row, column = np.mgrid[: SIZE[0], : SIZE[1]]
    labels = np.where(row < 200, SKY, GROUND).astype(np.uint8)
    labels[130:280, 120:216] = BODY
    labels[np.hypot(row - 90, column - 168) < 42] = HEAD
    labels[np.hypot(row - 288, column - 360) < 36] = BALL
    return labels


def draw_parts() -> NDArray[np.uint16]:
    """The parts of the objects."""
    numbers = np.array([0, SKY_LEFT, GROUND_PART, HEAD_PART, BODY_PART, BALL_PART], np.uint16)
    parts = numbers[draw_labels()]
    parts[:, SIZE[1] // 2 :][parts[:, SIZE[1] // 2 :] == SKY_LEFT] = SKY_RIGHT
    return parts


def find_object(around: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """The mask of the object that an area is drawn around; None where there is none."""
    parts = draw_parts()
    masks = [np.isin(parts, thing["parts"]) for thing in OBJECTS if thing["score"] is not None]
    inside = [mask for mask in masks if (mask & around).sum() > 0.3 * mask.sum()]
    return max(inside, key=lambda mask: int(mask.sum()), default=None)


def save_picture(folder: Path) -> Path:
    """The drawing as a file, with a little grain."""
    grain = np.random.default_rng(0).integers(-6, 6, (*SIZE, 3))
    path = folder / "figure.png"
    path.write_bytes(png(np.clip(COLOURS[draw_labels()] + grain, 0, 255).astype(np.uint8)))
    return path
