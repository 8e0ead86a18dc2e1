"""Version 1 of the edits of unregistered pictures: image in, image out, within one answer.

Bria ended its support of them on 2025-11-15; other services and older accounts still have them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bria import orders
from bria.answers.results import Result
from bria.arguments import Hints, Image, Packshot, Placement, Shadow
from bria.fields import drop_none, encode_base64, v1_image_fields
from bria.orders import Order, Rect
from bria.wire import Answer, Wire

# By the slug, which is the route's name in version 2.
ROUTES = {
    "erase": "eraser",
    "gen_fill": "gen_fill",
    "erase_foreground": "erase_foreground",
    "remove_background": "background/remove",
    "blur_background": "background/blur",
    "replace_background": "background/replace",
    "expand": "image_expansion",
    "increase_resolution": "image/increase_resolution",
    "hide_faces": "hide_faces",
    "crop_foreground": "crop",
    "remove_background_guided": "background/remove/guided",
    "product_cutout": "product/cutout",
    "packshot": "product/packshot",
    "product_shadow": "product/shadow",
    "colorize": "colorize",
}


class V1:
    """One order per method, with what the ``submit_…`` of the same name says of its arguments (``bria.v2``). Without
    ``sync`` the answer comes at once, and the file behind its address later: ``Bria.wait_for`` waits for it."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def erase(
        self, image: Image, mask: Image, *, include_shadow: bool = False, variant: int = 0, sync: bool = True
    ) -> Result:
        """Erase what is white in ``mask``."""
        return self._result(orders.erase(image, mask, include_shadow=include_shadow, variant=variant), sync)

    def gen_fill(
        self,
        image: Image,
        mask: Image,
        prompt: str,
        num_results: int = 1,
        *,
        seed: int | None = None,
        sync: bool = True,
    ) -> tuple[Result, ...]:
        """Fill what is white in ``mask`` as ``prompt`` says, 1 to 4 times."""
        answer = self._post(orders.gen_fill(image, mask, prompt, seed), sync, num_results)
        return tuple(Result(url) for url in answer.items("urls") if isinstance(url, str))

    def erase_foreground(self, image: Image, *, hints: Hints | None = None, sync: bool = True) -> Result:
        """Erase the subject."""
        return self._result(orders.erase_foreground(image, hints), sync)

    def remove_background(
        self, image: Image, *, hints: Hints | None = None, preview: int | None = None, sync: bool = True
    ) -> Result:
        """Make everything but the subject transparent."""
        return self._result(orders.remove_background(image, hints, preview), sync)

    def blur_background(self, image: Image, scale: int = 5, *, hints: Hints | None = None, sync: bool = True) -> Result:
        """Blur everything but the subject, by a ``scale`` of 1 to 5."""
        return self._result(orders.blur_background(image, scale, hints), sync)

    def replace_background(
        self,
        image: Image,
        prompt: str | None = None,
        reference: Image | None = None,
        num_results: int = 1,
        *,
        original_quality: bool = False,
        seed: int | None = None,
        hints: Hints | None = None,
        sync: bool = True,
    ) -> tuple[Result, ...]:
        """Put the subject before what ``prompt`` says, or before a picture, 1 to 4 times.

        Raises:
            ValueError: both ``prompt`` and ``reference`` are given, or neither.
        """
        backdrop = drop_none(
            bg_prompt=prompt,
            ref_image_url=reference if isinstance(reference, str) else None,
            ref_image_file=encode_base64(reference) if isinstance(reference, bytes) else None,
        )
        order = orders.replace_background(image, backdrop, original_quality=original_quality, seed=seed, hints=hints)
        answer = self._post(order, sync, num_results)
        return tuple(_read_replaced(item) for item in answer.items("result") if isinstance(item, list) and item)

    def expand(
        self,
        image: Image,
        onto: Placement | str | float,
        prompt: str | None = None,
        *,
        seed: int | None = None,
        sync: bool = True,
    ) -> Result:
        """Continue a picture ``onto`` a larger canvas, or to an aspect ratio: "16:9", or width over height."""
        return self._result(orders.expand(image, onto, prompt, seed), sync)

    def increase_resolution(self, image: Image, desired_increase: int = 2, *, sync: bool = True) -> Result:
        """Make the sides 2 or 4 times as long."""
        return self._result(orders.increase_resolution(image, desired_increase), sync)

    def crop_foreground(
        self, image: Image, padding: int = 0, *, hints: Hints | None = None, sync: bool = True
    ) -> Result:
        """Cut the subject out, with ``padding`` pixels on all sides."""
        return self._result(orders.crop_foreground(image, padding, hints), sync)

    def hide_faces(
        self,
        image: Image,
        method: str = "blur",
        strength: int = 3,
        faces: Sequence[Rect] = (),
        *,
        sync: bool = True,
    ) -> Result:
        """Hide ``faces`` (x, y, w, h), or all, by "blur", "pixelate" or "fill": an extension of the studio's own
        engine."""
        return self._result(orders.hide_faces(image, method, strength, faces), sync)

    def remove_background_guided(
        self, image: Image, prompt: str | None = None, *, hints: Hints | None = None, sync: bool = True
    ) -> Result:
        """Cut out what ``hints`` point at: in this version an extension of the studio's own engine."""
        return self._result(orders.remove_background_guided(image, prompt, hints), sync)

    def product_cutout(self, image: Image, *, hints: Hints | None = None, sync: bool = True) -> Result:
        """Cut a product out and crop to it."""
        return self._result(orders.product_cutout(image, hints), sync)

    def packshot(
        self, image: Image, settings: Packshot | None = None, *, hints: Hints | None = None, sync: bool = True
    ) -> Result:
        """Put a product into the middle of a plain frame."""
        return self._result(orders.packshot(image, settings or Packshot(), hints), sync)

    def product_shadow(self, image: Image, shadow: Shadow | None = None, *, sync: bool = True) -> Result:
        """Put a ``shadow`` under a cut-out product."""
        return self._result(orders.product_shadow(image, shadow or Shadow()), sync)

    def colorize(self, image: Image, color: str, *, sync: bool = True) -> Result:
        """Give a picture another look: in this version an extension of the studio's own engine."""
        return self._result(orders.colorize(image, color), sync)

    def _result(self, order: Order, sync: bool) -> Result:
        answer = self._post(order, sync)
        seed = answer.body.get("seed") if isinstance(answer.body, dict) else None
        return Result(answer.field("result_url"), seed=seed if isinstance(seed, int) else None)

    def _post(self, order: Order, sync: bool, num_results: int | None = None) -> Answer:
        images = {**v1_image_fields(order.image), **({} if order.mask is None else v1_image_fields(order.mask, "mask"))}
        fields = {**images, **order.fields, **drop_none(num_results=num_results, sync=sync)}
        return self._wire.post(f"v1/{ROUTES[order.slug]}", json=fields)


def _read_replaced(item: list[Any]) -> Result:
    """One of the results of ``background/replace``: address, seed, session."""
    padded: list[Any] = [*item, None, None]
    url, seed, sid = padded[:3]
    return Result(str(url), seed=seed if isinstance(seed, int) else None, sid=sid if isinstance(sid, str) else "")
