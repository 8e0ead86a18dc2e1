"""Onboarding, and what can be changed in a registered image."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse

from engine import forgetting, sources, visuals
from engine.calls import Call
from engine.errors import BadRequest, StillOnboarding, TimedOut
from engine.models import Visual
from engine.sources import Source
from engine.views.decorators import v1
from engine.visuals import FILE, IMAGE_URL

ONBOARDING = 20  # seconds after which 205 says to ask again: less than what clients give an answer

# By action its values, as person/info has them; each is a route below /v1/background/.
BACKGROUND = {
    "id": "background",
    "type": "background",
    "labels": [],
    "actions": {"remove": ["remove"], "blur": [1, 2, 3, 4, 5], "replace": ["color", "gradient", "image"]},
}


@v1("POST", fields=(IMAGE_URL,))
def register(call: Call) -> HttpResponse:
    """``POST /v1/register``: onboard the image at an address."""
    source = sources.find(call, *IMAGE_URL.names)
    if source is None and call.payload.get("org_image_key"):
        raise BadRequest("This engine has no organization's images: send 'image_url' instead of 'org_image_key'.")
    return _onboard(call, source or IMAGE_URL.source(call))


@v1("POST", fields=(FILE,))
def upload(call: Call) -> HttpResponse:
    """``POST /v1/upload``: onboard the file in the multipart part ``file``."""
    return _onboard(call, FILE.source(call))


@v1("GET")
def info(call: Call, visual_id: str) -> HttpResponse:
    """``GET /v1/{visual_id}/info``: everything in the image that can be changed."""
    visual = visuals.find(call, visual_id)
    return JsonResponse({"visual_id": visual_id, "scene": _people(call, visual)})


@v1("GET")
def person_info(call: Call, visual_id: str) -> HttpResponse:
    """``GET /v1/{visual_id}/person/info``: the people, and what can be changed about each."""
    return JsonResponse(_people(call, visuals.find(call, visual_id)), safe=False)


@v1("GET")
def objects_info(call: Call, visual_id: str) -> HttpResponse:
    """``GET /v1/{visual_id}/objects/info``: the objects, which are the regions of the mask zip."""
    return JsonResponse(_objects(call, visuals.find(call, visual_id)), safe=False)


@v1("GET")
def background_info(call: Call, visual_id: str) -> HttpResponse:
    """``GET /v1/{visual_id}/background/info``: what can be done with the background."""
    visuals.find(call, visual_id)
    return JsonResponse(BACKGROUND)


@v1("POST")
def remove_image(call: Call, visual_id: str) -> HttpResponse:
    """``POST /v1/{visual_id}/remove_image``: forget a registered image, its masks, its edited states and results."""
    forgetting.forget_visual(visuals.find(call, visual_id))
    return JsonResponse({"code": 200, "visual_id": visual_id})


def _objects(call: Call, visual: Visual) -> list[dict[str, Any]]:
    try:
        return visuals.find_objects(call, visual, ONBOARDING)
    except TimedOut:
        raise StillOnboarding("The image is still being looked at; ask again.") from None


def _people(call: Call, visual: Visual) -> list[dict[str, Any]]:
    try:
        return visuals.find_people(call, visual, ONBOARDING)
    except TimedOut:
        raise StillOnboarding("The image is still being looked at; ask again.") from None


def _onboard(call: Call, source: Source) -> HttpResponse:
    visual, is_new = visuals.register(call, source)
    status = 200 if is_new else 208
    return JsonResponse({"code": status, "visual_id": visual.visual_id}, status=status)
