"""The check of products' pictures, an extension, and the routes for products that take a generative model."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from engine import waiting
from engine.calls import Call
from engine.edits.shared import IMAGE
from engine.errors import Unprocessable
from engine.views.capabilities import ANY_METHOD
from engine.views.decorators import v1, v2

ONLY_PRODUCTS = (
    "This engine cuts products out and makes packshots and shadows of them; the other product routes take a generative "
    "model, which it does not have."
)


@v2("POST", fields=(IMAGE,))
def check(call: Call) -> HttpResponse:
    """``POST /v2/product/check``: what marketplaces ask of a product's picture, rule by rule (extension)."""
    outcome = waiting.run(call, "product_check", {"image": IMAGE.read(call).save()})
    return JsonResponse({"result": outcome, "request_id": call.request_id})


@v1(*ANY_METHOD)
def no_v1_product(call: Call, path: str) -> HttpResponse:
    """Anything else below ``/v1/product/``."""
    raise Unprocessable(ONLY_PRODUCTS)


@v2(*ANY_METHOD)
def no_v2_product(call: Call, path: str) -> HttpResponse:
    """Anything else below ``/v2/product/`` and ``/v2/image/edit/product/``."""
    raise Unprocessable(ONLY_PRODUCTS)
