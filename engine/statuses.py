"""What there is to tell of a v2 request: to whoever asks, and to webhooks (docs.bria.ai)."""

from __future__ import annotations

from typing import Any

from engine import results
from engine.models import EXTRAS, Request, Result


def status_body(origin: str, request: Request) -> dict[str, Any]:
    """How the request stands; ``origin`` is what addresses in it begin with."""
    body: dict[str, Any] = {"status": request.status, "request_id": request.request_id}
    if request.status == Request.Status.COMPLETED and request.result:
        body["result"] = result_body(origin, request, request.result)
    elif request.error:
        body["error"] = request.error
    return body


def result_body(origin: str, request: Request, result: Result) -> dict[str, Any]:
    """The ``result`` of a finished request."""
    outcome = request.outcome or {}
    if "masks" in outcome:
        masks = [mask_body(origin, result, mask) for mask in outcome["masks"]]
        return {"masks": masks, **outcome.get(EXTRAS, {})}
    return {"image_url": results.address(origin, result), **outcome.get(EXTRAS, {})}


def mask_body(origin: str, result: Result, mask: dict[str, Any]) -> dict[str, Any]:
    """One of all masks: its address in the place of its name in the zip."""
    fields = {name: value for name, value in mask.items() if name != "member"}
    return {**fields, "image_url": results.address(origin, result, mask["member"])}
