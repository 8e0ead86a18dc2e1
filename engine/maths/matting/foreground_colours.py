"""The subject's own colours where the background shines through.

Both colours are estimated at a size at which that is quick, for they change slowly; what the picture itself differs
from their mixture by is added back at full size.

Sources: Germer, Uelwer, Conrad and Harmeling, "Fast multi-level foreground estimation", ICPR 2020, as pymatting has it;
the last step is that of Forte, "Approximate fast foreground colour estimation", ICIP 2021.
"""

from __future__ import annotations

import threading

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import resize_at
from engine.maths.working_copy import bounding_window, working_size

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

# Most pixels that the estimate is made at: hair in pictures of 1 to 6.5 MP is as clean as from 1 MP; from 0.3 MP it
# is a tenth worse, from full size a tenth better for ten times the time.
WORKING_PIXELS = 500_000
# Pixels around what is soft that the estimate looks at.
SURROUNDINGS = 48

# pymatting's estimate is numba's parallel code: where neither OpenMP nor TBB is installed, as on macOS, numba ends the
# process when two threads run such code at the same time.
one_at_a_time = threading.Lock()


def remove_background_colours(image: Image, alpha: NDArray[np.uint8]) -> Image:
    """``image`` RGB (rows, columns, 3) uint8 with the background taken out of the colours where ``alpha`` is soft.

    ``alpha`` is (rows, columns) uint8. Everywhere else the colours are the picture's own.
    """
    cleaned = image.copy()
    soft = (alpha > 0) & (alpha < 255)
    if soft.any() and soft.size > 1:  # one pixel alone has nothing to estimate from
        window = bounding_window(soft, SURROUNDINGS)
        places = np.flatnonzero(soft[window])
        inner = cleaned[window]
        inner[soft[window]] = clean_colours(image[window], alpha[window], places)
    return cleaned


def clean_colours(image: Image, alpha: NDArray[np.uint8], places: NDArray[np.intp]) -> Image:
    """The subject's colours (n, 3) at ``places`` (n,), counted along the rows of ``image``."""
    subject, background = (resize_at(colours, alpha.shape[::-1], places) for colours in estimate_colours(image, alpha))
    share = alpha.ravel()[places, None] / np.float32(255)
    rest = image.reshape(-1, 3)[places] - share * subject - (1 - share) * background
    return np.asarray(np.rint((subject + share * rest).clip(0, 255)), np.uint8)


def estimate_colours(image: Image, alpha: NDArray[np.uint8]) -> tuple[Image, Image]:
    """The colours of the subject and of the background, at the working size."""
    from pymatting import estimate_foreground_ml

    size = working_size(alpha.shape, WORKING_PIXELS)
    small, share = (cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in (image, alpha))
    with one_at_a_time:
        subject, background = estimate_foreground_ml(small / 255.0, share / 255.0, return_background=True)
    return unit_to_levels(subject), unit_to_levels(background)


def unit_to_levels(colours: NDArray[np.floating]) -> Image:
    """Colours 0..1 as 0..255."""
    return np.asarray(np.rint(np.clip(colours, 0, 1) * 255), np.uint8)
