"""Registered images: onboarding, look-up, and what is found in them (once, then remembered)."""

from __future__ import annotations

import math
from typing import Any

from engine import files, storing, waiting
from engine.calls import Call
from engine.errors import NotFound
from engine.fields import Text
from engine.image_fields import ImageField
from engine.models import Session, Visual, make_visual_id
from engine.outcomes import Outcome
from engine.sources import Source

IMAGE_URL = ImageField("image_url", required=True)
FILE = ImageField("file", "The image's file.", aliases=("image_file",), required=True)
SID = Text("sid", "The edited state to start from; without it, the original.")


def register(call: Call, source: Source) -> tuple[Visual, bool]:
    """The visual of an image, and whether it is new to this token.

    Raises:
        TooLarge, UnsupportedMedia: the image cannot be taken.
        InsufficientStorage: there is no room for it.
    """
    storing.require_room(call.owner)
    height, width = source.measure().shape
    return Visual.objects.get_or_create(
        owner=call.owner,
        visual_id=make_visual_id(source.data),
        defaults={"image": files.save(source.data), "width": width, "height": height},
    )


def find(call: Call, visual_id: str) -> Visual:
    """The caller's visual.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    visual = Visual.objects.filter(owner=call.owner, visual_id=visual_id).first()
    if visual is None:
        raise NotFound("The specified image does not exist.")
    visual.note_use()
    return visual


def find_session(call: Call, visual: Visual) -> Session | None:
    """The state of ``visual`` that the request's ``sid`` names; None for the original.

    Raises:
        NotFound: there is no such state of this visual.
    """
    sid = SID.read(call)
    if sid is None:
        return None
    session = visual.sessions.filter(sid=sid).first()
    if session is None:
        raise NotFound("The specified sid does not exist for this image.")
    return session


def ensure_masks(call: Call, visual: Visual, seconds: float | None = None) -> Visual:
    """The visual once its masks are made.

    Raises:
        TimedOut: see ``find_people``.
    """
    if not visual.archive:
        arguments = {"image": visual.image, "prefix": visual.visual_id}
        outcome = waiting.run_once(call, "mask_generator", arguments, seconds)
        visual.store_masks(outcome["file"], outcome["labels"])
    return visual


def find_objects(call: Call, visual: Visual, seconds: float | None = None) -> list[dict[str, Any]]:
    """The objects in the original picture, as ``objects/info`` lists them.

    Raises:
        TimedOut: see ``find_people``.
    """
    labels = ensure_masks(call, visual, seconds).labels
    outcome = waiting.run_once(call, "objects_info", {"image": visual.image, "labels": labels}, seconds)
    objects: list[dict[str, Any]] = outcome["objects"]
    return objects


def find_parts(call: Call, visual: Visual, *, quick: bool) -> Outcome:
    """The parts of the visual's masks, or the ``quick`` regions that come before those.

    Raises:
        TimedOut: see ``find_people``.
    """
    labels = "" if quick else ensure_masks(call, visual).labels
    return waiting.run_once(call, "objects_parts", {"image": visual.image, "labels": labels})


def find_people(call: Call, visual: Visual, seconds: float | None = None) -> list[dict[str, Any]]:
    """The people in the original picture, as ``person/info`` lists them.

    Raises:
        TimedOut: they were not found within ``seconds``, or the time that any call waits; the search goes on.
    """
    if visual.people is None:
        outcome = waiting.run_once(call, "person_info", {"image": visual.image}, seconds)
        visual.store_people(outcome["people"])
    return visual.people or []


def find_faces(call: Call, visual: Visual) -> list[list[int]]:
    """Where the faces are: row, column, height, width each, in whole pixels."""
    rects = [person["rect"] for person in find_people(call, visual)]
    return [[int(rect["y"]), int(rect["x"]), math.ceil(rect["h"]), math.ceil(rect["w"])] for rect in rects]
