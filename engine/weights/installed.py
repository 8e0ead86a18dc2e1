"""What the installation's weights do, as functions; None for each whose weights are missing."""

from __future__ import annotations

import functools
from pathlib import Path

from engine.maths.looks import Look
from engine.maths.matting.learned_subject import FindSubject, find_learned_subject
from engine.weights import bundled
from engine.weights.face_landmarks import FaceLandmarks
from engine.weights.people_segmentation import PeopleSegmentation
from engine.weights.salience import Salience
from engine.weights.yunet import YuNet


def salience(folder: Path) -> Look | None:
    """Says what stands out in a picture, with the weights in ``folder``."""
    return open_salience(folder) if bundled.has(folder, "u2netp") else None


def subject_finder(folder: Path) -> FindSubject | None:
    """Finds the subject of a picture with the weights in ``folder``."""
    if not bundled.has(folder, "u2netp", "selfie_segmentation"):
        return None
    look, see_people = open_salience(folder), open_people_segmentation(folder)
    return lambda image, progress: find_learned_subject(image, look, see_people, progress)


def face_finder(folder: Path) -> YuNet | None:
    """Finds faces with the weights in ``folder``."""
    return open_yunet(folder) if bundled.has(folder, "yunet") else None


def landmark_finder(folder: Path) -> FaceLandmarks | None:
    """Places the landmarks of a face with the weights in ``folder``."""
    return open_face_landmarks(folder) if bundled.has(folder, "face_landmark", "iris_landmark") else None


def figure_finder(folder: Path) -> PeopleSegmentation | None:
    """Tells people from what surrounds them with the weights in ``folder``."""
    return open_people_segmentation(folder) if bundled.has(folder, "selfie_segmentation") else None


@functools.lru_cache(maxsize=1)
def open_salience(folder: Path) -> Salience:
    """The network in ``folder``, one for the whole process."""
    return Salience(folder)


@functools.lru_cache(maxsize=1)
def open_people_segmentation(folder: Path) -> PeopleSegmentation:
    """The network in ``folder``, one for the whole process."""
    return PeopleSegmentation(folder)


@functools.lru_cache(maxsize=1)
def open_yunet(folder: Path) -> YuNet:
    """The network in ``folder``, one for the whole process."""
    return YuNet(folder)


@functools.lru_cache(maxsize=1)
def open_face_landmarks(folder: Path) -> FaceLandmarks:
    """The networks in ``folder``, one of each for the whole process."""
    return FaceLandmarks(folder)
