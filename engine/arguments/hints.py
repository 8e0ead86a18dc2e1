"""What a caller may tell about the subject of a picture: strokes over it and beside it, and regions that belong to it.

Extensions of this engine; Bria's routes ignore the fields ``keep``, ``remove`` and ``mask_ids``.
"""

from __future__ import annotations

from engine import sources, visuals
from engine.arguments.pictures import Sent, save_mask
from engine.calls import Call
from engine.models import Visual
from engine.registry import Arguments


def read(call: Call, sent: Sent, shape: tuple[int, int] | None = None) -> Arguments:
    """The hints in a call, all of which may be absent; strokes are brought to ``shape``, by default the image's.

    Raises:
        EngineError: a stroke cannot be used, or ``mask_ids`` are no list of numbers.
    """
    mask_ids = call.payload.wholes("mask_ids", 1, 255)
    return {
        "keep": _stroke(call, shape or sent.shape, "keep"),
        "remove": _stroke(call, shape or sent.shape, "remove"),
        "mask_ids": mask_ids,
        "labels": _known_labels(call, sent) if mask_ids else "",
    }


def _stroke(call: Call, shape: tuple[int, int], name: str) -> str:
    source = sources.find(call, name)
    return save_mask(source.mask(shape)) if source else ""


def _known_labels(call: Call, sent: Sent) -> str:
    """The stored label map of this very image where its masks were asked for before."""
    visual = Visual.objects.filter(owner=call.owner, visual_id=visuals.visual_id_for(sent.data)).first()
    return visual.labels if visual else ""
