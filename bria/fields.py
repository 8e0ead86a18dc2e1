"""The fields of a request's body."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from bria.types import Hints, Image

Fields = dict[str, Any]


def given(**fields: object) -> Fields:
    """The fields that were given; the service takes null for a value in some places."""
    return {name: value for name, value in fields.items() if value is not None}


def inline(image: Image) -> str:
    """An image as a v2 field: an address, or base64 without any prefix."""
    return image if isinstance(image, str) else encoded(image)


def parted(image: Image, name: str = "image") -> Mapping[str, str]:
    """An image as v1 has it, one field for its address and one for its content: ``image_url`` or ``file`` for
    "image", ``mask_url`` or ``mask_file`` for "mask"."""
    if isinstance(image, str):
        return {f"{name}_url": image}
    return {"file" if name == "image" else f"{name}_file": encoded(image)}


def data_address(image: Image) -> str:
    """An image as an address: its own, or one that holds its content."""
    return image if isinstance(image, str) else f"data:image/png;base64,{encoded(image)}"


def hinted(hints: Hints | None) -> Fields:
    """The fields of what is known about a picture's subject."""
    if hints is None:
        return {}
    strokes = {"keep": hints.keep, "remove": hints.remove}
    drawn = {name: inline(stroke) for name, stroke in strokes.items() if stroke is not None}
    return drawn | ({"mask_ids": list(hints.mask_ids)} if hints.mask_ids else {})


def shadowed(include_shadow: bool) -> Fields:
    """The field that takes the shadow away with what throws it; only the studio's own engine knows it."""
    return {"include_shadow": True} if include_shadow else {}


def encoded(data: bytes) -> str:
    """Base64, on one line."""
    return base64.b64encode(data).decode("ascii")
