"""Hair colours: a dye gives hair its colour and keeps its strands."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.maths.filters import Floats

Colour = tuple[float, float, float]

# Share of the hair's own variation of colour that stays.
OWN_TINGE = 0.25


@dataclass(frozen=True)
class Dye:
    """A colour in CIE L*a*b*, and the share of the hair's own contrast that it leaves."""

    colour: Colour
    contrast: float


# Black and grey are a little warm: beside skin, what is measured as neutral looks blue.
DYES = {
    "black": Dye((18.0, 0.0, 1.0), 0.6),
    "brown": Dye((32.0, 9.0, 14.0), 0.8),
    "red": Dye((38.0, 32.0, 27.0), 0.9),
    "blond": Dye((68.0, 5.0, 30.0), 0.95),
    "gray": Dye((66.0, 0.0, 2.0), 0.85),
}


def dye_hair(values: Floats, amount: Floats, own: Colour, dye: Dye, strength: float) -> Floats:
    """L*a*b* values (rows, columns, 3) with the hair dyed.

    ``amount`` (rows, columns) says how much each pixel is hair, ``own`` is the hair's median colour; ``strength`` runs
    from 0 to 1.
    """
    off = values - np.array(own, np.float32)
    lightness = np.clip(dye.colour[0] + dye.contrast * off[..., 0], 1, 98)
    # Dark strands carry less colour.
    richness = np.clip(lightness / dye.colour[0], 0.3, 1.4)
    tinges = (dye.colour[axis] * richness + OWN_TINGE * off[..., axis] for axis in (1, 2))
    share = (strength * amount)[..., None]
    return np.asarray(values * (1 - share) + np.dstack([lightness, *tinges]) * share, np.float32)


def grey_dye(own: Colour) -> Dye:
    """The dye of age: grey, but never darker than the hair is."""
    lightness, _, tinge = DYES["gray"].colour
    return replace(DYES["gray"], colour=(max(lightness, own[0]), 0.0, tinge))
