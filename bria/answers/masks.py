"""The masks of a picture: of its regions, of the objects in it and their parts, of one object that was pointed at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bria.answers.json_body import as_dict, as_float, as_int, as_list, as_text


@dataclass(frozen=True)
class MasksZip:
    """Where the zip with the masks and the panoptic map lies, or will lie."""

    url: str


@dataclass(frozen=True)
class Mask:
    """One region of a picture: ``area`` in pixels, ``confidence`` 0 to 1.

    ``id`` is its place in the list; ``mask_id`` its id in the masks' zip, where the service tells it as the studio's
    own engine does.
    """

    id: int
    url: str
    area: int
    confidence: float
    mask_id: int | None = None


@dataclass(frozen=True)
class FoundObject:
    """One mask of a picture with its parts: ``score`` is how surely it is an object, 0 to 1, None for calm ground."""

    mask_id: int
    score: float | None
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Parts:
    """Where the map of a picture's parts lies, each pixel the id of its part, and which parts make up which object.

    Without ``is_complete`` they are those found at once, and objects are still to be looked for.
    """

    url: str
    is_complete: bool
    objects: tuple[FoundObject, ...] = ()


@dataclass(frozen=True)
class Segment:
    """Where the mask of one object lies, 255 inside, and how surely it is one, 0 to 1."""

    url: str
    score: float


def read_masks(said: Mapping[str, Any]) -> tuple[Mask, ...]:
    """The masks of an all_masks request; entries without an address are dropped."""
    entries = [entry for entry in as_list(said.get("masks")) if isinstance(entry, dict)]
    return tuple(
        _read_mask(place, entry) for place, entry in enumerate(entries, start=1) if as_text(entry.get("image_url"))
    )


def _read_mask(place: int, entry: Mapping[str, Any]) -> Mask:
    mask_id = entry.get("mask_id")
    return Mask(
        id=as_int(entry.get("id"), place),
        url=as_text(entry.get("image_url")),
        area=as_int(entry.get("area")),
        confidence=as_float(entry.get("confidence")),
        mask_id=mask_id if isinstance(mask_id, int) else None,
    )


def read_objects(entries: Any) -> tuple[FoundObject, ...]:
    """The objects of an answer about parts; entries without an id or parts are dropped."""
    found = (_read_object(as_dict(entry)) for entry in as_list(entries))
    return tuple(thing for thing in found if thing.mask_id and thing.parts)


def _read_object(entry: Mapping[str, Any]) -> FoundObject:
    score = entry.get("score")
    return FoundObject(
        mask_id=as_int(entry.get("mask_id")),
        score=as_float(score) if isinstance(score, int | float) else None,
        parts=tuple(part for part in as_list(entry.get("parts")) if isinstance(part, int)),
    )


def read_segment(said: Mapping[str, Any]) -> Segment | None:
    """The mask that a look at one object ended with; None where there is none."""
    url = as_text(said.get("mask_url"))
    return Segment(url, as_float(said.get("score"))) if url else None
