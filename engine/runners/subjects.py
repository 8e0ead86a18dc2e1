"""The subject of a picture: found, or told by hints."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine import models_or_builtin, progress
from engine.cache import Kept
from engine.errors import Unprocessable
from engine.images import Picture
from engine.operations import background
from engine.operations.background import Hints, Study
from engine.runners.erasing import chosen
from engine.runners.masks import segmented
from engine.runners.pictures import load, load_labels, load_mask

Alpha = NDArray[np.uint8]

# A person draws stroke after stroke on one picture, and two or three may be at it.
studies: Kept[Study] = Kept(4, 128_000_000, lambda known: known.size)

NOTHING_KNOWN = {"keep": "", "remove": "", "mask_ids": [], "labels": ""}


def alpha_of(image: str, picture: Picture, hints: dict[str, Any], *, force: bool = True) -> Alpha:
    """How much of each pixel of the stored ``image`` is subject, (rows, columns) uint8.

    ``picture`` is that image, or a smaller copy of it, whose size the alpha then has.

    Without ``force`` and hints, transparency that the image brings along is taken at its word.

    Raises:
        BadRequest: a hint names a region the image does not have.
        Unprocessable: there is no subject, or nothing but it.
    """
    if not force and picture.alpha is not None and not any(hints.values()) and (picture.alpha < 255).any():
        return picture.alpha
    supplied = None if any(hints.values()) else models_or_builtin.matte(picture.pixels)
    if supplied is not None and supplied.any():
        return supplied
    try:
        known = studies.get(image, lambda: studied(image))
        said = hints_of(image, hints, picture.pixels.shape[:2])
        return background.alpha(picture.pixels, said, known, progress=still_wanted)
    except ValueError as error:
        raise Unprocessable(str(error)) from None


def studied(image: str) -> Study:
    """What is known of the stored ``image`` without hints."""
    return background.study(load(image).pixels, progress=still_wanted)


def still_wanted(share: float) -> None:
    """Stop here if need be; the share is not told, as finding the subject is but the first part of most edits."""
    progress.check()


def found_alpha(image: str, picture: Picture) -> Alpha:
    """The alpha of whatever subject there is; all 0 where there is none."""
    try:
        return alpha_of(image, picture, NOTHING_KNOWN)
    except Unprocessable:
        return np.zeros(picture.pixels.shape[:2], np.uint8)


def hints_of(image: str, hints: dict[str, Any], shape: tuple[int, ...]) -> Hints:
    """The hints of a call, as pixels of a picture of ``shape`` (rows, columns).

    Raises:
        BadRequest: they name a region that the image does not have.
    """
    keep, remove, mask_ids = hints["keep"], hints["remove"], hints["mask_ids"]
    return Hints(
        keep=load_mask(keep) if keep else None,
        remove=load_mask(remove) if remove else None,
        subject=at_shape(chosen(labels_of(image, hints["labels"]), mask_ids), shape) if mask_ids else None,
    )


def at_shape(mask: NDArray[np.bool_], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """``mask`` at another shape (rows, columns)."""
    return np.asarray(cv2.resize(mask.view(np.uint8), shape[::-1], interpolation=cv2.INTER_NEAREST).view(bool))


def labels_of(image: str, labels: str) -> NDArray[np.uint8]:
    """The label map stored under ``labels``, or, where that is empty, the one that the image's masks are made of."""
    return load_labels(labels) if labels else segmented(image)
