"""What is sent for each edit of a picture that need not be registered, whatever the version: its slug and its fields.

The versions differ in the addresses of their routes and in how they take images; ``bria.v1`` and ``bria.v2`` know that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bria.arguments import Hints, Image, Packshot, Placement, Shadow
from bria.fields import Fields, drop_none, hint_fields, shadow_field, variant_field

Rect = Mapping[str, float]  # x, y, w, h in pixels


@dataclass(frozen=True)
class Order:
    """One edit: its ``slug`` names the route, ``image`` and ``mask`` go as the version takes them, ``fields`` as they
    are."""

    slug: str
    image: Image
    fields: Fields = field(default_factory=dict)
    mask: Image | None = None


def erase(image: Image, mask: Image, *, include_shadow: bool = False, variant: int = 0) -> Order:
    """Erase what is white in ``mask``."""
    return Order("erase", image, {**shadow_field(include_shadow), **variant_field(variant)}, mask)


def gen_fill(image: Image, mask: Image, prompt: str, seed: int | None = None) -> Order:
    """Fill what is white in ``mask`` as ``prompt`` says."""
    return Order("gen_fill", image, drop_none(prompt=prompt, seed=seed), mask)


def erase_foreground(image: Image, hints: Hints | None = None) -> Order:
    """Erase the subject."""
    return Order("erase_foreground", image, hint_fields(hints))


def remove_background(image: Image, hints: Hints | None = None, preview: int | None = None) -> Order:
    """Make everything but the subject transparent."""
    return Order("remove_background", image, {**hint_fields(hints), **drop_none(preview=preview)})


def blur_background(image: Image, scale: int, hints: Hints | None = None) -> Order:
    """Blur everything but the subject."""
    return Order("blur_background", image, {"scale": scale, **hint_fields(hints)})


def replace_background(
    image: Image,
    backdrop: Fields,
    *,
    original_quality: bool,
    seed: int | None,
    hints: Hints | None,
) -> Order:
    """Put the subject before a ``backdrop``: the one field that says which, a prompt or a picture.

    Raises:
        ValueError: there are two, or none.
    """
    if len(backdrop) != 1:
        raise ValueError("Give either a prompt or a reference")
    fields = drop_none(**backdrop, original_quality=original_quality, seed=seed)
    return Order("replace_background", image, {**fields, **hint_fields(hints)})


def expand(image: Image, onto: Placement | str | float, prompt: str | None = None, seed: int | None = None) -> Order:
    """Continue a picture ``onto`` a larger canvas, or to an aspect ratio."""
    frame = onto.fields() if isinstance(onto, Placement) else {"aspect_ratio": onto}
    return Order("expand", image, drop_none(**frame, prompt=prompt, seed=seed))


def increase_resolution(image: Image, desired_increase: int, fast: bool = False) -> Order:
    """Make the sides 2 or 4 times as long; ``fast`` is a field of the studio's own engine."""
    return Order(
        "increase_resolution", image, {"desired_increase": desired_increase, **({"fast": True} if fast else {})}
    )


def hide_faces(image: Image, method: str, strength: int, faces: Sequence[Rect] = ()) -> Order:
    """Hide ``faces``, or all, by "blur", "pixelate" or "fill": an extension of the studio's own engine."""
    return Order(
        "hide_faces", image, {"method": method, "strength": strength, **drop_none(faces=list(map(dict, faces)) or None)}
    )


def crop_foreground(image: Image, padding: int, hints: Hints | None = None) -> Order:
    """Cut the subject out, with ``padding`` pixels on all sides."""
    return Order("crop_foreground", image, {"padding": padding, **hint_fields(hints)})


def remove_background_guided(image: Image, prompt: str | None = None, hints: Hints | None = None) -> Order:
    """Cut out what ``prompt`` says, which the studio's own engine cannot, or what ``hints`` point at."""
    return Order("remove_background_guided", image, {**drop_none(prompt=prompt), **hint_fields(hints)})


def product_cutout(image: Image, hints: Hints | None = None) -> Order:
    """Cut a product out and crop to it."""
    return Order("product_cutout", image, hint_fields(hints))


def packshot(image: Image, settings: Packshot, hints: Hints | None = None) -> Order:
    """Put a product into the middle of a plain frame."""
    return Order("packshot", image, {**settings.fields(), **hint_fields(hints)})


def product_shadow(image: Image, shadow: Shadow) -> Order:
    """Put a ``shadow`` under a cut-out product."""
    return Order("product_shadow", image, shadow.fields())


def colorize(image: Image, color: str) -> Order:
    """Give a picture another look."""
    return Order("colorize", image, {"color": color})
