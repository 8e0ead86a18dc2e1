"""Pictures with transparency: what is invisible is no picture, here as in the engine.

A picture is RGBA, not premultiplied. What it holds under an alpha of 0 is dropped when it comes in, and comes out of
nothing that is made of it: no revision, rendition, crop or download. Where pixels are mixed, colours are weighted by
alpha, as Pillow does for thumbnails.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

Opacity = Image.Image  # 8-bit grey, as large as what is mixed by it


def hide(image: Image.Image, *, lossy: bool) -> Image.Image:
    """The picture without what its alpha hides: black there, or, for a format that mixes what is near, ``lossy``, in
    the colours of what shows beside it."""
    if image.mode != "RGBA" or image.getchannel("A").getextrema()[0] != 0:
        return image
    return pad_hidden(image) if lossy else clear_hidden(image)


def clear_hidden(image: Image.Image) -> Image.Image:
    """An RGBA picture that is black where it is fully transparent; itself where it is so already."""
    return keep_info(put_visible_over(image, Image.new("RGBA", image.size)), image)


def has_hidden(image: Image.Image) -> bool:
    """Whether an RGBA picture has colours where it is fully transparent."""
    return ImageChops.difference(image, clear_hidden(image)).convert("RGB").getbbox() is not None


def pad_hidden(image: Image.Image) -> Image.Image:
    """An RGBA picture with the colours of what shows continued into what is fully transparent."""
    padded = put_visible_over(image, continue_colours(image))
    padded.putalpha(image.getchannel("A"))
    return keep_info(padded, image)


def continue_colours(image: Image.Image) -> Image.Image:
    """An opaque RGBA picture: what shows of ``image``, over its own halves, quarters … that fill what does not."""
    if max(image.size) == 1:
        behind = image.copy()
        behind.putalpha(255)
        return behind
    behind = continue_colours(image.reduce(2)).resize(image.size, Image.Resampling.BILINEAR)
    return Image.alpha_composite(behind, image)


def put_visible_over(image: Image.Image, behind: Image.Image) -> Image.Image:
    """The pixels of an RGBA picture that show at all, as they are, in place of those of another one, in place."""
    behind.paste(image, mask=image.getchannel("A").point(lambda value: 255 * (value > 0)))
    return behind


def keep_info(made: Image.Image, image: Image.Image) -> Image.Image:
    """What was made of a picture, with what that says of itself."""
    made.info = dict(image.info)
    return made


def scale(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture at another size (width, height).

    RGBA is weighted by alpha in floating point: where Pillow cuts an overshoot of alpha off but not that of the colour,
    a cut-out gets a bright rim.
    """
    if image.mode != "RGBA" or size == image.size:
        return image.resize(size, Image.Resampling.LANCZOS)
    opacity = np.asarray(image.getchannel("A"), np.float32)
    total = resize_plane(opacity, size)
    colours = [scale_weighted(image.getchannel(name), opacity, total) for name in "RGB"]
    return keep_info(Image.merge("RGBA", (*colours, to_channel(total))), image)


def scale_weighted(channel: Image.Image, opacity: NDArray[np.float32], total: NDArray[np.float32]) -> Image.Image:
    """A channel, weighted by the ``opacity`` of its pixels, at the size of that channel's own copy, ``total``."""
    weighted = resize_plane(np.asarray(channel, np.float32) * opacity, total.shape[::-1])
    return to_channel(np.asarray(weighted / np.maximum(total, 0.5), np.float32))


def to_channel(plane: NDArray[np.float32]) -> Image.Image:
    """Values of 0 to 255, and what lies beyond that a little, as a channel of a picture."""
    return Image.fromarray(np.rint(plane).clip(0, 255).astype(np.uint8))


def resize_plane(plane: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    """One channel (rows, columns) at another size (width, height)."""
    return np.asarray(Image.fromarray(plane).resize(size, Image.Resampling.LANCZOS))


def flatten(image: Image.Image) -> Image.Image:
    """The picture as RGB, on white."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    white = Image.new("RGB", image.size, "white")
    white.paste(clear, mask=clear.getchannel("A"))
    return keep_info(white, image)


def mix(before: Image.Image, after: Image.Image, opacity: Opacity) -> Image.Image:
    """``after`` over ``before``, of the same mode, as far as ``opacity`` says; where that is 0 or 255 to the byte."""
    if before.mode != "RGBA":
        return Image.composite(after, before, opacity)
    mixed = Image.composite(after.convert("RGBa"), before.convert("RGBa"), opacity).convert("RGBA")
    mixed.paste(before, mask=opacity.point(lambda value: 255 * (value == 0)))
    mixed.paste(after, mask=opacity.point(lambda value: 255 * (value == 255)))
    return mixed
