"""Isolated edits as steps: the fields of ``engine.edits``, read as they are out of a call of version 2."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from engine import files, images
from engine.calls import NO_RECORDS, NoRecords, Records
from engine.edits.base import Edit
from engine.edits.shared import FEATHER, MASK, MASK_TYPE
from engine.fields import Flag
from engine.image_fields import ImageField
from engine.recipes import marks
from engine.recipes.operation import Operation, make_call, make_source
from engine.recipes.scenes import Marked, Scene
from engine.recipes.states import Plan, State, name_plainly
from engine.runners import map_files
from engine.runners.regions import find_regions
from masks.feathering import MOST_FEATHER
from recipes.model import Embedded, Ids, Rule, Runs, Step

MASKS_KNOWN = Flag(
    "masks_known",
    "Whether the picture's masks were known when the step was made, so that nothing is copied from other objects.",
)
# Edits that look for something of their own accord, by the field that would say where it is, and the rule for that.
IMPLIED = {"hide_faces": ("faces", Rule("faces"))}


@dataclass(frozen=True)
class KnownMasks(NoRecords):
    """Records in which the masks of any image are stored under ``labels``."""

    labels: str

    def find_labels(self, owner: str, image: bytes) -> str:
        """The stored map."""
        return self.labels


def describe_edit(edit: Edit) -> Operation:
    """An edit as steps have it: its image is the picture as it is at the step."""
    fields = tuple(field for field in edit.fields if not isinstance(field, ImageField))
    return Operation(edit.slug, (*fields, *([MASKS_KNOWN] if MASK in fields else [])), partial(plan_edit, edit))


def plan_edit(edit: Edit, step: Step, states: list[State]) -> Plan:
    """What a step of an isolated edit comes to.

    Raises:
        EngineError: it cannot be carried out in this picture.
    """
    image = name_plainly(states[-1].image)
    marked = resolve_marks(step, Scene(image, image))
    found = {name: each.found for name, each in marked.items() if each.found is not None}
    if not all(each.mask.any() for each in marked.values()):
        return Plan(None, found)
    fields = {**choose_mask_type(edit, marked), **make_fields(step, marked), **scale_feather(step, marked)}
    call = make_call({**fields, "image": make_source(files.load(image))}, choose_records(step, marked, image))
    return Plan(edit.read(call), found)


def resolve_marks(step: Step, scene: Scene) -> dict[str, Marked]:
    """What the marks of a step mean, by field, and what it looks for of its own accord."""
    given = {name: value for name, value in step.fields.items() if isinstance(value, Runs | Ids | Rule)}
    name, rule = IMPLIED.get(step.do, ("", None))
    implied = {name: rule} if rule and name not in step.fields else {}
    return {name: marks.resolve(mark, scene) for name, mark in (given | implied).items()}


def choose_mask_type(edit: Edit, marked: Mapping[str, Marked]) -> dict[str, str]:
    """A mask that was found was painted by no person, and is grown over soft edges unless the step says otherwise."""
    mask = marked.get(MASK.name)
    is_found = mask is not None and (mask.found is not None or bool(mask.ids))
    return {MASK_TYPE.name: "automatic"} if is_found and MASK_TYPE in edit.fields else {}


def scale_feather(step: Step, marked: Mapping[str, Marked]) -> dict[str, int]:
    """How wide an edge fades out in the picture at hand, as it was meant on the frame that its mask was drawn on."""
    mask = step.fields.get(MASK.name)
    if FEATHER.name not in step.fields or not isinstance(mask, Runs):
        return {}
    factor = marked[MASK.name].mask.shape[0] / mask.height
    return {FEATHER.name: min(round(FEATHER.read(make_call(step.fields)) * factor), MOST_FEATHER)}


def make_fields(step: Step, marked: Mapping[str, Marked]) -> dict[str, Any]:
    """The fields of a call that asks for the step: masks as files, all others as they are."""
    return {name: to_call(value, marked.get(name)) for name, value in step.fields.items() if name != MASKS_KNOWN.name}


def to_call(value: Any, marked: Marked | None) -> Any:
    """What a call holds where a step holds ``value``."""
    if marked is not None:
        return make_source(images.encode_mask(marked.mask))
    return base64.b64encode(value.data).decode() if isinstance(value, Embedded) else value


def choose_records(step: Step, marked: Mapping[str, Marked], image: str) -> Records:
    """What is known of the stored ``image``: its masks, where the step says so or was made with them."""
    mask = marked.get(MASK.name)
    is_known = MASKS_KNOWN.read(make_call(step.fields)) or bool(mask and mask.ids)
    return KnownMasks(store_labels(image)) if is_known and mask else NO_RECORDS


def store_labels(image: str) -> str:
    """The name of the stored map of the masks of ``image``, the same file as ``mask_generator`` stores."""
    return files.save(map_files.encode_map(find_regions(image)), ".png")
