"""``objects_remove`` as a step: masks of a registered picture go, and others with them."""

from __future__ import annotations

import math

from engine.edits.shared import INCLUDE_SHADOW, VARIANT
from engine.errors import BadRequest
from engine.image_fields import save_mask
from engine.outcomes import Arguments
from engine.recipes import marks
from engine.recipes.edits import store_labels
from engine.recipes.operation import make_call
from engine.recipes.registered_fields import OWN_MASK, REMOVED_IDS
from engine.recipes.scenes import Marked, Scene
from engine.recipes.states import Plan, State, choose_base, name_plainly
from engine.resolutions import read_resolution
from engine.runners.people import find_people
from recipes.model import Step


def plan_removal(step: Step, states: list[State]) -> Plan:
    """What a step comes to in the picture as it is, with the masks of the one that it names.

    Raises:
        EngineError: it names nothing, or what is not there.
    """
    base = choose_base(states, step)
    image, visual = name_plainly(states[-1].image), name_plainly(states[base].image)
    mark = step.fields.get(OWN_MASK.name)
    marked = None if mark is None else marks.resolve(mark, Scene(image, visual))
    found = {OWN_MASK.name: marked.found} if marked and marked.found else {}
    removed = states[-1].removed if base == states[-1].base else ()
    ids = list_ids(step, marked, removed)
    mask = save_mask(marked.mask) if marked and not marked.ids and marked.mask.any() else None
    if not ids and mask is None and found:
        return Plan(None, found)
    refuse_nothing(ids, mask, step)
    return Plan(make_arguments(step, image, visual, ids, mask), found, removed=(*removed, *ids))


def list_ids(step: Step, marked: Marked | None, removed: tuple[int, ...]) -> list[int]:
    """The masks that go, each once, in ascending order, without those that went before."""
    named = {*REMOVED_IDS.read(make_call(step.fields)), *(marked.ids if marked else ())}
    return sorted(named.difference(removed))


def refuse_nothing(ids: list[int], mask: str | None, step: Step) -> None:
    """Refuse a step in which nothing goes.

    Raises:
        BadRequest: nothing does.
    """
    if ids or mask is not None:
        return
    if REMOVED_IDS.name in step.fields or OWN_MASK.name in step.fields:
        raise BadRequest("These masks were removed before.")
    raise BadRequest(f"Name what to remove, by '{REMOVED_IDS.name}', '{OWN_MASK.name}' or both.")


def make_arguments(step: Step, image: str, visual: str, ids: list[int], mask: str | None) -> Arguments:
    """The arguments of the runner."""
    call = make_call({name: value for name, value in step.fields.items() if name != OWN_MASK.name})
    return {
        "image": image,
        "labels": store_labels(visual) if ids else None,
        "mask_ids": ids,
        "mask": mask,
        "include_shadow": INCLUDE_SHADOW.read(call),
        "faces": list_faces(visual),
        "box": read_resolution(call),
        "variant": VARIANT.read(call),
    }


def list_faces(image: str) -> list[list[int]]:
    """Where the faces of the stored ``image`` are: row, column, height, width each, in whole pixels."""
    rects = [person.rect for person in find_people(image)]
    return [[int(row), int(column), math.ceil(height), math.ceil(width)] for row, column, height, width in rects]
