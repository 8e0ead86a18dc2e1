"""Version 1 of the isolated routes: image in, image out, within one answer.

Bria ended its support of them on 2025-11-15; other services and older accounts still have them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bria.errors import ServiceFailure
from bria.fields import encoded, given, hinted, parted, shadowed
from bria.types import Hints, Image, Placement, Result
from bria.wire import Answer, Wire


class Isolated:
    """One order per method. Without ``sync``, where it is offered, the answer comes at once, and the file behind its
    address later: ``Bria.wait_for`` waits for it."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def eraser(self, image: Image, mask: Image, *, include_shadow: bool = False, sync: bool = True) -> Result:
        """Erase what is white in ``mask``; the studio's own engine takes its shadow on the ground away with it."""
        fields = {**parted(image), **parted(mask, "mask"), **shadowed(include_shadow), "sync": sync}
        return self._one("eraser", fields)

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
        fields = given(prompt=prompt, num_results=num_results, seed=seed, sync=sync)
        answer = self._post("gen_fill", {**parted(image), **parted(mask, "mask"), **fields})
        return tuple(Result(url) for url in _listed(answer, "urls") if isinstance(url, str))

    def erase_foreground(self, image: Image, *, hints: Hints | None = None, sync: bool = True) -> Result:
        """Erase the subject."""
        return self._one("erase_foreground", {**parted(image), **hinted(hints), "sync": sync})

    def remove_background(
        self, image: Image, *, hints: Hints | None = None, preview: int | None = None, sync: bool = True
    ) -> Result:
        """Make everything but the subject transparent; ``preview`` is as in ``Bria.submit_remove_background``."""
        fields = given(preview=preview, sync=sync)
        return self._one("background/remove", {**parted(image), **hinted(hints), **fields})

    def blur_background(self, image: Image, scale: int = 5, *, hints: Hints | None = None, sync: bool = True) -> Result:
        """Blur everything but the subject, by a ``scale`` of 1 to 5."""
        fields = {**parted(image), "scale": scale, **hinted(hints), "sync": sync}
        return self._one("background/blur", fields)

    def replace_background(
        self,
        image: Image,
        bg_prompt: str | None = None,
        reference: Image | None = None,
        num_results: int = 1,
        *,
        original_quality: bool = False,
        seed: int | None = None,
        hints: Hints | None = None,
        sync: bool = True,
    ) -> tuple[Result, ...]:
        """Put the subject before what ``bg_prompt`` says, or before a picture, 1 to 4 times.

        Raises:
            ValueError: both ``bg_prompt`` and ``reference`` are given, or neither.
        """
        if (bg_prompt is None) == (reference is None):
            raise ValueError("Give either a prompt or a reference")
        fields = given(
            bg_prompt=bg_prompt,
            ref_image_url=reference if isinstance(reference, str) else None,
            ref_image_file=encoded(reference) if isinstance(reference, bytes) else None,
            num_results=num_results,
            original_quality=original_quality,
            seed=seed,
            sync=sync,
        )
        answer = self._post("background/replace", {**parted(image), **fields, **hinted(hints)})
        return tuple(_replaced(item) for item in _listed(answer, "result") if isinstance(item, list) and item)

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
        frame = onto.fields() if isinstance(onto, Placement) else {"aspect_ratio": onto}
        fields = given(**frame, prompt=prompt, seed=seed, sync=sync)
        return self._one("image_expansion", {**parted(image), **fields})

    def increase_resolution(self, image: Image, desired_increase: int = 2, *, sync: bool = True) -> Result:
        """Make the sides 2 or 4 times as long."""
        fields = {**parted(image), "desired_increase": desired_increase, "sync": sync}
        return self._one("image/increase_resolution", fields)

    def crop(self, image: Image, padding: int = 0, *, hints: Hints | None = None, sync: bool = True) -> Result:
        """Cut the subject out, with ``padding`` pixels on all sides."""
        return self._one("crop", {**parted(image), "padding": padding, **hinted(hints), "sync": sync})

    def _one(self, route: str, fields: Mapping[str, Any]) -> Result:
        answer = self._post(route, fields)
        seed = answer.body.get("seed") if isinstance(answer.body, dict) else None
        return Result(answer.field("result_url"), seed=seed if isinstance(seed, int) else None)

    def _post(self, route: str, fields: Mapping[str, Any]) -> Answer:
        return self._wire.post(f"v1/{route}", json=fields)


def _listed(answer: Answer, name: str) -> list[Any]:
    """A list that the answer must hold.

    Raises:
        ServiceFailure: it does not.
    """
    value = answer.body.get(name) if isinstance(answer.body, dict) else None
    if not isinstance(value, list) or not value:
        raise ServiceFailure(f"The service's answer lacks “{name}”.", status=answer.status, body=answer.body)
    return value


def _replaced(item: list[Any]) -> Result:
    """One of the results of ``background/replace``: address, seed, session."""
    padded: list[Any] = [*item, None, None]
    url, seed, sid = padded[:3]
    return Result(str(url), seed=seed if isinstance(seed, int) else None, sid=sid if isinstance(sid, str) else "")
