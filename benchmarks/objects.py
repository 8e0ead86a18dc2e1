"""Objects: how well one mask is the thing a person means, how many clicks that takes, and how long finding them does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
# Scenes of several objects: plates, and the tint of what lies on them, which no plate has.
PLATES = ("gravel", "grass", "brick")
TINTS = ((255, 40, 200), (40, 220, 255))
THING, GAP, HUE = 110, 24, 60  # pixels across, between two, and levels of difference that tell their colour


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
    """Mean share of a hole that is filled in the colour of another object, over removals of one of two."""
    shares = []
    for scene in pairs():
        layers = look_for_objects(scene.picture)
        avoid = other_objects_mask(scene.hole, layers)
        filled = erase.erase(scene.picture, scene.hole, avoid=avoid)
        difference = np.abs(filled[scene.hole].astype(int) - scene.foreign).max(axis=-1)
        shares.append(float((difference < HUE).mean()))
    return Figure("erase_foreign", float(np.mean(shares)), "share")


@dataclass(frozen=True)
class Pair:
    """A picture of two things, the hole where one of them was, and the other one's colour."""

    picture: Picture
    hole: Mask
    foreign: NDArray[np.int64]


def pairs() -> Iterator[Pair]:
    """Two discs beside each other on each of the plates; each of them is taken away in turn."""
    for plate in PLATES:
        ground = (
            cv2.cvtColor(cv2.resize(np.ascontiguousarray(bundled(plate)), (480, 360)), cv2.COLOR_GRAY2RGB) // 2 + 60
        )
        centres = [(180, 240 + side * (THING + GAP) // 2) for side in (-1, 1)]
        picture = np.asarray(ground, np.uint8)
        discs = []
        for (row, column), colour in zip(centres, TINTS, strict=True):
            disc = np.zeros(picture.shape[:2], np.uint8)
            cv2.circle(disc, (column, row), THING // 2, 1, cv2.FILLED)
            picture = np.where(disc[..., None] > 0, np.asarray(colour, np.uint8), picture)
            discs.append(disc > 0)
        for one, other in ((0, 1), (1, 0)):
            yield Pair(picture, erase.grow(discs[one], 3), np.asarray(TINTS[other]))


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
