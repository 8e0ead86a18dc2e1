"""What the methods of ``Bria`` take, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

ActionValue = str | float | Mapping[str, float]
"""A choice ("mid-60"), a number (3.5), or a choice with its strength ({"happy": 0.8})."""

Image = bytes | str
"""An image as the content of its file, or as an address that the service can fetch."""


@dataclass(frozen=True)
class Hints:
    """What is known of a picture's subject: strokes over it and beside it (white counts), regions that belong to it.

    The studio's own engine reads them, other services ignore them.
    """

    keep: Image | None = None
    remove: Image | None = None
    mask_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Placement:
    """Where a picture lies on a larger canvas: sizes are (width, height), ``place`` (x, y), all in pixels."""

    canvas: tuple[int, int]
    size: tuple[int, int]
    place: tuple[int, int]

    def fields(self) -> dict[str, Any]:
        """The fields of a request."""
        return {
            "canvas_size": list(self.canvas),
            "original_image_size": list(self.size),
            "original_image_location": list(self.place),
        }


@dataclass(frozen=True)
class Packshot:
    """What a packshot is like: ``background_color`` is a code or "transparent".

    The rest only the studio's own engine reads: width and height of the frame in pixels, the percent of it that the
    product takes up, and whether its ``shadow`` is "none", "regular" or "float".
    """

    background_color: str = "#ffffff"
    canvas_size: tuple[int, int] | None = None
    product_share: int | None = None
    shadow: str | None = None

    def fields(self) -> dict[str, Any]:
        """The fields of a request."""
        size = None if self.canvas_size is None else list(self.canvas_size)
        return {name: value for name, value in {**asdict(self), "canvas_size": size}.items() if value is not None}


@dataclass(frozen=True)
class Shadow:
    """A product's shadow, "regular" or "float"; what is None is left to the service.

    ``offset`` is pixels to the right and down, ``intensity`` percent, ``blur``, ``width`` and ``height`` pixels.
    """

    kind: str = "regular"
    color: str | None = None
    offset: tuple[int, int] | None = None
    intensity: int | None = None
    blur: int | None = None
    width: int | None = None
    height: int | None = None
    background_color: str | None = None

    def fields(self) -> dict[str, Any]:
        """The fields of a request; of its kind, under both names that the service has for it."""
        shadow = {f"shadow_{name}": value for name, value in asdict(self).items() if name != "background_color"}
        offset = None if self.offset is None else list(self.offset)
        named = {**shadow, "shadow_offset": offset, "background_color": self.background_color}
        del named["shadow_kind"]
        kinds = {"type": self.kind, "shadow_type": self.kind}
        return {**kinds, **{name: value for name, value in named.items() if value is not None}}
