"""The people of a revision, and the rule by which their changes are merged.

Bria takes all changes of one person in one request and refuses a second change of the same person along a chain of
sids. So a further change goes back to the state before the first one and asks for everything together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from editor import attributes, history
from editor.attributes import Asked, Card, Changes, Wire
from editor.models import Revision

TOOL = "people"
SAME_FACE = 0.3  # intersection over union from which two detections are one face
NOWHERE = {"x": 0.0, "y": 0.0, "w": 0.0, "h": 0.0}  # the face of somebody for whom the service gave no place


@dataclass(frozen=True)
class Plan:
    """What to send: ``changes`` from the state of ``start``, whose image is registered anew first where ``anew``.

    ``asked`` is what this one step is about; ``in_force`` are the changes of all people that the new revision shows.
    Empty ``changes`` mean that everything was taken back: the result is ``start`` as it was.
    """

    start: Revision
    asked: Asked
    changes: Changes
    in_force: Changes
    anew: bool = False


def cards(revision: Revision) -> list[Card]:
    """One card for each person of the revision, left to right, with the values in force."""
    if revision.visual is None:
        return []
    people = sorted(revision.visual.people or [], key=lambda person: (person["rect"] or NOWHERE)["x"])
    now = in_force(revision)
    return [attributes.card(person, number, now.get(person["id"], {})) for number, person in enumerate(people, 1)]


def changes_from(data: Mapping[str, str], revision: Revision) -> Asked:
    """What a posted People form asks for; see ``attributes.asked_changes``.

    Raises:
        ChangesRefused: a value cannot be sent, or nothing was changed.
    """
    asked = attributes.asked_changes(cards(revision), data)
    if not asked:
        raise attributes.ChangesRefused("", "Move a slider or choose something first.")
    return asked


def in_force(revision: Revision) -> Changes:
    """The changes that ``revision`` shows, by person; empty once another step has followed them."""
    return dict(revision.params.get("in_force", {})) if revision.tool == TOOL else {}


def plan(revision: Revision, asked: Asked) -> Plan:
    """How to apply ``asked`` to ``revision``."""
    line = [row for row in history.ancestors(revision) if row.visual_id == revision.visual_id]
    chain = list(takewhile(lambda row: row.tool == TOOL, line))
    again = asked.keys() & people_changed(chain)
    buried = asked.keys() & people_changed(line[len(chain) :])
    together = merged(in_force(revision), asked)
    if not again and not buried:
        return Plan(revision, asked, without_nothing(asked), together)
    start = chain[-1].parent if chain else None
    if buried or start is None or start.visual_id != revision.visual_id:
        return Plan(revision, asked, without_nothing(asked), without_nothing(asked), anew=True)
    return Plan(start, asked, together, together)


def people_changed(line: list[Revision]) -> set[str]:
    """The people whom any of these revisions' own steps asked to change."""
    return {person for row in line if row.tool == TOOL for person in row.params.get("asked", {})}


def merged(now: Changes, asked: Asked) -> Changes:
    """``now`` with ``asked`` on top: later wins, None takes an attribute back, a person without any is left out."""
    people = {person: {**now.get(person, {}), **asked.get(person, {})} for person in (*now, *asked)}
    return without_nothing(people)


def without_nothing(asked: Mapping[str, Mapping[str, Wire | None]]) -> Changes:
    """``asked`` without attributes that are None and people that then have none left."""
    kept = {person: {name: value for name, value in own.items() if value is not None} for person, own in asked.items()}
    return {person: own for person, own in kept.items() if own}


def counterpart(rect: Mapping[str, float] | None, people: list[dict[str, Any]]) -> str | None:
    """The id of the person in ``people`` whose face lies where ``rect`` is; None where nobody's does.

    After a picture was registered anew its people carry new ids.
    """
    shares = {person["id"]: overlap(rect or NOWHERE, person["rect"] or NOWHERE) for person in people}
    best = max(shares, key=lambda person: shares[person], default=None)
    return best if best is not None and shares[best] > SAME_FACE else None


def overlap(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Intersection over union of two rectangles (x, y, w, h)."""
    width = min(one["x"] + one["w"], other["x"] + other["w"]) - max(one["x"], other["x"])
    height = min(one["y"] + one["h"], other["y"] + other["h"]) - max(one["y"], other["y"])
    common = max(0.0, width) * max(0.0, height)
    union = one["w"] * one["h"] + other["w"] * other["h"] - common
    return common / union if union else 0.0
