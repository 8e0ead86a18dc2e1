"""A revision's image as it is stored: itself, as large as a screen needs it, and small for lists."""

from __future__ import annotations

from typing import Any

from editor import files
from editor.imaging import pixels

SCREEN_SIDE = 2048  # pixels: what a large screen shows of a picture as a whole
THUMBNAIL_SIDE = 320  # pixels: twice the largest size it is shown at


def keep(image_png: bytes) -> dict[str, Any]:
    """Store the image and its renditions; the fields of a ``Revision`` that name them.

    A picture that is no larger than a screen is its own ``screen`` rendition.
    """
    width, height = pixels.read_size(image_png)
    image = screen = files.store(image_png, ".png")
    shown = image_png
    if max(width, height) > SCREEN_SIDE:
        shown = pixels.make_thumbnail(image_png, SCREEN_SIDE)
        screen = files.store(shown, ".webp")
    small = pixels.make_thumbnail(shown, THUMBNAIL_SIDE)
    stored = {"image": image, "screen": screen, "thumbnail": files.store(small, ".webp")}
    return {**stored, "width": width, "height": height, "is_transparent": pixels.open_picture(small).mode == "RGBA"}
