"""Parts and objects, of an engine that finds them in two steps: something at once, so that nobody waits, then objects.

Ids below ``FIRST`` are of what was found at once, others of parts of objects, so that both can be told apart for ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from editor import files
from editor.imaging import masking, panoptic
from editor.models import Visual
from editor.service import backends
from editor.service.capabilities import PARTS, abilities
from masks.regions import FoundObject, LabelMap

FIRST = 256  # the least id of a part of an object
MAP_LIMIT = 140_000_000  # bytes of a map of parts: 16 bits for each of 8192 x 8192 pixels
STEP = gettext_noop("Finding objects")


@dataclass(frozen=True)
class Found:
    """What an engine found: a map, and whether that is all, objects included."""

    label_map: LabelMap
    is_complete: bool


def are_known() -> bool:
    """True where the engine that answers now can say what a picture's objects and their parts are."""
    return abilities()[PARTS].available


def go_by_id(ids: Iterable[int]) -> bool:
    """True where the engine that answers now means the same by these ids of regions as we do.

    An engine that knows parts means by an id below ``FIRST`` an object, and no longer what it found at once.
    """
    return not are_known() or all(number >= FIRST for number in ids)


def expects_objects(visual: Visual) -> bool:
    """True where objects are still to be looked for.

    Regions of an engine that knew no parts yet become those found at once, if their ids cannot be taken for parts.
    """
    if visual.regions and not visual.early_regions:
        if max(panoptic.from_wire(files.read(visual.regions)).ids, default=0) >= FIRST:
            return False
        visual.early_regions = visual.regions
        visual.save(update_fields=["early_regions"])
    return visual.awaits_objects


def fetch(visual: Visual, size: tuple[int, int], *, objects: bool) -> Found:
    """The parts of a visual's image of ``size`` (rows, columns): those found at once, or those of ``objects``.

    Raises:
        bria.BriaError: the engine failed.
        panoptic.PanopticRefused: its map cannot be used.
    """
    client = backends.client(inline=True)
    answer = client.parts(visual.visual_id, objects=objects)
    things = [FoundObject(thing.mask_id, thing.score, thing.parts) for thing in answer.objects]
    png = client.download(answer.url, MAP_LIMIT)
    return Found(panoptic.read_parts(png, size, things), answer.is_complete)


def refuse_known_ids(label_map: LabelMap, before: LabelMap) -> None:
    """Refuse objects whose parts could be taken for regions that somebody may have selected already.

    Raises:
        panoptic.PanopticRefused: ids are in both maps, or below those of parts.
    """
    if any(number < FIRST for number in label_map.ids) or set(label_map.ids) & set(before.ids):
        raise panoptic.PanopticRefused("Their parts have numbers that other regions have.")


def carry_over_removed(visual: Visual, before: LabelMap, now: LabelMap) -> None:
    """What was erased before objects were found is gone from those, too."""
    for revision in visual.revisions.exclude(removed=[]):
        removed = [*revision.removed, *masking.translate_regions(revision.removed, before, now)]
        revision.removed = sorted(set(removed))
        revision.save(update_fields=["removed"])


def find_gone_since(visual: Visual | None, gone: Iterable[int]) -> list[int]:
    """What is gone, with regions of a visual as it was read, of objects that were found since then; mostly nothing."""
    known = visual and Visual.objects.filter(pk=visual.pk).values_list("regions", flat=True).first()
    if visual is None or not known or known == visual.regions:
        return []
    before, now = (panoptic.from_wire(files.read(name)) for name in (visual.regions, known))
    return masking.translate_regions(list(gone), before, now)
