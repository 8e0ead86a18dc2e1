"""The table of isolated edits: image in, image out, nothing remembered. One row serves v1 and v2."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine import files, images, sources
from engine.calls import Call
from engine.work import Arguments

# v1 has two fields per image and takes the first; v2 has one. Either version takes the other's names.
IMAGE = ("image", "image_url", "file", "image_file")
MASK = ("mask", "mask_url", "mask_file")


@dataclass(frozen=True)
class Edit:
    """One operation: its path below ``/v1/`` and below ``/v2/image/edit/``, its name in ``engine.work``, and how its
    fields are read and checked."""

    v1: str
    v2: str
    operation: str
    arguments: Callable[[Call], Arguments]

    @property
    def filename(self) -> str:
        """What the result is called."""
        return f"{self.v2}.png"


def erase(call: Call) -> Arguments:
    """Image and mask; a mask that no person painted (``automatic``) is grown over the object's soft edge.

    Raises:
        EngineError: they are missing or cannot be used.
    """
    image = sources.need(call, *IMAGE)
    mask = sources.need(call, *MASK)
    hole = mask.mask(image.picture().pixels.shape[:2])
    return {
        "image": files.save(image.data),
        "mask": files.save(images.encode_mask(hole), ".png"),
        "grow": call.payload.choice("mask_type", ("manual", "automatic"), "manual") == "automatic",
        "preserve_alpha": call.payload.flag("preserve_alpha", True),
    }


EDITS = (Edit("eraser", "erase", "erase", erase),)
