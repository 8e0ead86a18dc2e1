"""The one table of isolated edits. A new edit is a module here, one in ``engine.runners``, and its name below."""

from __future__ import annotations

from engine.edits import (
    blur_background,
    colorize,
    crop_foreground,
    erase,
    erase_foreground,
    expand,
    gen_fill,
    hide_faces,
    increase_resolution,
    packshot,
    product_cutout,
    product_shadow,
    remove_background,
    remove_background_guided,
    replace_background,
)
from engine.edits.base import Edit

EDITS: tuple[Edit, ...] = (
    erase.EDIT,
    gen_fill.EDIT,
    erase_foreground.EDIT,
    remove_background.EDIT,
    blur_background.EDIT,
    replace_background.EDIT,
    expand.EDIT,
    increase_resolution.EDIT,
    crop_foreground.EDIT,
    hide_faces.EDIT,
    remove_background_guided.EDIT,
    product_cutout.EDIT,
    packshot.EDIT,
    product_shadow.EDIT,
    colorize.EDIT,
)
