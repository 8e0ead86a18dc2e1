"""What the rules for masks find in a picture; ``engine.recipes.rules`` names them."""

from __future__ import annotations

import numpy as np

from engine import models_or_builtin
from engine.errors import Unprocessable
from engine.images import PART_IDS
from engine.maths.filters import look_up
from engine.operations.distractions import find_distractions
from engine.operations.hide_faces import ellipse_opacity, ellipse_window
from engine.operations.spots import find_spots
from engine.recipes.scenes import Mask, Scene, Things
from engine.runners.people import find_faces, find_people
from engine.runners.person_info import describe_person
from engine.runners.subjects import SOLID, find_alpha_or_none
from engine.weights import bundled


def find_subject(scene: Scene) -> Things:
    """The picture's subject, as far as it hides what is behind it."""
    return Things(find_solid(scene).astype(np.int32))


def find_everything_but_subject(scene: Scene) -> Things:
    """The rest; nothing where there is no subject."""
    solid = find_solid(scene)
    return Things((~solid if solid.any() else solid).astype(np.int32))


def find_solid(scene: Scene) -> Mask:
    """Where the subject is, (rows, columns)."""
    return np.asarray(find_alpha_or_none(scene.image, scene.picture) >= SOLID)


def find_face_ellipses(scene: Scene) -> Things:
    """Every face from the hair line to the chin, as ``hide_faces`` hides them."""
    labels = np.zeros(scene.picture.shape, np.int32)
    for number, face in enumerate(find_faces(scene.image), start=1):
        window = ellipse_window(face.box, labels.shape)
        labels[window][ellipse_opacity(face.box, window) > 0] = number
    return Things(labels)


def find_objects(scene: Scene) -> Things:
    """The things that a person would name, each one mask.

    Raises:
        Unprocessable: the engine cannot tell objects from other regions.
    """
    if not models_or_builtin.can_find_objects():
        raise Unprocessable(bundled.NOT_INSTALLED)
    layers = scene.regions
    numbers = [0, *(number if score is not None else 0 for number, score in enumerate(layers.scores, start=1))]
    labels = look_up(np.array(numbers, np.uint8), layers.labels).astype(np.int32)
    return Things(labels, {number: (number,) for number in numbers})


def find_dust(scene: Scene) -> Things:
    """Dust, blemishes, scratches and hairs, each a thing of its own."""
    labels = np.zeros(scene.picture.shape, np.int32)
    for number, spot in enumerate(find_spots(scene.picture.seen).spots, start=1):
        labels[spot.window][spot.mask] = number
    return Things(labels)


def find_distracting(scene: Scene) -> Things:
    """What may distract: objects, or regions where none are known, as the editor suggests them."""
    layers = scene.regions
    faces = [describe_person(person)["rect"] for person in find_people(scene.image)]
    things = find_distractions(scene.picture.pixels, layers, faces)
    numbers = np.zeros(len(layers.masks), np.uint8)
    for number, parts in enumerate(things, start=1):
        numbers[parts] = number
    ids = {number: [part + PART_IDS for part in parts] for number, parts in enumerate(things, start=1)}
    return Things(look_up(numbers, layers.parts).astype(np.int32), ids)
