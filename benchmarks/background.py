"""The background: how much of the subject is found, alone and with help, how fine its edge is, how fast blurring is."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from benchmarks.composites import Mask, Picture, Scene
from benchmarks.cutouts import hairy, pasted, photos, stroke
from benchmarks.erase import large_case
from benchmarks.figures import Figure, figure, median_seconds, quotient
from engine.maths.working_copy import working_copy
from engine.operations.blur_background import RADII, blur_background
from engine.operations.remove_background import Hints, Study, alpha, study
from engine.weights.installed import subject_finder
from harness.weights import INSTALLED

PEER = "GrabCut, 4 % rectangle, 0.3 MP"
PEER_PIXELS, PEER_MARGIN, PEER_ROUNDS = 300_000, 0.04, 5
ROUNDS_OF_STROKES = 3
# Pixels around the bare disc of the hairy scene that hair may reach.
HAIRY_REACH = 30
BLUR_SCALE = 5
# A disc is as wide as a Gaussian whose standard deviation is half its radius (the disc's own is that in each axis).
BLUR_RADII_PER_SIGMA = 2.0


@figure("background_iou", "≥ +0.25")
def background_iou() -> Figure:
    """Mean IoU of the subjects of the photos that come with a cut-out, minus the peer's."""
    return compared("background_iou", photos())


@figure("background_composites", "≥ 0")
def background_composites() -> Figure:
    """The same over composites whose truth is exact."""
    return compared("background_composites", pasted())


@figure("background_strokes", "≥ 0.97")
def background_strokes() -> Figure:
    """Mean IoU on the photos after rounds of one keep and one remove stroke by a simulated hand."""
    scores = [corrected(scene) for scene in photos()]
    return Figure("background_strokes", float(np.mean(scores)), "IoU")


@figure("cutout_time", "≤ 1.0")
def cutout_time() -> Figure:
    """Seconds from a 12 MP picture to its alpha, over those of the engine's own way without learned models."""
    picture, _ = large_case(12_000_000)
    ours = median_seconds(lambda: alpha(picture, None, look_at(picture)), repeats=3)
    peer = median_seconds(lambda: alpha(picture, None, study(picture)), repeats=3)
    return quotient("cutout_time", ours, "s", "without learned models", peer)


@figure("matte", "≤ 0.7")
def matte() -> Figure:
    """Mean error of alpha where there is hair, over that of the disc without its hair."""
    picture, disc, truth = hairy()
    reach = np.ones((2 * HAIRY_REACH + 1, 2 * HAIRY_REACH + 1), np.uint8)
    unsure = cv2.dilate(disc.view(np.uint8), reach).view(bool) & ~cv2.erode(disc.view(np.uint8), reach).view(bool)
    found = alpha(picture, Hints(subject=disc)) / 255
    errors = (float(np.abs(guess - truth)[unsure].mean()) for guess in (found, disc))
    return quotient("matte", next(errors), "alpha", "the mask without hair", next(errors))


@figure("blur_time", target="<= 0.2")
def blur_time() -> Figure:
    """Seconds for 12 MP at the strongest scale, over a full-size Gaussian of the same standard deviation."""
    picture, subject = large_case(12_000_000)
    edge = np.asarray(cv2.GaussianBlur(subject.astype(np.uint8) * 255, (0, 0), 3), np.uint8)
    sigma = RADII[BLUR_SCALE] * (edge.shape[0] * edge.shape[1]) ** 0.5 / BLUR_RADII_PER_SIGMA
    ours = median_seconds(lambda: blur_background(picture, edge, BLUR_SCALE), repeats=3)
    peer = median_seconds(lambda: cv2.GaussianBlur(picture, (0, 0), sigma), repeats=3)
    return quotient("blur_time", ours, "s", "cv2.GaussianBlur", peer)


def compared(name: str, scenes: Iterable[Scene]) -> Figure:
    """The difference to the peer's mean IoU."""
    scores = [(iou(found(scene.picture), truth(scene)), iou(peer(scene.picture), truth(scene))) for scene in scenes]
    ours, peers = np.mean(scores, axis=0)
    return Figure(name, float(ours - peers), "IoU", PEER, float(peers))


def truth(scene: Scene) -> Mask:
    """All objects of a scene together."""
    return np.asarray(np.any(scene.objects, axis=0))


def found(picture: Picture, hints: Hints | None = None) -> Mask:
    """What is mostly subject."""
    return np.asarray(alpha(picture, hints, look_at(picture)) > 127)


def look_at(picture: Picture) -> Study:
    """What is known of a picture, by the weights of the installation where they are."""
    return study(picture, subject_finder(INSTALLED))


def corrected(scene: Scene) -> float:
    """IoU after rounds of strokes along the inner line of the largest piece that is missing, and of one too many."""
    known, wanted = look_at(scene.picture), truth(scene)
    keep, remove = np.zeros_like(wanted), np.zeros_like(wanted)
    result = np.asarray(alpha(scene.picture, None, known) > 127)
    for _ in range(ROUNDS_OF_STROKES):
        keep, remove = keep | stroke(wanted & ~result), remove | stroke(~wanted & result)
        result = np.asarray(alpha(scene.picture, Hints(keep, remove), known) > 127)
    return iou(result, wanted)


def peer(picture: Picture) -> Mask:
    """What OpenCV's GrabCut takes for the subject, told that it keeps clear of the frame."""
    small = working_copy(picture, PEER_PIXELS)
    rows, columns = small.shape[:2]
    shares = (PEER_MARGIN, PEER_MARGIN, 1 - 2 * PEER_MARGIN, 1 - 2 * PEER_MARGIN)
    rectangle = tuple(int(share * length) for share, length in zip(shares, (columns, rows, columns, rows), strict=True))
    sides = np.zeros((rows, columns), np.uint8)
    cv2.setRNGSeed(1)
    bgr = cv2.cvtColor(small, cv2.COLOR_RGB2BGR)
    cv2.grabCut(bgr, sides, rectangle, np.zeros((1, 65)), np.zeros((1, 65)), PEER_ROUNDS, cv2.GC_INIT_WITH_RECT)
    subject = np.isin(sides, (cv2.GC_FGD, cv2.GC_PR_FGD)).view(np.uint8)
    return cv2.resize(subject, picture.shape[1::-1], interpolation=cv2.INTER_NEAREST).view(bool)


def iou(one: Mask, other: Mask) -> float:
    """Intersection over union."""
    return float((one & other).sum() / max(1, (one | other).sum()))
