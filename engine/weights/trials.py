"""Trying a model on a photo of which is known what should come out.

A model whose conventions are misread does something, but not what it should: it keeps the hole and fills what is around
it, takes the ground for the subject, or answers in another range of numbers. Here that shows as a number. What passes
is no proof of quality.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.people.faces import Box
from engine.weights.errors import WeightsError
from engine.weights.face_detection import FaceDetector
from engine.weights.inpainting import Inpainter
from engine.weights.matting import Matter
from engine.weights.models import Model, open_model
from engine.weights.segmentation import Segmenter
from engine.weights.signatures import check
from engine.weights.specs import ModelSpec, Task

Image = NDArray[np.uint8]
Window = tuple[slice, slice]

# Places in the photos of static/samples, rows and columns in pixels. In the cup of coffee (600 x 400): wood without
# anything on it. In the portrait of an astronaut (512 x 512): her face, her suit, and the two upper corners, which show
# what is behind her.
COFFEE, ASTRONAUT = "coffee.jpg", "astronaut.jpg"
WOOD = (slice(20, 120), slice(460, 580))
FACE = (slice(80, 180), slice(180, 270))
SUIT = (slice(295, 345), slice(140, 230))
FACE_BOX = Box(FACE[0].start, FACE[1].start, 100, 90)
CORNERS = ((slice(0, 90), slice(0, 60)), (slice(0, 60), slice(470, 512)))
OBJECT = (0, 220, 255)  # RGB: nothing in the photo is nearly as blue
RADIUS = 22  # pixels, of the object that is to be erased
# Mean difference of the fill to the wood around it, grey levels. The wood itself differs from its mean by about 20; the
# object that is kept, or a fill in black or white, by more than 90.
MOST_DIFFERENCE = 60.0
# Mean opacity, 0 to 1, of what is subject and of what is not.
LEAST_INSIDE, MOST_OUTSIDE = 0.7, 0.3
LEAST_OVERLAP = 0.3  # intersection over union of the face that is found and FACE_BOX
MOST_OF_PICTURE = 0.9  # of which one thing is


@dataclass(frozen=True)
class Trial:
    """What a model made of a photo: ``measured``, a sentence with the number, and whether that is right."""

    is_right: bool
    measured: str


def try_model(spec: ModelSpec, samples: Path, threads: int = 0) -> str:
    """Have the model that ``spec`` describes do its task on a photo in ``samples``; what was measured, in words.

    Raises:
        WeightsError: it cannot be run, or does something else.
    """
    model = open_model(spec, threads)
    check(model)
    trial = TRIALS[spec.task](model, samples)
    if not trial.is_right:
        raise spec.wrong(
            f"it does not do what it should. {trial.measured} A mask that is read the other way round, or numbers of "
            f"another range, look like that."
        )
    return trial.measured


def try_inpainting(model: Model, samples: Path) -> Trial:
    """Erase a blue disc from a table of wood."""
    photo = load(samples, COFFEE)
    hole = np.zeros(photo.shape[:2], np.uint8)
    centre = middle(WOOD)
    cv2.circle(hole, centre[::-1], RADIUS, 1, cv2.FILLED)
    photo[hole > 0] = OBJECT
    ring = (cv2.dilate(hole, np.ones((9, 9), np.uint8)) > 0) & (hole == 0)
    filled = Inpainter(model)(photo, hole > 0)
    difference = float(np.abs(filled[hole > 0].astype(float) - photo[ring].mean(axis=0)).mean())
    return Trial(
        difference <= MOST_DIFFERENCE,
        f"What it fills a hole with differs from what is around it by {difference:.0f} grey levels; up to "
        f"{MOST_DIFFERENCE:.0f} are right.",
    )


def try_matting(model: Model, samples: Path) -> Trial:
    """Cut a person out."""
    alpha = Matter(model)(load(samples, ASTRONAUT)).astype(np.float64) / 255
    inside, outside = min(mean_of(alpha, FACE), mean_of(alpha, SUIT)), max(mean_of(alpha, box) for box in CORNERS)
    return Trial(
        inside >= LEAST_INSIDE and outside <= MOST_OUTSIDE,
        f"A person's face and clothes are {inside:.0%} opaque, of which at least {LEAST_INSIDE:.0%} are right, and "
        f"what is behind them {outside:.0%}, of which at most {MOST_OUTSIDE:.0%} are.",
    )


def try_segmentation(model: Model, samples: Path) -> Trial:
    """Find the thing under a point on a person's suit."""
    photo = load(samples, ASTRONAUT)
    masks = Segmenter(model)(photo, np.array([middle(SUIT)]))
    if not len(masks):
        return Trial(False, "At a point on a person it finds nothing that holds the point.")
    mask = cv2.resize(masks[0].astype(np.float32), photo.shape[1::-1], interpolation=cv2.INTER_AREA).astype(np.float64)
    share, outside = float(mask.mean()), max(mean_of(mask, box) for box in CORNERS)
    return Trial(
        share <= MOST_OF_PICTURE and outside <= MOST_OUTSIDE,
        f"At a point on a person it finds a thing that covers {share:.0%} of the picture, of which at most "
        f"{MOST_OF_PICTURE:.0%} are right, and {outside:.0%} of what is behind the person, of which at most "
        f"{MOST_OUTSIDE:.0%} are.",
    )


def try_face_detection(model: Model, samples: Path) -> Trial:
    """Find a face."""
    found = FaceDetector(model)(load(samples, ASTRONAUT))
    best = max((overlap(face.box, FACE_BOX) for face in found), default=0.0)
    return Trial(
        best >= LEAST_OVERLAP,
        f"Of {len(found)} faces that it finds in a portrait, the best overlaps with the face by {best:.2f}; "
        f"{LEAST_OVERLAP} and more are right.",
    )


def overlap(first: Box, second: Box) -> float:
    """Intersection over union."""
    down = min(first.row + first.height, second.row + second.height) - max(first.row, second.row)
    across = min(first.column + first.width, second.column + second.width) - max(first.column, second.column)
    both = max(0.0, across) * max(0.0, down)
    return both / (first.height * first.width + second.height * second.width - both)


def load(samples: Path, name: str) -> Image:
    """The photo called ``name``: RGB (rows, columns, 3) uint8, of its own.

    Raises:
        WeightsError: it is not there.
    """
    pixels = cv2.imread(str(samples / name), cv2.IMREAD_COLOR)
    if pixels is None:
        raise WeightsError(f"{samples / name} is missing, on which models are tried.")
    return np.ascontiguousarray(np.asarray(pixels, np.uint8)[..., ::-1])


def middle(box: Window) -> tuple[int, int]:
    """The row and column in the middle of ``box``."""
    rows, columns = box
    return (rows.start + rows.stop) // 2, (columns.start + columns.stop) // 2


def mean_of(values: NDArray[np.float64], box: Window) -> float:
    """The mean of ``values`` in ``box``."""
    return float(values[box].mean())


TRIALS: dict[Task, Callable[[Model, Path], Trial]] = {
    "inpaint": try_inpainting,
    "matte": try_matting,
    "segment": try_segmentation,
    "faces": try_face_detection,
}
