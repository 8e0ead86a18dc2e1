"""Any picture made into RGB, or RGBA, with 8 bits a channel.

A colour profile is kept where it describes RGB; everything else is converted to sRGB.
"""

from __future__ import annotations

import io
from typing import cast

from django.utils.translation import gettext_noop
from PIL import Image, ImageCms

BAD_PROFILE = gettext_noop("The colour profile could not be read and was left out.")
PROFILE_MODES = {"RGB": "RGB", "CMYK": "CMYK", "GRAY": "L", "Lab": "LAB"}  # ICC.1 section 7.2.8, and Pillow's modes
WHITES = {"I": (255, 65_535), "F": (1.0, 255.0, 65_535.0)}  # what white is in files of this mode, the first that fits


def convert_to_rgb(image: Image.Image, notes: list[str]) -> Image.Image:
    """The picture as RGB, or RGBA where anything is transparent; of profiles only one of RGB stays in ``info``."""
    image = reduce_to_eight_bits(image)
    profile = read_profile(image, notes)
    space = PROFILE_MODES.get(profile.profile.xcolor_space.strip()) if profile else None
    if image.mode == "LAB":
        profile, space = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")), "LAB"
    if profile and space == image.mode.removesuffix("A") and space != "RGB":
        try:
            return apply_profile(image, profile)
        except ImageCms.PyCMSError:
            notes.append(BAD_PROFILE)
    made = drop_opaque_alpha(image.convert("RGBA" if image.has_transparency_data else "RGB"))
    fits = profile and space == "RGB" and image.mode != "CMYK"
    made.info["icc_profile"] = image.info["icc_profile"] if fits else None
    return made


def apply_profile(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    """A CMYK, grey or Lab picture as sRGB, by its profile."""
    alpha = image.getchannel("A") if image.mode == "LA" else None
    flat = image.convert("L") if alpha else image
    made = ImageCms.profileToProfile(flat, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
    assert made is not None  # it is for changes in place only
    if alpha:
        made.putalpha(alpha)
    made.info["icc_profile"] = None
    return drop_opaque_alpha(made)


def read_profile(image: Image.Image, notes: list[str]) -> ImageCms.ImageCmsProfile | None:
    """The picture's colour profile, None where it has none that can be read."""
    data = image.info.get("icc_profile")
    if not data:
        return None
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(data))
    except (OSError, ImageCms.PyCMSError):
        notes.append(BAD_PROFILE)
        return None


def reduce_to_eight_bits(image: Image.Image) -> Image.Image:
    """A grey picture of 16 or 32 bits or floating point with 8 bits; any other as it is."""
    if not image.mode.startswith(("I", "F")):
        return image
    wide = image.convert("I") if image.mode.startswith("I;") else image
    (_, high) = cast("tuple[float, float]", wide.getextrema())  # one channel, one pair
    white = next((top for top in WHITES[wide.mode] if high <= top), high)
    return wide.point(lambda value: value * (255 / white) + 0).convert("L")


def drop_opaque_alpha(image: Image.Image) -> Image.Image:
    """The picture without an alpha channel that is opaque everywhere."""
    return image.convert("RGB") if image.mode == "RGBA" and image.getchannel("A").getextrema()[0] == 255 else image
