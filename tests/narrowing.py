"""Values of wider types than a test goes on with: each is checked and narrowed."""

from __future__ import annotations

from typing import TypeVar

from PIL import Image

Value = TypeVar("Value")


def require(value: Value | None) -> Value:
    """The value; fails where it is None."""
    assert value is not None
    return value


def pixel(image: Image.Image, place: tuple[int, int]) -> tuple[int, ...]:
    """The channels at (column, row); fails where there is one channel alone."""
    value = image.getpixel(place)
    assert isinstance(value, tuple)
    return value
