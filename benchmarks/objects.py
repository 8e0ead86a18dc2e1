"""Objects: how well one mask is the thing a person means, how many clicks that takes, and how long it takes."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.composites import Mask, Picture, bundled
from benchmarks.cutouts import photos, stroke
from benchmarks.figures import Absent, Figure, figure, median_seconds, quotient
from benchmarks.masks import FOUR_MEGAPIXELS
from engine.operations import erase, masks
from engine.operations.objects import ObjectMap, find_objects
from engine.operations.other_objects import other_objects_mask
from engine.weights import installed
from engine.weights.salience import Salience
from harness.weights import INSTALLED

TRAINED_AT = 320  # pixels; the side of the network's input when it was trained
ENOUGH, MOST_CLICKS = 0.9, 20
# Scenes of two things: the plates they lie on, how large things are, the pixels between them, and their edge's sigma.
PLATES, PLATE_SHAPE = ("gravel", "grass", "brick"), (360, 480)
THING, GAP, SOFT_EDGE = 110, 6, 3.0
COLOUR, REDDER = (255, 40, 200), 50


@figure("object_iou", "≥ 0.85")
def object_iou() -> Figure:
    """Mean over the photos of the best single mask's IoU with the cut-out."""
    scores = []
    for scene in photos():
        labels = look_for_objects(scene.picture).labels
        scores.append(max(iou(labels == number, scene.objects[0]) for number in range(1, int(labels.max()) + 1)))
    return Figure("object_iou", float(np.mean(scores)), "IoU")


@figure("click_iou", "≥ 0.80")
def click_iou() -> Figure:
    """Mean over the photos of the IoU of what one click on the most central point of the truth takes."""
    scores = []
    for scene in photos():
        labels, point = look_for_objects(scene.picture).labels, deepest(scene.objects[0])
        scores.append(iou(labels == labels[point], scene.objects[0]))
    return Figure("click_iou", float(np.mean(scores)), "IoU")


@figure("clicks_90", "≤ 4")
def clicks_90() -> Figure:
    """Mean over the photos of the clicks on objects and parts, and strokes, until the IoU is 0.9; at most 20 each."""
    counts = [count_clicks(look_for_objects(scene.picture), scene.objects[0]) for scene in photos()]
    return Figure("clicks_90", float(np.mean(counts)), "clicks")


@figure("objects_time", "≤ 18")
def objects_time() -> Figure:
    """Seconds for quick regions and objects of a 4 MP picture, over one look at the side the network was trained at."""
    picture = np.asarray(cv2.resize(bundled("astronaut"), FOUR_MEGAPIXELS, interpolation=cv2.INTER_LANCZOS4), np.uint8)
    look = salience()
    ours = median_seconds(lambda: (masks.segment(picture), find_objects(picture, look)), repeats=3)
    one = median_seconds(lambda: look(picture, TRAINED_AT))
    return quotient("objects_time", ours, "s", f"one look at {TRAINED_AT} pixels", one)


@figure("erase_foreign", "≤ 0.01")
def erase_foreign() -> Figure:
    """Mean share of a hole that is filled with pieces of another object, over removals of one of two."""
    shares = []
    for picture, hole in removals():
        filled = erase.erase(picture, hole, avoid=other_objects_mask(hole, look_for_objects(picture)))
        shares.append(float(is_thing(filled)[hole].mean()))
    return Figure("erase_foreign", float(np.mean(shares)), "share")


def removals() -> Iterator[tuple[Picture, Mask]]:
    """Two red things of brick close beside each other on each of the plates, and the hole where either was.

    The hole is as large as the thing without its soft edge, whose colours lead a fill on to the other one: without
    ``other_objects_mask`` up to two fifths of it are pieces of that.
    """
    pattern = bundled_grey("brick")[..., None] * np.asarray(COLOUR) / 255
    for plate in PLATES:
        discs = [disc_at(side * (THING + GAP) // 2) for side in (-1, 1)]
        alpha = sum(cv2.GaussianBlur(disc.astype(np.float32), (0, 0), SOFT_EDGE) for disc in discs)[..., None]
        ground = cv2.cvtColor(bundled_grey(plate) // 2 + 60, cv2.COLOR_GRAY2RGB)
        picture = np.rint(ground * (1 - alpha) + (pattern / 2 + np.asarray(COLOUR) / 2) * alpha).astype(np.uint8)
        for disc in discs:
            yield picture, disc


def disc_at(offset: int) -> Mask:
    """A disc, so many pixels beside the middle of a plate."""
    disc = np.zeros(PLATE_SHAPE, np.uint8)
    cv2.circle(disc, (PLATE_SHAPE[1] // 2 + offset, PLATE_SHAPE[0] // 2), THING // 2, 1, cv2.FILLED)
    return disc > 0


def bundled_grey(name: str) -> NDArray[np.uint8]:
    """A bundled grey picture, brought to the plates' shape."""
    return np.asarray(cv2.resize(np.ascontiguousarray(bundled(name)), PLATE_SHAPE[::-1]), np.uint8)


def is_thing(picture: Picture) -> Mask:
    """Where a picture is red, as no plate is."""
    return np.asarray(picture[..., 0].astype(int) - picture[..., 1] > REDDER)


def salience() -> Salience:
    """The installed network; raises Absent without it."""
    if installed.salience(INSTALLED) is None:
        raise Absent("the weights of the small models are not installed: manage.py models fetch")
    return installed.open_salience(INSTALLED)


def look_for_objects(picture: Picture) -> ObjectMap:
    """The objects of a picture."""
    return find_objects(picture, salience())


def deepest(mask: Mask) -> tuple[int, int]:
    """Row and column of the point of ``mask`` that is farthest from its outline; the picture's frame is one as well."""
    depth = cv2.distanceTransform(np.pad(mask, 1).view(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    row, column = np.unravel_index(int(depth.argmax()), mask.shape)
    return int(row), int(column)


def count_clicks(layers: ObjectMap, wanted: Mask) -> int:
    """Clicks and strokes of a hand that takes what helps most, at the deepest point of the largest error."""
    labels = layers.labels
    point = deepest(wanted)
    selected = labels == labels[point]
    for clicks in range(1, MOST_CLICKS):
        if iou(selected, wanted) >= ENOUGH:
            return clicks
        error = largest_piece(selected ^ wanted)
        at, is_missing = deepest(error), bool((wanted & error).any())
        areas = (labels == labels[at], layers.parts == layers.parts[at], stroke(error))
        tries = [selected | area if is_missing else selected & ~area for area in areas]
        selected = max(tries, key=lambda one: iou(one, wanted))
    return MOST_CLICKS


def largest_piece(error: Mask) -> Mask:
    """The largest connected piece of what is wrong."""
    _, pieces, numbers, _ = cv2.connectedComponentsWithStats(error.view(np.uint8), connectivity=4)
    return np.asarray(pieces == 1 + numbers[1:, cv2.CC_STAT_AREA].argmax())


def iou(one: Mask, other: Mask) -> float:
    """Intersection over union."""
    return float((one & other).sum() / max(1, (one | other).sum()))
