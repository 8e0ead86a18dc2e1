"""What a control of the People panel does, shown before it is applied: one face several times, at several values.

One picture holds the face for every value, so that the engine is asked once for all of them. Only an engine that is
part of this site is asked: previews cost nothing there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

import bria
from editor import attributes, files, people
from editor.attributes import Card, Changes, Control, Wire
from editor.imaging import decoding, portraits
from editor.models import Revision
from editor.service import backends
from imagefiles import memory

COUNT = 5  # faces on a strip
STRIP_LIMIT = 20_000_000  # bytes: far more than a row of small faces takes


@dataclass(frozen=True)
class Strip:
    """The values of a control that are shown, and what each of them asks of ``start``, whose face is at ``rect``."""

    start: Revision
    rect: Mapping[str, float]
    values: tuple[str, ...]
    changes: tuple[dict[str, Wire], ...]


def strip_values(control: Control) -> tuple[str, ...]:
    """The values that a strip shows: the choices, or evenly spaced ones from the lowest to the highest."""
    if control.kind != "range":
        return tuple(value for value, _ in control.options if value)[:COUNT]
    if control.key.endswith(".strength"):
        return ()
    step = (control.maximum - control.minimum) / (COUNT - 1)
    return tuple(f"{control.minimum + place * step:g}" for place in range(COUNT))


def plan_strip(revision: Revision, card: Card, control: Control) -> Strip | None:
    """What a strip for the control would show; None where there is none to show."""
    values = strip_values(control)
    if not values or card.rect is None or not backends.current().embedded:
        return None
    chain = people.trace_chain(revision)
    known = card.id in chain.touched
    start, now = (chain.base, chain.in_force) if known else (revision, {})
    changes = tuple(changes_at(card, control, value, now) for value in values)
    return Strip(start, card.rect, values, changes)


def changes_at(card: Card, control: Control, value: str, now: Changes) -> dict[str, Wire]:
    """All changes of the person, with the control at ``value``; its other expressions are off then."""
    data = {attributes.field_name(card, control): value}
    for other in card.controls:
        if other.enum and control.enum and other.key != control.key:
            data[attributes.field_name(card, other)] = "0"
    asked = attributes.read_card_changes(card, data)
    return people.merge_changes(now, {card.id: asked}).get(card.id, {})


def render_strip(strip: Strip, asker: str) -> bytes | None:
    """The strip as WEBP, for the owner ``asker``, who waits; None where the engine does not find the face in it.

    Raises:
        bria.BriaError: the engine failed.
    """
    client, start = backends.client(asker=asker), strip.start
    size = memory.to_use(start.width * start.height)
    sheet = decoding.run(size, portraits.draw_sheet, files.read(start.image), dict(strip.rect), COUNT)
    if start.visual is not None:
        start.visual.note_preview(sha256(sheet).hexdigest())
    visual_id = client.upload(sheet, "strip.png").visual_id
    found = ids_by_place(client.person_info(visual_id))
    wanted = {place: changes for place, changes in enumerate(strip.changes) if changes}
    if wanted.keys() - found.keys():
        return None
    if not wanted:
        return portraits.cut_strip(sheet)
    edit = client.create(visual_id, {found[place]: changes for place, changes in wanted.items()})
    return portraits.cut_strip(client.download(edit.url, STRIP_LIMIT))


def ids_by_place(found: tuple[bria.Person, ...]) -> dict[int, str]:
    """The people of a sheet by the place of their face in it, from the left."""
    rects = {person.id: person.rect for person in found}
    return {int((rect.x + rect.w / 2) // portraits.SHEET_SIDE): name for name, rect in rects.items() if rect}
