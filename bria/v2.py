"""Version 2: submit, then ask for the result."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bria import orders
from bria.answers.findings import Finding, read_findings
from bria.answers.masks import Mask, Segment, read_masks, read_segment
from bria.answers.recipes import RecipeResult, read_recipe_result
from bria.answers.results import Result, Status, read_result, read_status
from bria.answers.spots import Spots, read_spots
from bria.arguments import Hints, Image, Packshot, Placement, Shadow
from bria.errors import BriaError, NotReady, OutcomeUnknown, ServiceFailure, UnknownImage, error_for
from bria.fields import Fields, drop_none, v2_image
from bria.orders import Order, Rect
from bria.wire import Wire

# The states of a request of which a service knows no more: Bria answers so about a day after its end.
FORGOTTEN = frozenset({"UNKNOWN", "NOT_FOUND"})

# By the slug, where the route below "image/edit/" is called otherwise.
ROUTES = {
    "remove_background_guided": "remove_background/guided",
    "product_cutout": "product/cutout",
    "packshot": "product/packshot",
    "product_shadow": "product/shadow",
}


class V2:
    """What ``Bria`` does in version 2. Each ``submit_…`` is one order and returns the request's id, good for
    ``result_of``, now or after a break."""

    _wire: Wire

    def submit(self, route: str, payload: Mapping[str, Any]) -> str:
        """Order any v2 edit, such as "image/edit/erase"; returns the request's id, good for ``result_of``."""
        answer = self._wire.post(f"v2/{route}", json={**payload, "sync": False})
        return answer.field("request_id")

    def status(self, request_id: str) -> Status:
        """How far a v2 request is.

        Raises:
            OutcomeUnknown: the service does not know the request (any more).
            ServiceFailure: the answer cannot be read.
        """
        try:
            answer = self._wire.get(f"v2/status/{request_id}")
        except UnknownImage as error:
            raise _forgotten(error.status, error.body) from error
        status = read_status(answer.body)
        if not status.state:
            raise answer.lacks("status")
        return status

    def result_of(self, request_id: str) -> Result:
        """The result of a v2 request, waited for. Free: it can be asked for again after a break.

        Raises:
            BriaError: the request failed, as the class that fits; NotReady: it still runs.
        """
        return _read_result(self._wait_for_result(request_id), request_id)

    def masks_of(self, request_id: str) -> tuple[Mask, ...]:
        """The masks that a request of ``submit_all_masks`` ends with, the surest first. See ``result_of``."""
        return read_masks(self._wait_for_result(request_id))

    def _wait_for_result(self, request_id: str) -> Mapping[str, Any]:
        """The ``result`` of a request, once it has one."""
        for wait in self._wire.timeouts.polls():
            status = self.status(request_id)
            if status.state == "COMPLETED":
                return status.result
            if status.state != "IN_PROGRESS":
                raise _ended(status)
            self._wire.pause(wait)
        raise NotReady

    def erase(self, image: Image, mask: Image, *, include_shadow: bool = False, variant: int = 0) -> Result:
        """Erase what is white in ``mask``, and wait for the result. See ``submit_erase``."""
        return self.result_of(self.submit_erase(image, mask, include_shadow=include_shadow, variant=variant))

    def submit_erase(self, image: Image, mask: Image, *, include_shadow: bool = False, variant: int = 0) -> str:
        """Order to erase what is white in ``mask``.

        The studio's own engine takes its shadow on the ground too, and makes another fill by a ``variant`` of 1 to 3.
        """
        return self._submit(orders.erase(image, mask, include_shadow=include_shadow, variant=variant))

    def submit_gen_fill(self, image: Image, mask: Image, prompt: str, *, seed: int | None = None) -> str:
        """Order to fill what is white in ``mask`` as ``prompt`` says."""
        return self._submit(orders.gen_fill(image, mask, prompt, seed))

    def submit_erase_foreground(self, image: Image, *, hints: Hints | None = None) -> str:
        """Order to erase the subject."""
        return self._submit(orders.erase_foreground(image, hints))

    def remove_background(self, image: Image, *, hints: Hints | None = None, preview: int | None = None) -> Result:
        """As ``submit_remove_background``, with the result in the answer itself; an answer that is lost is not found
        again."""
        order = orders.remove_background(image, hints, preview)
        answer = self._wire.post(f"v2/image/edit/{order.slug}", json={**_fields(order), "sync": True})
        result = read_result(answer.mapping("result"), answer.field("request_id"))
        if result is None:
            raise answer.lacks("image_url")
        return result

    def submit_remove_background(self, image: Image, *, hints: Hints | None = None, preview: int | None = None) -> str:
        """Order to make everything but the subject transparent.

        ``preview`` is the longer side, in pixels from 512 on, of a smaller result that comes sooner, only its alpha, on
        black; the studio's own engine reads it, other services ignore it.
        """
        return self._submit(orders.remove_background(image, hints, preview))

    def submit_blur_background(self, image: Image, scale: int = 5, *, hints: Hints | None = None) -> str:
        """Order to blur everything but the subject, by a ``scale`` of 1 to 5."""
        return self._submit(orders.blur_background(image, scale, hints))

    def submit_replace_background(
        self,
        image: Image,
        prompt: str | None = None,
        reference: Image | None = None,
        *,
        original_quality: bool = False,
        seed: int | None = None,
        hints: Hints | None = None,
    ) -> str:
        """Order to put the subject before what ``prompt`` says (a hex code gives a plain colour) or before a picture.

        Without ``original_quality`` the result has one megapixel.

        Raises:
            ValueError: both ``prompt`` and ``reference`` are given, or neither.
        """
        backdrop = drop_none(prompt=prompt, ref_images=None if reference is None else [v2_image(reference)])
        order = orders.replace_background(image, backdrop, original_quality=original_quality, seed=seed, hints=hints)
        return self._submit(order)

    def submit_expand(
        self, image: Image, onto: Placement | str | float, prompt: str | None = None, *, seed: int | None = None
    ) -> str:
        """Order to continue a picture ``onto`` a larger canvas, or to an aspect ratio: "16:9", or width over height."""
        return self._submit(orders.expand(image, onto, prompt, seed))

    def submit_increase_resolution(self, image: Image, desired_increase: int = 2, *, fast: bool = False) -> str:
        """Order to make the sides 2 or 4 times as long; ``fast``: by the quicker method of the studio's own engine."""
        return self._submit(orders.increase_resolution(image, desired_increase, fast))

    def submit_crop_foreground(self, image: Image, padding: int = 0, *, hints: Hints | None = None) -> str:
        """Order to cut the subject out, with ``padding`` pixels on all sides."""
        return self._submit(orders.crop_foreground(image, padding, hints))

    def submit_hide_faces(
        self, image: Image, method: str = "blur", strength: int = 3, faces: Sequence[Rect] = ()
    ) -> str:
        """Order to hide ``faces`` (x, y, w, h), or all, by "blur", "pixelate" or "fill": an extension of the studio's
        own engine."""
        return self._submit(orders.hide_faces(image, method, strength, faces))

    def submit_remove_background_guided(
        self, image: Image, prompt: str | None = None, *, hints: Hints | None = None
    ) -> str:
        """Order to cut out what ``prompt`` says; the studio's own engine takes none, and ``hints`` in its place."""
        return self._submit(orders.remove_background_guided(image, prompt, hints))

    def submit_product_cutout(self, image: Image, *, hints: Hints | None = None) -> str:
        """Order to cut a product out and to crop to it."""
        return self._submit(orders.product_cutout(image, hints))

    def submit_packshot(self, image: Image, settings: Packshot | None = None, *, hints: Hints | None = None) -> str:
        """Order to put a product into the middle of a plain frame."""
        return self._submit(orders.packshot(image, settings or Packshot(), hints))

    def submit_product_shadow(self, image: Image, shadow: Shadow | None = None) -> str:
        """Order to put a ``shadow`` under a cut-out product."""
        return self._submit(orders.product_shadow(image, shadow or Shadow()))

    def submit_colorize(self, image: Image, color: str) -> str:
        """Order a look such as "black_and_white" or "sepia_vintage"; the studio's own engine has these two."""
        return self._submit(orders.colorize(image, color))

    def check_product(self, image: Image) -> tuple[Finding, ...]:
        """What marketplaces ask of a product's picture, at once: an extension of the studio's own engine."""
        answer = self._wire.post("v2/product/check", json={"image": v2_image(image)}, repeatable=True)
        return read_findings(answer.mapping("result"))

    def submit_all_masks(self, image: Image) -> str:
        """Order the masks of all regions; ``masks_of`` has them."""
        return self.submit("image/segment/all_masks", {"image": v2_image(image)})

    def segment_object(
        self, image: Image, *, box: tuple[int, int, int, int] | None = None, mask: Image | None = None
    ) -> Segment:
        """The object in a ``box`` (x, y, width, height, in pixels) or in what a rough ``mask`` covers, at once.

        An extension of the studio's own engine.

        Raises:
            RejectedInput: nothing is found there.
        """
        where = drop_none(box=None if box is None else list(box), mask=None if mask is None else v2_image(mask))
        order = {"image": v2_image(image), **where, "sync": True}
        answer = self._wire.post("v2/image/segment/object", json=order, repeatable=True)
        segment = read_segment(answer.mapping("result"))
        if segment is None:
            raise ServiceFailure("The service finished without a mask.", body=answer.body)
        return segment

    def run_recipe(self, image: Image, recipe: Mapping[str, Any] | str) -> RecipeResult:
        """Carry a recipe out on an image, and wait for the result. See ``submit_recipe``."""
        return self.recipe_result_of(self.submit_recipe(image, recipe))

    def submit_recipe(self, image: Image, recipe: Mapping[str, Any] | str) -> str:
        """Order every step of a recipe, as JSON has it or as the text of its file: an extension of the studio's own
        engine. ``recipe_result_of`` has the result."""
        return self.submit("recipes/run", {"image": v2_image(image), "recipe": recipe})

    def recipe_result_of(self, request_id: str) -> RecipeResult:
        """The result that a request of ``submit_recipe`` ends with. See ``result_of``."""
        said = self._wait_for_result(request_id)
        result = read_recipe_result(said, request_id)
        if result is None:
            raise _lack_of_image(said)
        return result

    def find_spots(self, image: Image) -> Spots:
        """The dust, blemishes, scratches and hairs on a picture, at once; ``erase`` takes the mask by its address.

        An extension of the studio's own engine.
        """
        order = {"image": v2_image(image), "sync": True}
        answer = self._wire.post("v2/image/segment/spots", json=order, repeatable=True)
        spots = read_spots(answer.mapping("result"))
        if spots is None:
            raise ServiceFailure("The service finished without a mask.", body=answer.body)
        return spots

    def _submit(self, order: Order) -> str:
        return self.submit(f"image/edit/{ROUTES.get(order.slug, order.slug)}", _fields(order))


def _fields(order: Order) -> Fields:
    """The fields of an edit, images among them."""
    mask = None if order.mask is None else v2_image(order.mask)
    return {**drop_none(image=v2_image(order.image), mask=mask), **order.fields}


def _read_result(said: Mapping[str, Any], request_id: str) -> Result:
    """The result of a finished request.

    Raises:
        ServiceFailure: it has no image.
    """
    result = read_result(said, request_id)
    if result is None:
        raise _lack_of_image(said)
    return result


def _lack_of_image(said: Mapping[str, Any]) -> BriaError:
    return _final(ServiceFailure("The service finished without an image.", body=dict(said)))


def _ended(status: Status) -> BriaError:
    """What a request ended with that has no result and runs no more."""
    if status.state in FORGOTTEN:
        return _forgotten(None, dict(status.error))
    return _final(error_for(_read_code(status.error), dict(status.error)))


def _forgotten(status: int | None, body: object) -> BriaError:
    """The error for a request that the service does not know (any more)."""
    said = "The service no longer knows this request; it may have done the work, and trying again may cost."
    return _final(OutcomeUnknown(said, status=status, body=body))


def _final(error: BriaError) -> BriaError:
    """The same error, as the end of an accepted request."""
    error.is_final = True
    return error


def _read_code(error: Mapping[str, Any]) -> int:
    """The status inside a failed request; 500 where it is none."""
    code = str(error.get("code", ""))
    return int(code) if re.fullmatch("[0-9]{3}", code) else 500
