"""Regions of the embedded engine: how fast, and how well a person can pick an object out of them."""

from __future__ import annotations

import time

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.segmentation import felzenszwalb

from benchmarks.composites import Mask, Picture, bundled, scenes
from benchmarks.cutouts import photos
from benchmarks.figures import Figure, figure, median_seconds, quotient
from engine.operations.masks import segment
from engine.operations.objects import find_objects
from engine.weights import installed
from harness.weights import INSTALLED

PEER = "scikit-image felzenszwalb"
# Smoothing as in the function's own example, and no region below a thousandth of the picture.
PEER_SIGMA, PEER_SMALLEST = 0.8, 0.001
PEER_REGIONS = 40
PEER_SCALES = (20.0, 20_000.0)
FOUR_MEGAPIXELS = (2000, 2000)


@figure("masks_time", "≤ 0.05")
def masks_time() -> Figure:
    """Seconds for the regions of a 4 MP picture, over the peer at full size."""
    picture = np.asarray(cv2.resize(bundled("astronaut"), FOUR_MEGAPIXELS, interpolation=cv2.INTER_LANCZOS4), np.uint8)
    ours = median_seconds(lambda: segment(picture))
    start = time.perf_counter()
    peer_regions(picture, scale=400)
    return quotient("masks_time", ours, "s", PEER, time.perf_counter() - start)


@figure("masks_iou", "≥ +0.08")
def masks_iou() -> Figure:
    """Mean union IoU over the objects of the composite set, minus the peer's with about 40 regions."""
    ours, peers = [], []
    for scene in scenes():
        regions, peer = look_for_parts(scene.picture), peer_with_forty_regions(scene.picture)
        ours += [union_iou(regions, wanted) for wanted in scene.objects]
        peers += [union_iou(peer, wanted) for wanted in scene.objects]
    peer_value = float(np.mean(peers))
    return Figure("masks_iou", float(np.mean(ours)) - peer_value, "IoU", PEER, peer_value)


@figure("masks_photos", "≥ 0.90")
def masks_photos() -> Figure:
    """Mean union IoU of the subjects of the photos that come with a cut-out."""
    scores = [union_iou(look_for_parts(scene.picture), scene.objects[0]) for scene in photos()]
    return Figure("masks_photos", float(np.mean(scores)), "IoU")


def look_for_parts(picture: Picture) -> NDArray[np.integer]:
    """The smallest regions there are: the parts of objects where these are found."""
    look = installed.salience(INSTALLED)
    return segment(picture) if look is None else find_objects(picture, look).parts


def union_iou(regions: NDArray[np.integer], wanted: Mask) -> float:
    """IoU of ``wanted`` and all regions that lie more than half inside it: what a patient person can pick."""
    areas = np.bincount(regions.ravel())
    inside = np.bincount(regions[wanted], minlength=len(areas))
    picked = 2 * inside > areas
    return float(inside[picked].sum() / (areas[picked].sum() + wanted.sum() - inside[picked].sum()))


def peer_with_forty_regions(picture: Picture) -> NDArray[np.integer]:
    """The peer's regions at the scale, found by bisection, that comes nearest to ``PEER_REGIONS`` of them."""
    low, high = PEER_SCALES
    tries = []
    for _ in range(9):
        middle = (low * high) ** 0.5
        tries.append(peer_regions(picture, middle))
        too_many = tries[-1].max() + 1 > PEER_REGIONS
        low, high = (middle, high) if too_many else (low, middle)
    return min(tries, key=lambda regions: abs(int(regions.max()) + 1 - PEER_REGIONS))


def peer_regions(picture: Picture, scale: float) -> NDArray[np.integer]:
    """The peer's regions, 0..k-1; a larger ``scale`` makes fewer."""
    smallest = round(picture.shape[0] * picture.shape[1] * PEER_SMALLEST)
    return np.asarray(felzenszwalb(picture, scale=scale, sigma=PEER_SIGMA, min_size=smallest))
