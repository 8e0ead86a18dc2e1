"""What there is to tell of a v2 request: to whoever asks, and to webhooks (docs.bria.ai)."""

from __future__ import annotations

from typing import Any

from engine import results
from engine.models import Request, Result
from engine.outcomes import EXTRAS


def describe_request(origin: str, request: Request) -> dict[str, Any]:
    """How the request stands; ``origin`` is what addresses in it begin with."""
    body: dict[str, Any] = {"status": request.status, "request_id": request.request_id}
    if request.status == Request.Status.COMPLETED and request.result:
        body["result"] = describe_result(origin, request, request.result)
    elif request.error:
        body["error"] = request.error
    return body


def describe_result(origin: str, request: Request, result: Result) -> dict[str, Any]:
    """The ``result`` of a finished request."""
    outcome = request.outcome or {}
    if "masks" in outcome:
        masks = [describe_mask(origin, result, mask) for mask in outcome["masks"]]
        return {"masks": masks, **outcome.get(EXTRAS, {})}
    name = "mask_url" if outcome.get("is_mask") else "image_url"
    return {name: results.sign_address(origin, result), **outcome.get(EXTRAS, {})}


def describe_mask(origin: str, result: Result, mask: dict[str, Any]) -> dict[str, Any]:
    """One of all masks: its address in the place of its name in the zip."""
    fields = {name: value for name, value in mask.items() if name != "member"}
    return {**fields, "image_url": results.sign_address(origin, result, mask["member"])}
