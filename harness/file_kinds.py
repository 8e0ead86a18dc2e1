"""Pictures as files of every kind that is read another way, of any size, and how much memory reading them takes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from harness.images import encode_image
from imagefiles import png
from imagefiles.children import Children

Size = tuple[int, int]  # width, height
NOISY = 6  # one of so many columns: what is noise cannot be packed, and a photo is neither all nor nothing of it
TURNED = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"  # to be turned clockwise
LINEAR = b"gAMA" + struct.pack(">I", 100_000)  # of a chunk whose curve has to be replaced


def draw(size: Size) -> Image.Image:
    """A slope of grey in RGB, with noise in a part of it."""
    width, height = size
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    picture.paste(Image.effect_noise((width // NOISY, height), 60).convert("RGB"))
    return picture


def draw_clear(size: Size) -> Image.Image:
    """The same, and clear towards its end."""
    picture = draw(size)
    picture.putalpha(Image.linear_gradient("L").transpose(Image.Transpose.ROTATE_90).resize(size))
    return picture


def draw_deep(size: Size, channels: int) -> NDArray[np.uint16]:
    """The same with 16 bits a channel, in the order of OpenCV."""
    values = np.asarray(draw(size) if channels == 3 else draw_clear(size)).astype(np.uint16)
    return np.asarray((values << 8) | (values >> 3), np.uint16)


def encode_deep(size: Size, channels: int) -> bytes:
    """A PNG of 16 bits in RGB or RGBA whose curve is not that of sRGB."""
    packed = cv2.imencode(".png", draw_deep(size, channels), [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()
    return packed[:33] + struct.pack(">I", 4) + LINEAR + struct.pack(">I", zlib.crc32(LINEAR)) + packed[33:]


def encode_grey_deep(size: Size, form: str, dtype: str, **options: Any) -> bytes:
    """Grey of more than 8 bits."""
    values = np.asarray(draw(size).convert("L")).astype(dtype)
    return encode_image(Image.fromarray(values * 257 if dtype == "uint16" else values / 255), form, **options)


def damage(file: bytes) -> bytes:
    """A PNG of which the last tenth cannot be unpacked."""
    at = len(file) * 9 // 10
    return file[:at] + b"\x55" * 40 + file[at + 40 :]


def interlaced(size: Size) -> bytes:
    """A PNG in seven passes, which no library at hand writes."""
    pixels = np.asarray(draw(size))
    passes = [pixels[top::down, left::across] for left, top, across, down in png.ADAM7]
    rows = b"".join(b"\0" + row.tobytes() for part in passes if part.size for row in part)
    header = b"IHDR" + struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 1)
    body = b"IDAT" + zlib.compress(rows, 1)
    chunks = (struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in (header, body))
    return png.SIGNATURE + b"".join(chunks) + png.END


def profile_of(colours: str) -> bytes:
    """A profile."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(colours)).tobytes()  # type: ignore[arg-type]


JPEG: dict[str, Any] = {"quality": 90, "subsampling": 0}
# By what is read another way, the format first.
KINDS: dict[str, Callable[[Size], bytes]] = {
    "jpeg": lambda size: encode_image(draw(size), "JPEG", **JPEG),
    "jpeg turned": lambda size: encode_image(draw(size), "JPEG", exif=TURNED, **JPEG),
    "jpeg progressive": lambda size: encode_image(draw(size), "JPEG", progressive=True, **JPEG),
    "jpeg cmyk": lambda size: encode_image(draw(size).convert("CMYK"), "JPEG", progressive=True, **JPEG),
    "jpeg cut off": lambda size: encode_image(draw(size), "JPEG", progressive=True, **JPEG)[:-2000],
    "png": lambda size: encode_image(draw(size), compress_level=1),
    "png clear": lambda size: encode_image(draw_clear(size), compress_level=1),
    "png palette": lambda size: encode_image(draw(size).convert("P"), compress_level=1, transparency=3),
    "png interlaced": interlaced,
    "png damaged": lambda size: damage(encode_image(draw(size), compress_level=1)),
    "png deep grey": lambda size: encode_grey_deep(size, "PNG", "uint16", compress_level=1),
    "png deep": lambda size: encode_deep(size, 3),
    "png deep clear": lambda size: encode_deep(size, 4),
    "png deep damaged": lambda size: damage(encode_deep(size, 3)),
    "webp": lambda size: encode_image(draw(size), "WEBP", method=0),
    "webp clear": lambda size: encode_image(draw_clear(size), "WEBP", method=0),
    "webp lossless": lambda size: encode_image(draw(size), "WEBP", lossless=True, method=0, quality=0),
    "gif": lambda size: encode_image(draw(size).convert("P"), "GIF"),
    "bmp": lambda size: encode_image(draw(size).convert("P"), "BMP"),
    "tiff": lambda size: encode_image(draw(size).convert("P"), "TIFF"),
    "tiff packed": lambda size: encode_image(draw(size), "TIFF", compression="tiff_lzw"),
    "tiff cmyk": lambda size: encode_image(draw(size).convert("CMYK"), "TIFF", compression="tiff_lzw"),
    "tiff deep": lambda size: encode_grey_deep(size, "TIFF", "uint16", compression="tiff_lzw"),
    "tiff float": lambda size: encode_grey_deep(size, "TIFF", "float32", compression="tiff_lzw"),
    "avif": lambda size: encode_image(draw(size), "AVIF", speed=10, subsampling="4:4:4"),
    "avif clear": lambda size: encode_image(draw_clear(size), "AVIF", speed=10, subsampling="4:4:4"),
}


def measure_growth(children: Children, work: Callable[..., object], *arguments: object) -> int:
    """By how many bytes a child's peak grows by some work, with what it is given for that; on Linux (proc(5))."""
    before = children.run(read_own_memory, "VmRSS")
    return children.run(measure_peak, work, *arguments) - before


def measure_peak(work: Callable[..., object], *arguments: object) -> int:
    """The most memory that this process held until the work was done, in bytes."""
    work(*arguments)
    return read_own_memory("VmHWM")


def read_own_memory(name: str) -> int:
    """A line of this process's status, such as VmRSS, in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) * 1024
