"""What a caller may say about the subject of a picture: strokes over it and beside it, and regions that belong to it.

Extensions of this engine; Bria's routes ignore the fields ``keep``, ``remove`` and ``mask_ids``.
"""

from __future__ import annotations

from engine.calls import Call
from engine.edits.shared import PRESERVE_ALPHA
from engine.errors import BadRequest
from engine.fields import WholeList
from engine.image_fields import MaskField, SentImage, save_mask
from engine.images import MOST_MASKS, PART_IDS
from engine.outcomes import Arguments

KEEP = MaskField("keep", "Strokes over the subject (extension).")
REMOVE = MaskField("remove", "Strokes over the background (extension).")
MOST_ID = PART_IDS + MOST_MASKS  # of masks, and of the parts of them
MASK_IDS = WholeList("mask_ids", "Generated masks, or parts of them, that are the subject (extension).", 1, MOST_ID)
HINTS = (KEEP, REMOVE, MASK_IDS)


def read(call: Call, image: SentImage, shape: tuple[int, int] | None = None) -> Arguments:
    """The hints in a call, all of which may be absent; strokes are brought to ``shape``, by default the image's.

    Raises:
        EngineError: a stroke cannot be used, or ``mask_ids`` are no list of numbers.
    """
    mask_ids = MASK_IDS.read(call)
    if between := [number for number in mask_ids if MOST_MASKS < number <= PART_IDS]:
        raise BadRequest(f"No mask and no part of one is called {between[0]}.")
    return {
        "keep": _stroke(call, KEEP, shape or image.shape),
        "remove": _stroke(call, REMOVE, shape or image.shape),
        "mask_ids": mask_ids,
        "labels": call.records.find_labels(call.owner, image.data) if mask_ids else "",
    }


def read_subject(call: Call, image: SentImage) -> Arguments:
    """What every edit around a picture's subject takes.

    Raises:
        EngineError: it cannot be used.
    """
    return {"image": image.save(), "hints": read(call, image), "preserve_alpha": PRESERVE_ALPHA.read(call)}


def _stroke(call: Call, field: MaskField, shape: tuple[int, int]) -> str:
    mask = field.find(call, shape)
    return "" if mask is None else save_mask(mask)
