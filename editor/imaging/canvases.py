"""Larger canvases around pictures. Sizes are (width, height), places (from the left, from the top), in pixels."""

from __future__ import annotations

from PIL import Image

from editor.imaging import pixels
from imagefiles.encoding import encode_png

SEAM = 4  # pixels of the picture's border that a lossy service's result may show, so that no seam is seen

Size = tuple[int, int]


def restore_picture(result: bytes, picture: bytes, canvas: Size, place: Size) -> bytes:
    """``result``, a canvas that a service filled, with ``picture`` as it was at its place, as PNG.

    Raises:
        NotAPicture: the result cannot be read, or has other proportions than the canvas.
    """
    image = pixels.open_picture(picture)
    parent = Image.new(image.mode, canvas)
    parent.paste(image, place)
    parent.info["icc_profile"] = image.info.get("icc_profile")
    return pixels.composite(encode_png(parent), result, mask_new_part(canvas, image.size, place))


def mask_new_part(canvas: Size, size: Size, place: Size) -> bytes:
    """What is new around a picture of ``size``, with a seam's width of it: 8-bit grey PNG, 255 where it is new."""
    mask = Image.new("L", canvas, 255)
    (left, top), (width, height), (across, down) = place, size, canvas
    margins = left, top, across - left - width, down - top - height
    insets = [SEAM if margin else 0 for margin in margins]
    box = left + insets[0], top + insets[1], left + width - insets[2], top + height - insets[3]
    if box[0] < box[2] and box[1] < box[3]:
        mask.paste(0, box)
    return encode_png(mask)
