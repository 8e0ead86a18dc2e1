"""The people of a revision, and the rule by which their changes are merged.

Bria takes all changes of one person in one request and refuses a second change of the same person along a chain of
sids. So a further change goes back to the state before the first one and asks for everything together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext

from editor import attributes
from editor.attributes import Asked, Card, Changes, Wire
from editor.history import tree
from editor.models import Revision
from editor.refusals import Refused

TOOL = "people"
SAME_FACE = 0.3  # intersection over union from which two detections are one face
NOWHERE = {"x": 0.0, "y": 0.0, "w": 0.0, "h": 0.0}  # the face of somebody for whom the service gave no place


Faces = dict[str, dict[str, float] | None]


@dataclass(frozen=True)
class Chain:
    """People-steps upon people-steps: they began at ``base`` and have changed the people at ``touched``.

    ``in_force`` is what they amount to. A revision that is no people-step is a base itself.
    """

    base: Revision
    touched: Faces
    in_force: Changes


@dataclass(frozen=True)
class Plan:
    """What to send: ``changes`` on the state of ``start``; it is registered anew first where ``anew``.

    ``asked`` is what this one step is about. ``base``, ``touched`` and ``in_force`` are the chain as it is afterwards.
    Empty ``changes`` mean that everything was taken back: the result is ``start`` as it was.
    """

    start: Revision
    base: Revision
    asked: Asked
    changes: Changes
    touched: Faces
    in_force: Changes
    anew: bool = False

    @property
    def rebuilt(self) -> Plan:
        """The same outcome, asked from the base with everything together."""
        return replace(self, start=self.base, changes=self.in_force)


def list_cards(revision: Revision) -> list[Card]:
    """One card for each person of the revision, left to right, with the values in force."""
    if revision.visual is None:
        return []
    people = sorted(revision.visual.people or [], key=lambda person: (person["rect"] or NOWHERE)["x"])
    now = in_force(revision)
    return [attributes.build_card(person, number, now.get(person["id"], {})) for number, person in enumerate(people, 1)]


def list_faces(revision: Revision) -> list[dict[str, float]]:
    """Where the faces of the revision's people are (x, y, w, h in pixels), left to right."""
    found = revision.visual.people or [] if revision.visual else []
    rects = [dict(person["rect"]) for person in found if person["rect"]]
    return sorted(rects, key=lambda rect: rect["x"])


def face_field(card: Card) -> str:
    """The name of the field that chooses this person's face."""
    return f"face-{card.id}"


def read_changes(data: Mapping[str, str], revision: Revision) -> Asked:
    """What a posted People form asks for; see ``attributes.read_changes``.

    Raises:
        Refused: a value cannot be sent, or nothing was changed.
    """
    asked = attributes.read_changes(list_cards(revision), data)
    if not asked:
        raise Refused("", gettext("Move a slider or choose something first."))
    return asked


def in_force(revision: Revision) -> Changes:
    """The changes that ``revision`` shows, by person; empty once another step has followed them."""
    return trace_chain(revision).in_force


def trace_chain(revision: Revision) -> Chain:
    """The people-steps that ``revision`` is the end of.

    A revision whose own image was registered since has become a base: its changes are part of that image.
    """
    params = revision.params
    if revision.tool != TOOL or params.get("visual") != revision.visual_id:
        return Chain(revision, {}, {})
    base = revision.picture.revisions.select_related("visual").get(pk=params["base"])
    return Chain(base, dict(params["touched"]), dict(params["in_force"]))


def plan_changes(revision: Revision, asked: Asked, faces: Faces) -> Plan:
    """How to apply ``asked`` to ``revision``, whose people have their ``faces`` there."""
    chain, mine = trace_chain(revision), {person: faces.get(person) for person in asked}
    if asked.keys() & list_changed(chain.base, revision.visual_id):
        new = drop_none(asked)
        return Plan(revision, revision, asked, new, mine, new, anew=True)
    touched, together = {**chain.touched, **mine}, merge_changes(chain.in_force, asked)
    onward = Plan(revision, chain.base, asked, drop_none(asked), touched, together)
    return onward.rebuilt if asked.keys() & chain.touched.keys() else onward


def list_changed(base: Revision, visual_pk: int | None) -> set[str]:
    """The people of a visual whom the steps up to ``base`` have changed on that visual."""
    steps = (row for row in tree.ancestors(base) if row.tool == TOOL and row.visual_id == visual_pk)
    return {person for row in steps for person in trace_chain(row).touched}


def merge_changes(now: Changes, asked: Asked) -> Changes:
    """``now`` with ``asked`` on top: later wins, None takes an attribute back, a person without any is left out."""
    people = {person: {**now.get(person, {}), **asked.get(person, {})} for person in (*now, *asked)}
    return drop_none(people)


def drop_none(asked: Mapping[str, Mapping[str, Wire | None]]) -> Changes:
    """``asked`` without attributes that are None and people that then have none left."""
    kept = {person: {name: value for name, value in own.items() if value is not None} for person, own in asked.items()}
    return {person: own for person, own in kept.items() if own}


def find_counterpart(rect: Mapping[str, float] | None, people: list[dict[str, Any]]) -> str | None:
    """The id of the person in ``people`` whose face lies where ``rect`` is; None where nobody's does.

    After a picture was registered anew its people carry new ids.
    """
    shares = {person["id"]: overlap_share(rect or NOWHERE, person["rect"] or NOWHERE) for person in people}
    best = max(shares, key=lambda person: shares[person], default=None)
    return best if best is not None and shares[best] > SAME_FACE else None


def overlap_share(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Intersection over union of two rectangles (x, y, w, h)."""
    width = min(one["x"] + one["w"], other["x"] + other["w"]) - max(one["x"], other["x"])
    height = min(one["y"] + one["h"], other["y"] + other["h"]) - max(one["y"], other["y"])
    common = max(0.0, width) * max(0.0, height)
    union = one["w"] * one["h"] + other["w"] * other["h"] - common
    return common / union if union else 0.0
