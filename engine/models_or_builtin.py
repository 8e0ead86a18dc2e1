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
from engine.maths.matting.learned_subject import FindSubject
from engine.maths.people import faces
from engine.maths.people.faces import Face
from engine.maths.progress import Progress
from engine.operations import erase as erasing
from engine.operations import masks, objects
from engine.operations.erase import Image, Mask
from engine.operations.increase_resolution import Method
from engine.operations.objects import FoundInside, ObjectMap, plain_map
from engine.weights import bundled, enlarging, installed, specs
from engine.weights.face_detection import to_face
from engine.weights.registry import Registry
from engine.weights.segmentation import label_map


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


def erase(
    image: Image, mask: Mask, *, avoid: Mask | None = None, variant: int = 0, progress: Progress | None = None
) -> Image:
    """``engine.operations.erase.erase``, with the model for ``inpaint`` where there is one and the first fill is asked
    for: a model has no other."""
    inpaint = None if variant else load_models().get("inpaint")
    if inpaint is None:
        return erasing.erase(image, mask, avoid=avoid, variant=variant, progress=progress)
    erasing.check_mask(image, mask, avoid)
    return inpaint(image, mask)


def find_objects(image: Image, *, progress: Progress | None = None) -> ObjectMap:
    """The masks of ``image`` and their parts: by the model for ``segment`` where there is one, else by
    ``engine.operations.objects`` with the installation's weights, else as ``find_quick_regions`` has them."""
    find = load_models().get("segment")
    if find is not None:
        return plain_map(label_map(find(image), image))
    look = installed.salience(settings.STUDIO_WEIGHTS)
    if look is None:
        return find_quick_regions(image)
    boxes = [face.box for face in find_faces(image)]
    rects = [(box.row, box.column, box.height, box.width) for box in boxes]
    return objects.find_objects(image, look, rects, progress=progress)


def find_object_inside(image: Image, area: Mask) -> FoundInside:
    """``engine.operations.objects.find_object_inside`` with the installation's weights.

    Raises ValueError where nothing is found, or the weights are missing.
    """
    look = installed.salience(settings.STUDIO_WEIGHTS)
    if look is None:
        raise ValueError(bundled.NOT_INSTALLED)
    return objects.find_object_inside(image, area, look)


def find_quick_regions(image: Image) -> ObjectMap:
    """The regions that colours and edges make, in a second or two."""
    return plain_map(masks.segment(image))


def can_find_objects() -> bool:
    """Whether ``find_objects`` finds objects, and has parts of them to tell, rather than regions."""
    return installed.salience(settings.STUDIO_WEIGHTS) is not None and load_models().get("segment") is None


def matte(image: Image) -> NDArray[np.uint8] | None:
    """The foreground's alpha, (rows, columns) uint8, from the model for ``matte``; None where there is none."""
    find = load_models().get("matte")
    return None if find is None else find(image)


def has_matte_model() -> bool:
    """Whether ``matte`` has a model; asked without running it."""
    return "matte" in load_models().specs


def find_subject() -> FindSubject | None:
    """What finds the subject of a picture with the installation's weights; None where they are missing."""
    return installed.subject_finder(settings.STUDIO_WEIGHTS)


def find_faces(image: Image) -> tuple[Face, ...]:
    """The faces of ``image``, left to right: from the model for ``faces`` where there is one, else by YuNet, else by
    the cascades of ``maths.people.faces.find_faces``."""
    find = load_models().get("faces") or installed.face_finder(settings.STUDIO_WEIGHTS)
    return faces.find_faces(image) if find is None else tuple(to_face(face) for face in find(image))


def place_landmarks(image: Image, found: tuple[Face, ...]) -> tuple[Face, ...]:
    """The faces ``found`` in ``image`` with their landmarks; as they are where the weights for them are missing."""
    place = installed.landmark_finder(settings.STUDIO_WEIGHTS)
    return found if place is None else tuple(replace(face, mesh=place(image, face)) for face in found)


def find_figure(image: Image) -> Floats | None:
    """How likely each pixel of ``image``, a head and what surrounds it, shows a person: (rows, columns) 0 to 1; None
    without the weights for it."""
    find = installed.figure_finder(settings.STUDIO_WEIGHTS)
    return None if find is None else find(image)


def name_face_methods() -> str:
    """A name for the methods by which faces are found and described now: another one, other results."""
    folder = settings.STUDIO_WEIGHTS
    finders = (installed.face_finder(folder), installed.landmark_finder(folder), installed.figure_finder(folder))
    return f"{specs.modified_ns(Path(settings.STUDIO_MODELS))} {[find is not None for find in finders]}"


def enlarging_methods(image: Image, factor: int, *, fast: bool) -> tuple[Method, ...]:
    """The methods of ``operations.increase_resolution`` for ``image``: see ``engine.weights.enlarging``."""
    return enlarging.choose_methods(settings.STUDIO_WEIGHTS, image, factor, fast=fast)
