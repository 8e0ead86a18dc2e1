"""How pictures with transparency travel through the engine: what is invisible is no picture.

Colours are not premultiplied, and alpha is kept apart from them (``engine.images.Picture``), so that operations work on
colours only. What a file has under an alpha of 0 influences nothing and survives nowhere:

- At the door (``engine.images.decode``) hidden colours are replaced by visible ones from close by (``bleed_colours``).
- What is looked at, for subjects, regions and faces, is what an eye sees: the picture over a plain colour that is none
  of its own (``choose_backdrop``). What is hidden is no subject and in no region.
- Where values are mixed they are weighted by alpha, which is to say premultiplied: means, blurs, changes of size.
- A hole is filled from what is visible, as opaque as its surroundings are (``continue_alpha``), and as clear.
- A result that is not to have transparency is made of the picture over white.
- At the exit (``engine.images.encode``) what is hidden is black (``clear_hidden``).

Pictures without alpha take none of these ways. Colours are RGB (rows, columns, 3) uint8, alpha (rows, columns) uint8.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.compositing import composite
from engine.maths.fill import membrane
from engine.maths.filters import gaussian_blur, nearest_in_strips, take_nearest
from engine.maths.working_copy import bounding_window

Image = NDArray[np.uint8]
Alpha = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
# What a picture may be looked at over. Of five cut-outs, none loses 0.1 % of its pixels on white when its subject is
# looked for, one 1.8 % on grey, and two more than 1 % on black: white is left only where more than this share of what
# shows would be lost on it.
BACKDROPS: tuple[Colour, ...] = (WHITE, (128, 128, 128), (0, 0, 0))
MOST_LOST = 0.5
# Grey levels, in every channel, within which a colour is lost before a backdrop; and about how many pixels are asked.
LOST, SAMPLE = 24, 100_000
# Depth (pixels) of what is known around a hole, that is continued into it.
RIM = 4
# Deviation (pixels) of the edge that a continued alpha ends with: one pixel of it is soft.
SOFTNESS = 0.7


def bleed_colours(colours: Image, alpha: Alpha, unknown: Mask | None = None) -> Image:
    """``colours`` with those of hidden pixels, whatever they were, taken from what shows nearby; itself without any.

    That is the nearest pixel that shows at least half as well as any. Pixels of the mask ``unknown`` are taken for
    hidden ones as well. Where nothing shows all becomes black.
    """
    shown = alpha if unknown is None else np.where(unknown, np.uint8(0), alpha)
    hidden = shown == 0
    if not hidden.any():
        return colours
    if hidden.all():
        return np.zeros_like(colours)
    result = colours.copy()
    for strip, nearest in nearest_in_strips(shown >= (int(shown.max()) + 1) // 2):
        result[strip][hidden[strip]] = colours.reshape(-1, 3)[nearest[hidden[strip]]]
    return result


def clear_hidden(colours: Image, alpha: Alpha) -> Image:
    """``colours``, black where ``alpha`` is 0."""
    return np.asarray(cv2.copyTo(colours, (alpha > 0).view(np.uint8)), np.uint8)


def over_plain(colours: Image, alpha: Alpha, colour: Colour) -> Image:
    """The picture over one colour."""
    return composite(colours, alpha, np.broadcast_to(np.array(colour, np.uint8), colours.shape))


def scale(colours: Image, alpha: Alpha, size: tuple[int, int]) -> tuple[Image, Alpha]:
    """Colours and alpha at another ``size`` (rows, columns); one channel after the other, for each takes memory."""
    is_reduced = size[0] < alpha.shape[0]
    # What is only averaged stays within 16 bits; what is enlarged may overshoot on the way.
    method, kind = (cv2.INTER_AREA, np.uint16) if is_reduced else (cv2.INTER_CUBIC, np.float32)
    weighted = (np.multiply(colours[..., channel], alpha, dtype=kind) for channel in range(3))
    sums = np.dstack([cv2.resize(plane, size[::-1], interpolation=method) for plane in weighted])
    total = cv2.resize(np.multiply(alpha, np.uint8(255), dtype=kind), size[::-1], interpolation=method) / 255
    mixed = sums / np.maximum(total, 0.5)[..., None]
    scaled, opacity = (np.rint(plane).clip(0, 255).astype(np.uint8) for plane in (mixed, total))
    return scaled, opacity


def choose_backdrop(colours: Image, alpha: Alpha) -> Colour:
    """The first of BACKDROPS before which enough of the picture stands out, or else the one before which most does."""
    step = max(1, round((alpha.size / SAMPLE) ** 0.5))
    weights = alpha[::step, ::step].astype(np.float64)
    sample = colours[::step, ::step].astype(np.int16)

    def lost(colour: Colour) -> float:
        return float(weights[(np.abs(sample - np.array(colour, np.int16)) <= LOST).all(axis=-1)].sum())

    most = MOST_LOST * weights.sum()
    return next((colour for colour in BACKDROPS if lost(colour) <= most), min(BACKDROPS, key=lost))


def continue_alpha(alpha: Alpha, hole: Mask) -> Alpha:
    """``alpha`` with its ``hole`` (rows, columns) as what is known around it: clear, opaque, or between.

    What shows goes as far into the hole as it is nearer than what is hidden. Nothing becomes more opaque than it was,
    unless the hole covers a gap as a whole: erasing makes nothing appear beside what is there, but closes holes.
    """
    window = bounding_window(hole, 2 * RIM)  # what is nearest to a pixel of the hole lies at its rim
    part, gone = alpha[window], np.ascontiguousarray(hole[window])
    nearest = take_nearest((part > 0).view(np.uint8), ~gone)
    shape = gaussian_blur(nearest.astype(np.float32), SOFTNESS)
    opacity = membrane_of(part, ~gone & (part > 0) & grow_square(gone, RIM))
    continued = np.minimum(np.rint(shape * opacity).astype(np.uint8), most_opaque(part, gone))
    result = alpha.copy()
    result[window][gone] = continued[gone]
    return result


def membrane_of(alpha: Alpha, rim: Mask) -> NDArray[np.float32]:
    """A smooth sheet through ``alpha`` where ``rim`` is; 0 where it is nowhere."""
    places = np.argwhere(rim).astype(np.int32)
    if not len(places):
        return np.zeros(alpha.shape, np.float32)
    values = np.repeat(alpha[rim].astype(np.float32)[:, None], 3, axis=1)
    return membrane.interpolate(places, values, alpha.shape)[..., 0]


def most_opaque(alpha: Alpha, hole: Mask) -> Alpha:
    """How opaque a pixel may become: as it was, or fully where all that was not opaque there lies in the ``hole``."""
    _, gaps = cv2.connectedComponents((alpha < 255).view(np.uint8), connectivity=8)
    leaves = np.zeros(int(gaps.max()) + 1, bool)
    leaves[gaps[~hole]] = True
    return np.where(leaves[gaps], alpha, np.uint8(255))


def shown_share(found: Alpha, alpha: Alpha | None) -> Alpha:
    """Which share of what shows of each pixel is subject, where the picture's ``alpha`` lets that show.

    ``found`` is how much of each pixel is subject; what is soft in it because the picture is has a share of 255.
    """
    if alpha is None:
        return found
    share = found.astype(np.uint16) * np.uint16(255) // np.maximum(alpha, 1)
    return np.where(alpha > 0, share.clip(0, 255), 0).astype(np.uint8)


def grow_square(mask: Mask, radius: int) -> Mask:
    """``mask`` and all within ``radius`` pixels of it, both ways."""
    side = 2 * radius + 1
    return np.asarray(cv2.dilate(mask.view(np.uint8), np.ones((side, side), np.uint8)).view(bool))
