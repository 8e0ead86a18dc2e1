"""How sure a region is: how clearly its outline stands out from what surrounds it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

# Side (pixels) of the copy that outlines are judged on, and how far apart the compared pixels lie on it: across the
# blur of an edge.
LONGEST_SIDE, STEP = 512, 3
# CIE Lab distance that leaves a doubt of 1/e: twice what one notices at a glance.
CLEAR = 5.0


def confidences(image: NDArray[np.uint8], labels: NDArray[np.uint8]) -> dict[int, float]:
    """How sure each region of ``labels`` (rows, columns) uint8, 0 excepted, is, by its id: 0 to 1.

    ``image`` is RGB (rows, columns, 3) uint8. 1 - exp(-d / CLEAR), where d is the mean colour difference across the
    region's border with others; a region without any such border is as sure as can be.
    """
    lab, small = shrink_to_lab(image, labels)
    across, total = np.zeros(256), np.zeros(256)
    for axis in (0, 1):
        first, second = drop_step(small, axis), drop_step(small, axis, from_end=True)
        border = first != second
        distance = np.linalg.norm(drop_step(lab, axis)[border] - drop_step(lab, axis, from_end=True)[border], axis=-1)
        for side in (first[border], second[border]):
            across += np.bincount(side, distance, 256)
            total += np.bincount(side, minlength=256)
    mean = np.divide(across, total, out=np.full(256, np.inf), where=total > 0)
    return {int(label): float(1 - np.exp(-mean[label] / CLEAR)) for label in np.unique(labels) if label}


def shrink_to_lab(image: NDArray[np.uint8], labels: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """The picture in CIE Lab and its labels, scaled down to ``LONGEST_SIDE``."""
    scale = min(1.0, LONGEST_SIDE / max(labels.shape))
    size = max(1, round(labels.shape[1] * scale)), max(1, round(labels.shape[0] * scale))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    names = cv2.resize(labels, size, interpolation=cv2.INTER_NEAREST)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2LAB), np.float32), np.asarray(names, np.uint8)


def drop_step(values: NDArray[np.generic], axis: int, *, from_end: bool = False) -> NDArray[np.generic]:
    """All but the last ``STEP`` rows (axis 0) or columns (1) of ``values``, or all but the first."""
    part = slice(STEP, None) if from_end else slice(None, -STEP)
    return values[part] if axis == 0 else values[:, part]
