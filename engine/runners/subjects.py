"""The subject of a stored image: found, or pointed at by hints, and cut out."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine import models_or_builtin, progress
from engine.cache import ByteBoundedLRU
from engine.errors import Unprocessable
from engine.images import Picture
from engine.operations import remove_background
from engine.operations.remove_background import Hints, Study
from engine.runners.pictures import load, load_mask
from engine.runners.regions import load_regions, select_regions

Alpha = NDArray[np.uint8]

SOLID = 128  # of 255; what hides at least half of what is behind it belongs to the subject

# A person draws stroke after stroke on one picture, and two or three may be at it.
studies: ByteBoundedLRU[Study] = ByteBoundedLRU(4, 128_000_000, lambda study: study.size)

DOUBTFUL = "It is not clear what the subject is here. Where the cut-out is wrong, a stroke corrects it."
NO_HINTS = {"keep": "", "remove": "", "mask_ids": [], "labels": ""}


def find_alpha(image: str, picture: Picture, hints: dict[str, Any], *, force: bool = True) -> Alpha:
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
        study = find_study(image)
        marks = load_hints(image, hints, picture.pixels.shape[:2])
        return remove_background.alpha(picture.pixels, marks, study, progress=check_wanted)
    except ValueError as error:
        raise Unprocessable(str(error)) from None


def find_alpha_or_none(image: str, picture: Picture) -> Alpha:
    """The alpha of whatever subject there is; all 0 where there is none."""
    try:
        return find_alpha(image, picture, NO_HINTS)
    except Unprocessable:
        return np.zeros(picture.pixels.shape[:2], np.uint8)


def cut_out(picture: Picture, alpha: Alpha, preserve_alpha: bool) -> Picture:
    """``picture`` with ``alpha``, its colours cleaned of the background; no less transparent than it was, if wanted."""
    cleaned = remove_background.cut_out(picture.pixels, alpha)
    alpha = limit_alpha(picture, cleaned[..., 3], preserve_alpha)
    return Picture(np.ascontiguousarray(cleaned[..., :3]), np.ascontiguousarray(alpha), picture.profile)


def limit_alpha(picture: Picture, alpha: Alpha, preserve_alpha: bool) -> Alpha:
    """``alpha``, and no more than that of ``picture`` if it is to be preserved."""
    return alpha if picture.alpha is None or not preserve_alpha else np.minimum(alpha, picture.alpha)


def find_study(image: str) -> Study:
    """What is known of the stored ``image`` without hints, by the methods there are now."""
    name = f"{image} {'classical' if models_or_builtin.find_subject() is None else 'learned'}"
    return studies.get(name, lambda: study_image(image))


def describe_doubt(image: str, hints: dict[str, Any]) -> dict[str, str]:
    """A warning beside a subject that ``find_alpha`` found in ``image`` alone and is not sure of; empty otherwise."""
    if any(hints.values()) or models_or_builtin.has_matte_model():
        return {}
    return {"warning": DOUBTFUL} if find_study(image).is_doubtful else {}


def study_image(image: str) -> Study:
    """``find_study`` for an image that was not looked at lately."""
    return remove_background.study(load(image).pixels, models_or_builtin.find_subject(), progress=check_wanted)


def check_wanted(share: float) -> None:
    """Stop here if need be; the share is not told, as finding the subject is but the first part of most edits."""
    progress.check()


def load_hints(image: str, hints: dict[str, Any], shape: tuple[int, ...]) -> Hints:
    """The hints of a call, as pixels of a picture of ``shape`` (rows, columns).

    Raises:
        BadRequest: they name a region that the image does not have.
    """
    keep, remove, mask_ids = hints["keep"], hints["remove"], hints["mask_ids"]
    return Hints(
        keep=load_mask(keep) if keep else None,
        remove=load_mask(remove) if remove else None,
        subject=resize(select_regions(load_regions(image, hints["labels"]), mask_ids), shape) if mask_ids else None,
    )


def resize(mask: NDArray[np.bool_], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """``mask`` at another shape (rows, columns)."""
    return np.asarray(cv2.resize(mask.view(np.uint8), shape[::-1], interpolation=cv2.INTER_NEAREST).view(bool))
