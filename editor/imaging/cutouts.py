"""Cut-outs: pictures that are transparent where the background was, at the size of the picture or scaled down.

Boxes are (left, top, right, bottom) in pixels, sizes (width, height).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from PIL import Image, ImageChops

from editor.imaging import pixels
from imagefiles.encoding import encode_png

FAINTEST = 10  # of 255: fainter alpha is haze that cut-outs leave behind, as the studio's engine has it

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Cutout:
    """How opaque a cut-out is at each pixel, as an 8-bit grey image."""

    alpha: Image.Image

    @classmethod
    def open(cls, data: bytes) -> Cutout:
        """The cut-out in an image file; a picture without transparency shows all.

        Raises:
            NotAPicture: it is none.
        """
        return cls(pixels.read_given(data).picture.convert("RGBA").getchannel("A"))

    def find_subject(self, size: tuple[int, int]) -> Box | None:
        """The smallest box around what shows, in pixels of the picture of ``size``; None where nothing does."""
        box = self.alpha.point(lambda value: 255 * (value > FAINTEST)).getbbox()
        if box is None:
            return None
        across, down = size[0] / self.alpha.width, size[1] / self.alpha.height
        return int(box[0] * across), int(box[1] * down), math.ceil(box[2] * across), math.ceil(box[3] * down)

    def draw_veil(self) -> bytes:
        """A PNG that is black, opaque where the background is and clear where the subject is."""
        return encode_png(Image.merge("LA", (Image.new("L", self.alpha.size), ImageChops.invert(self.alpha))))


def crop(picture: bytes, box: Box) -> bytes:
    """The part of a picture in a box, pixel for pixel, as PNG in the same colour profile."""
    image = pixels.open_picture(picture)
    part = image.crop(box)
    part.info["icc_profile"] = image.info.get("icc_profile")
    return encode_png(part)
