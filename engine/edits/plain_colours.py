"""Fields that name one plain colour."""

from __future__ import annotations

from dataclasses import dataclass

from engine.calls import Call
from engine.errors import BadRequest
from engine.fields import Field, Schema
from engine.maths.paint_prompts import parse_paint
from engine.maths.paints import Colour

TRANSPARENT = "transparent"


@dataclass(frozen=True)
class ColourField(Field):
    """A colour as "#ff8800" or as a word; where ``takes_none``, also "transparent"."""

    default: str
    takes_none: bool = False

    def kind(self) -> Schema:
        return {"type": "string", "default": self.default}

    def read(self, call: Call) -> Colour | None:
        """Red, green and blue; None for "transparent".

        Raises:
            BadRequest: it is no colour.
        """
        said = call.payload.words(*self.names) or self.default
        if self.takes_none and said.lower() == TRANSPARENT:
            return None
        paint = parse_paint(said)
        if paint is None or len(paint.colours) != 1:
            also = f', or "{TRANSPARENT}"' if self.takes_none else ""
            raise BadRequest(f"'{self.name}' must be a colour such as \"#ffffff\"{also}.")
        return paint.colours[0]
