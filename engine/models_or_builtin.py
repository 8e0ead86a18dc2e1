"""By which method an operation is done: the model that a person supplied for it, else weights that come with the
installation, else the engine's own way."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from engine.maths.filters import Floats
from engine.maths.people import faces
from engine.maths.people.faces import Face
from engine.maths.progress import Progress
from engine.operations import erase as erasing
from engine.operations import masks
from engine.operations.erase import Image, Mask
from engine.weights import bundled, specs
from engine.weights.face_detection import to_face
from engine.weights.face_landmarks import FaceLandmarks
from engine.weights.figures import Figures
from engine.weights.registry import Registry
from engine.weights.segmentation import label_map
from engine.weights.yunet import YuNet


def load_models() -> Registry:
    """The supplied models, as they are described now.

    Raises:
        WeightsError: the description cannot be read.
    """
    folder = Path(settings.STUDIO_MODELS)
    return _models(folder, specs.modified_ns(folder), settings.STUDIO_MODEL_THREADS)


@functools.lru_cache(maxsize=1)
def _models(folder: Path, modified: int, threads: int) -> Registry:
    return Registry(folder, threads)


def erase(image: Image, mask: Mask, *, avoid: Mask | None = None, progress: Progress | None = None) -> Image:
    """``engine.operations.erase.erase``, with the model for ``inpaint`` where there is one."""
    inpaint = load_models().get("inpaint")
    if inpaint is None:
        return erasing.erase(image, mask, avoid=avoid, progress=progress)
    erasing.check_mask(image, mask, avoid)
    return inpaint(image, mask)


def segment(image: Image) -> NDArray[np.uint8]:
    """``engine.operations.masks.segment``, with the model for ``segment`` where there is one."""
    find = load_models().get("segment")
    return masks.segment(image) if find is None else label_map(find(image), image)


def matte(image: Image) -> NDArray[np.uint8] | None:
    """The foreground's alpha, (rows, columns) uint8, from the model for ``matte``; None where there is none."""
    find = load_models().get("matte")
    return None if find is None else find(image)


def find_faces(image: Image) -> tuple[Face, ...]:
    """The faces of ``image``, left to right: from the model for ``faces`` where there is one, else by YuNet, else by
    the cascades of ``maths.people.faces.find_faces``."""
    find = load_models().get("faces") or _yunet(settings.STUDIO_WEIGHTS)
    return faces.find_faces(image) if find is None else tuple(to_face(face) for face in find(image))


@functools.lru_cache(maxsize=1)
def _yunet(folder: Path) -> YuNet | None:
    return YuNet(folder) if bundled.is_installed(folder, "yunet") else None


def place_landmarks(image: Image, found: tuple[Face, ...]) -> tuple[Face, ...]:
    """The faces ``found`` in ``image`` with their landmarks; as they are where the weights for them are missing."""
    place = _landmarks(settings.STUDIO_WEIGHTS)
    return found if place is None else tuple(replace(face, mesh=place(image, face)) for face in found)


@functools.lru_cache(maxsize=1)
def _landmarks(folder: Path) -> FaceLandmarks | None:
    names = ("face_landmark", "iris_landmark")
    return FaceLandmarks(folder) if all(bundled.is_installed(folder, name) for name in names) else None


def find_figure(image: Image) -> Floats | None:
    """How much each pixel of ``image``, a head and what surrounds it, belongs to a person, 0 to 1; None without the
    weights for it."""
    find = _figures(settings.STUDIO_WEIGHTS)
    return None if find is None else find(image)


@functools.lru_cache(maxsize=1)
def _figures(folder: Path) -> Figures | None:
    return Figures(folder) if bundled.is_installed(folder, "selfie_segmentation") else None
