"""What the installation's weights do, as functions; None for each whose weights are missing."""

from __future__ import annotations

import functools
from pathlib import Path

from engine.maths.looks import Look
from engine.maths.matting.learned_subject import FindSubject, find_learned_subject
from engine.weights import bundled
from engine.weights.people_segmentation import PeopleSegmentation
from engine.weights.salience import Salience


def salience(folder: Path) -> Look | None:
    """Says what stands out in a picture, with the weights in ``folder``."""
    return open_salience(folder) if bundled.has(folder, "u2netp") else None


def subject_finder(folder: Path) -> FindSubject | None:
    """Finds the subject of a picture with the weights in ``folder``."""
    if not bundled.has(folder, "u2netp", "selfie_segmentation"):
        return None
    look, see_people = open_salience(folder), open_people_segmentation(folder)
    return lambda image, progress: find_learned_subject(image, look, see_people, progress)


@functools.lru_cache(maxsize=1)
def open_salience(folder: Path) -> Salience:
    """The network in ``folder``, one for the whole process."""
    return Salience(folder)


@functools.lru_cache(maxsize=1)
def open_people_segmentation(folder: Path) -> PeopleSegmentation:
    """The network in ``folder``, one for the whole process."""
    return PeopleSegmentation(folder)
