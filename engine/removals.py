"""What ``objects/remove`` is asked to take away (docs.bria.ai)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine import sources
from engine.calls import Call
from engine.errors import BadRequest
from engine.fields import Objects
from engine.image_fields import MASK_FORMAT, save_mask
from engine.images import MOST_MASKS
from engine.models import Session, Visual
from engine.payloads import is_absent

MASK_FIELDS = ("mask_url", "mask_file")
ID_FIELDS = ("mask_id", "id")  # of the mask in the zip, of the object in objects/info; here they are the same
CHANGES = Objects(
    "changes",
    "What is to go.",
    {
        "type": "object",
        "properties": {
            "mask_id": {"type": "integer", "minimum": 1, "maximum": MOST_MASKS},
            "mask_url": {"type": "string", "format": MASK_FORMAT},
            "mask_source": {"type": "string", "enum": ["generated", "manual"]},
            "actions": {"type": "object", "properties": {"remove": {"type": "boolean"}}},
        },
    },
    required=True,
)


@dataclass(frozen=True)
class Removal:
    """``mask_ids`` of generated masks in ascending order; ``mask`` names a stored file of the caller's own masks."""

    mask_ids: list[int]
    mask: str | None


def read_removal(call: Call, visual: Visual, session: Session | None) -> Removal:
    """What is to go, each mask once; what ``session`` has removed already is left out.

    Raises:
        BadRequest: nothing is named, it cannot be read, or all of it is gone already.
        EngineError: a mask of the caller's own cannot be used, see ``sources.read`` and ``images.decode_mask``.
    """
    selections = [item for item in _selections(call) if _is_removal(item)]
    ids = {mask_id for item in selections for mask_id in _mask_ids(item)}
    mask = _own_mask(call, visual, selections)
    if not ids and mask is None:
        raise BadRequest("Name what to remove: 'changes' with a 'mask_id' or a 'mask_url' each.")
    remaining = sorted(ids.difference(session.removed if session else ()))
    if not remaining and mask is None:
        raise BadRequest("These masks were removed before, along this sid.")
    return Removal(remaining, mask)


def _selections(call: Call) -> list[dict[str, Any]]:
    """The items of ``changes``; a mask named outside of it counts as one more."""
    return [*CHANGES.read(call), dict(call.payload.fields)]


def _is_removal(item: dict[str, Any]) -> bool:
    actions = item.get("actions")
    return is_absent(actions) or (isinstance(actions, dict) and actions.get("remove", True) is not False)


def _mask_ids(item: dict[str, Any]) -> list[int]:
    value = next((item[name] for name in ID_FIELDS if not is_absent(item.get(name))), None)
    values = value if isinstance(value, list) else [] if is_absent(value) else [value]
    return [_mask_id(value) for value in values]


def _mask_id(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 3:
        return int(value)
    raise BadRequest("'mask_id' must be the number of a generated mask.")


def _own_mask(call: Call, visual: Visual, selections: list[dict[str, Any]]) -> str | None:
    """The union of the caller's masks, stored."""
    named = [(name, item[name]) for item in selections for name in MASK_FIELDS if not is_absent(item.get(name))]
    if not named:
        return None
    shape = visual.height, visual.width
    union = np.zeros(shape, bool)
    for name, value in named:
        union |= sources.read(call, name, value).mask(shape)
    return save_mask(union)
