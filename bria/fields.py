"""The fields of a request's body."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from bria.arguments import Hints, Image

Fields = dict[str, Any]


def drop_none(**fields: object) -> Fields:
    """The fields that have a value; the service takes null for one in some places."""
    return {name: value for name, value in fields.items() if value is not None}


def v1_image_fields(image: Image, name: str = "image") -> Mapping[str, str]:
    """An image as v1 has it, one field for its address and one for its content: ``image_url`` or ``file`` for
    "image", ``mask_url`` or ``mask_file`` for "mask"."""
    if isinstance(image, str):
        return {f"{name}_url": image}
    return {"file" if name == "image" else f"{name}_file": encode_base64(image)}


def v2_image(image: Image) -> str:
    """An image as a v2 field: an address, or base64 without any prefix."""
    return image if isinstance(image, str) else encode_base64(image)


def data_url(image: Image) -> str:
    """An image as an address: its own, or one that holds its content."""
    return image if isinstance(image, str) else f"data:image/png;base64,{encode_base64(image)}"


def hint_fields(hints: Hints | None) -> Fields:
    """What is known about a picture's subject; images as in v2, in both versions."""
    if hints is None:
        return {}
    keep, remove = (None if stroke is None else v2_image(stroke) for stroke in (hints.keep, hints.remove))
    return drop_none(keep=keep, remove=remove, mask_ids=list(hints.mask_ids) or None)


def shadow_field(include_shadow: bool) -> Fields:
    """Takes the shadow away with what throws it; only the studio's own engine knows the field."""
    return {"include_shadow": True} if include_shadow else {}


def variant_field(variant: int) -> Fields:
    """Which of several fills of a hole is made; only the studio's own engine knows the field."""
    return {"variant": variant} if variant else {}


def encode_base64(data: bytes) -> str:
    """Base64, on one line."""
    return base64.b64encode(data).decode("ascii")
