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
from engine.maths.transparency import shown_share
from engine.operations import remove_background
from engine.operations.remove_background import Hints, Study
from engine.runners.pictures import load, load_mask
from engine.runners.regions import load_regions, select_regions

Alpha = NDArray[np.uint8]

SOLID = 128  # of 255; what hides at least half of what is behind it belongs to the subject

CUT_OUT = 0.9  # share of what shows of a picture with gaps from which it is a cut-out of its subject

# A person draws stroke after stroke on one picture, and two or three may be at it.
studies: ByteBoundedLRU[Study] = ByteBoundedLRU(4, 128_000_000, lambda study: study.size)

NOTHING_SEEN = "The image is fully transparent: there is nothing to be seen in it."
DOUBTFUL = "It is not clear what the subject is here. Where the cut-out is wrong, a stroke corrects it."
NO_HINTS = {"keep": "", "remove": "", "mask_ids": [], "labels": ""}


def find_alpha(image: str, picture: Picture, hints: dict[str, Any], *, force: bool = True) -> Alpha:
    """How much of each pixel of the stored ``image`` is subject, (rows, columns) uint8: nothing where all is clear.

    ``picture`` is that image, or a smaller copy of it, whose size the alpha then has.

    Without ``force`` and hints, transparency that the image brings along is taken at its word.

    Raises:
        BadRequest: a hint names a region the image does not have.
        Unprocessable: there is no subject, or nothing but it.
    """
    if picture.alpha is not None and not picture.alpha.any():
        raise Unprocessable(NOTHING_SEEN)
    if not force and picture.alpha is not None and not any(hints.values()) and (picture.alpha < 255).any():
        return picture.alpha
    supplied = None if any(hints.values()) else models_or_builtin.matte(picture.seen)
    if supplied is not None and supplied.any():
        return complete_cutout(picture, supplied)
    try:
        study = find_study(image)
        marks = load_hints(image, hints, picture.shape)
        found = remove_background.alpha(picture.seen, marks, study, progress=check_wanted)
    except ValueError as error:
        raise Unprocessable(str(error)) from None
    return hide_unseen(picture, found) if any(hints.values()) else complete_cutout(picture, found)


def find_alpha_or_none(image: str, picture: Picture) -> Alpha:
    """The alpha of whatever subject there is; all 0 where there is none."""
    try:
        return find_alpha(image, picture, NO_HINTS)
    except Unprocessable:
        return np.zeros(picture.shape, np.uint8)


def complete_cutout(picture: Picture, found: Alpha) -> Alpha:
    """``found``, or all that shows of ``picture`` where that is its subject already, but for what was overlooked."""
    found = hide_unseen(picture, found)
    if picture.alpha is None or picture.visible is None:
        return found
    return picture.alpha if np.minimum(found, picture.alpha).sum() >= CUT_OUT * picture.alpha.sum() else found


def hide_unseen(picture: Picture, alpha: Alpha) -> Alpha:
    """``alpha``, 0 where nothing of ``picture`` is to be seen."""
    return alpha if picture.visible is None else alpha * picture.visible


def cut_out(picture: Picture, alpha: Alpha) -> Picture:
    """The subject of ``picture`` by its ``alpha``, cleaned of the background's colours; no more opaque than it was."""
    colours = np.ascontiguousarray(clean_colours(picture, alpha))
    return Picture(colours, np.ascontiguousarray(limit_alpha(picture, alpha)), picture.profile)


def clean_colours(picture: Picture, alpha: Alpha) -> NDArray[np.uint8]:
    """The colours of ``picture`` without the background's, where ``alpha`` and not the picture itself is soft."""
    return remove_background.cut_out(picture.pixels, shown_share(alpha, picture.alpha))[..., :3]


def limit_alpha(picture: Picture, alpha: Alpha) -> Alpha:
    """``alpha``, and no more than that of ``picture``."""
    return alpha if picture.alpha is None else np.minimum(alpha, picture.alpha)


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
    return remove_background.study(load(image).seen, models_or_builtin.find_subject(), progress=check_wanted)


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
