"""Registered images as files for other programs: in layers, and enlarged."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from engine import results, visuals, waiting
from engine.arguments import frames
from engine.calls import Call
from engine.views.decorators import v1


@v1("POST")
def image_to_psd(call: Call, visual_id: str) -> HttpResponse:
    """``POST /v1/{visual_id}/image_to_psd``: the image, or the state that a ``sid`` names, as a layered PSD."""
    visual = visuals.find(call, visual_id)
    session = visuals.find_session(call, visual)
    arguments = {"image": session.image if session else visual.image, "faces": visuals.faces_of(call, visual)}
    outcome = waiting.run(call, "layers", arguments)
    result = results.publish(call, outcome["file"], f"{visual_id}.psd")
    return JsonResponse({"image_res": results.address(call.origin, result)})


@v1("GET", "POST")
def increase_resolution(call: Call, visual_id: str) -> HttpResponse:
    """``GET /v1/{visual_id}/increase_resolution``: the image, or the state that a ``sid`` names, enlarged."""
    visual = visuals.find(call, visual_id)
    session = visuals.find_session(call, visual)
    factor = frames.factor(call, (visual.height, visual.width))
    arguments = {"image": session.image if session else visual.image, "factor": factor, "preserve_alpha": True}
    outcome = waiting.run(call, "increase_resolution", arguments)
    result = results.publish(call, outcome["file"], f"{visual_id}.png")
    return JsonResponse({"image_res": results.address(call.origin, result)})
