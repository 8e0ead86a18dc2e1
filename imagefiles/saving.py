"""How a file was saved, so that what is made of its picture can be saved alike."""

from __future__ import annotations

from typing import Any

from PIL import Image, JpegImagePlugin


def read_saving(image: Image.Image, data: bytes) -> dict[str, Any]:
    """As JSON data: of a JPEG "qtables" and "subsampling", of a WEBP "lossless", "dpi" of any."""
    saving: dict[str, Any] = {}
    if isinstance(image, JpegImagePlugin.JpegImageFile) and image.mode in ("L", "RGB"):
        saving["qtables"] = [list(table) for _, table in sorted(image.quantization.items())]
        saving["subsampling"] = max(0, JpegImagePlugin.get_sampling(image))
    if image.format == "WEBP":
        saving["lossless"] = b"VP8L" in data  # the tag of a lossless image chunk, RFC 9649
    dpi = read_resolution(image.info.get("dpi"))
    return {**saving, "dpi": dpi} if dpi else saving


def read_resolution(dpi: object) -> list[float] | None:
    """Dots an inch across and down, None where the file says nothing of use."""
    try:
        across, down = (float(value) for value in dpi)  # type: ignore[attr-defined]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return [across, down] if 1 <= across < 1e5 and 1 <= down < 1e5 else None
