"""Cropping a picture to its subject."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engine.errors import Unprocessable
from engine.images import Picture
from engine.operations.crop_foreground import crop_around, crop_foreground
from engine.outcomes import EXTRAS, Outcome
from engine.runners.pictures import load, store
from engine.runners.subjects import Alpha, cut_out, find_alpha, limit_alpha

FULL = "The subject fills the whole picture, so nothing was cropped."


def run(
    image: str, hints: dict[str, Any], preserve_alpha: bool, padding: int, force: bool, keep_background: bool = False
) -> Outcome:
    """The subject of ``image`` with ``padding`` pixels around it: on nothing, or as it stands."""
    picture = load(image)
    alpha = find_alpha(image, picture, hints, force=force)
    picture = picture.keep_alpha(preserve_alpha)
    try:
        cropped = (crop_picture if keep_background else crop_cutout)(picture, alpha, padding)
    except ValueError as error:
        raise Unprocessable(str(error)) from None
    is_full = keep_background and cropped.shape == picture.shape
    return {"file": store(cropped), EXTRAS: {"warning": FULL} if is_full else {}}


def crop_cutout(picture: Picture, alpha: Alpha, padding: int) -> Picture:
    """The subject on nothing; ValueError where there is none."""
    cutout = cut_out(picture, alpha)
    pixels, _ = crop_foreground(np.dstack((cutout.pixels, limit_alpha(cutout, alpha))), padding)
    return Picture(pixels[..., :3], pixels[..., 3], picture.profile)


def crop_picture(picture: Picture, alpha: Alpha, padding: int) -> Picture:
    """The picture itself around its subject, pixel for pixel; ValueError where there is none."""
    box = crop_around(limit_alpha(picture, alpha), padding)
    window = np.s_[box.row : box.row + box.rows, box.column : box.column + box.columns]
    shown = None if picture.alpha is None else picture.alpha[window]
    return replace(picture, pixels=picture.pixels[window], alpha=shown)
