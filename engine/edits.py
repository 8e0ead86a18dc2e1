"""The table of isolated edits: image in, image out, nothing remembered. One row serves v1 and v2."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.arguments import backgrounds, fills, frames
from engine.calls import Call
from engine.registry import Arguments


@dataclass(frozen=True)
class Edit:
    """One operation: its path below ``/v1/`` and below ``/v2/image/edit/``, its name in ``engine.registry``, and how
    its fields are read and checked. ``v1_form`` is the form of its v1 answer, see ``engine.views.edits``."""

    v1: str
    v2: str
    operation: str
    arguments: Callable[[Call], Arguments]
    v1_form: str = "result_url"

    @property
    def filename(self) -> str:
        """What the result is called."""
        return f"{self.v2}.png"


EDITS = (
    Edit("eraser", "erase", "erase", fills.erase),
    Edit("gen_fill", "gen_fill", "fill", fills.gen_fill, "urls"),
    Edit("erase_foreground", "erase_foreground", "erase_foreground", backgrounds.erase_foreground),
    Edit("background/remove", "remove_background", "remove_background", backgrounds.remove),
    Edit("background/blur", "blur_background", "blur_background", backgrounds.blur),
    Edit("background/replace", "replace_background", "replace_background", backgrounds.replace, "result"),
    Edit("image_expansion", "expand", "expand", frames.expand, "success"),
    Edit("image/increase_resolution", "increase_resolution", "increase_resolution", frames.increase_resolution),
    Edit("crop", "crop_foreground", "crop_foreground", backgrounds.crop),
)
