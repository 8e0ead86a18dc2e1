"""Make-up on a portrait: the lips' red, the cheeks' blush, the lids' shadow; or, for negative amounts, less red."""

from __future__ import annotations

import numpy as np

from engine.maths.filters import Floats, guided_filter
from engine.maths.people.face_masks import paint_cheeks, paint_lash_lines, paint_lids
from engine.maths.people.frames import blob
from engine.maths.people.portraits import Portrait

# CIE L*, a*, b* added at full strength where a mask is 1.
LIPSTICK, BLUSH, SHADOW = (-5.0, 20.0, 4.0), (-1.0, 9.0, 2.0), (-13.0, 5.0, -8.0)
LINER = (-26.0, 0.0, -3.0)
# CIE L*: nothing is painted darker than this.
DARKEST = 6.0
# Share of the lips' and cheeks' redness over the skin's that the lowest amount takes away.
PALENESS = 0.8
# Share of the skin's fine grain that powder takes away, its radius in units and the variance in CIE L* it spares.
POWDER, GRAIN, SPARED = 0.5, 0.05, 9.0


def apply_makeup(values: Floats, portrait: Portrait, strength: float) -> Floats:
    """The portrait's L*a*b* values (rows, columns, 3) with make-up of this strength, -1 (taken off) to 1 (heavy)."""
    if strength < 0:
        return reduce_redness(values, portrait, -strength)
    skin = portrait.paint(portrait.skin)
    changed = values.copy()
    changed[..., 0] += (smooth_grain(values[..., 0], portrait.frame.unit) - values[..., 0]) * skin * POWDER * strength
    painted = ((portrait.lips, LIPSTICK), (cheek_mask(portrait), BLUSH), (lid_mask(portrait), SHADOW))
    for mask, colour in (*painted, (lash_mask(portrait), LINER)):
        changed += strength * mask[..., None] * np.array(colour, np.float32)
    changed[..., 0] = np.maximum(changed[..., 0], np.minimum(values[..., 0], DARKEST))
    return changed


def reduce_redness(values: Floats, portrait: Portrait, strength: float) -> Floats:
    """The values with the redness of lips and cheeks drawn towards the skin's."""
    where = np.maximum(portrait.lips, 0.6 * cheek_mask(portrait))
    skin_red = float(portrait.skin_colours.mean[1])
    changed = values.copy()
    changed[..., 1] -= np.maximum(values[..., 1] - skin_red, 0) * where * PALENESS * strength
    return changed


def cheek_mask(portrait: Portrait) -> Floats:
    """Where blush goes: on the cheekbones, as far as they are skin."""
    face = portrait.face
    if portrait.mesh is not None:
        return portrait.paint(paint_cheeks(portrait.mesh, face) * portrait.skin)
    both = blob(face, -0.66, 0.6, 0.24, 0.16) + blob(face, 0.66, 0.6, 0.24, 0.16)
    return portrait.paint(both * portrait.skin)


def lid_mask(portrait: Portrait) -> Floats:
    """Where eye shadow goes: on the upper lids, as far as they are to be seen."""
    face = portrait.face
    if portrait.mesh is not None:
        return portrait.paint(paint_lids(portrait.mesh, face) * (not portrait.hides_eyes))
    both = blob(face, -0.5, -0.12, 0.16, 0.05) + blob(face, 0.5, -0.12, 0.16, 0.05)
    return portrait.paint(both)


def lash_mask(portrait: Portrait) -> Floats:
    """Where the line along the lashes goes; nowhere without landmarks."""
    if portrait.mesh is None or portrait.hides_eyes:
        return np.zeros(portrait.shape, np.float32)
    return portrait.paint(paint_lash_lines(portrait.mesh, portrait.face))


def smooth_grain(lightness: Floats, unit: float) -> Floats:
    """Lightness without its fine grain; edges stay (guided filter)."""
    return guided_filter(lightness, lightness, max(2, round(GRAIN * unit)), SPARED)
