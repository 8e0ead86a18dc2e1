"""Pictures as files in memory, and files as pixels again."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[Any]  # bool, uint8 or uint16, as a file has them


def encode_image(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    """The image as a file of a format that Pillow writes, with its options."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def png(pixels: Pixels) -> bytes:
    """Grey, RGB or RGBA pixels as a PNG file."""
    return encode_image(Image.fromarray(pixels))


def open_image(content: bytes) -> Image.Image:
    """The image in a file, in whatever format."""
    return Image.open(io.BytesIO(content))


def pixels_of(content: bytes) -> Pixels:
    """The pixels of a file, in whatever format."""
    return np.asarray(open_image(content))


def base64_of(content: bytes) -> str:
    """The content as both versions of the API take it in JSON."""
    return base64.b64encode(content).decode()
