"""Masks of an image's objects, and taking objects away."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from engine import files, removals, resolutions, results, sources, visuals
from engine.arguments import pictures
from engine.arguments.fills import include_shadow
from engine.calls import Call
from engine.views.answers import new_session, with_request, with_result
from engine.views.decorators import v1, v2


@v1("GET", "POST")
def registered_masks(call: Call, visual_id: str) -> HttpResponse:
    """``/v1/{visual_id}/objects/mask_generator``: the masks of a registered image, made once."""
    visual = visuals.with_masks(call, visuals.find(call, visual_id))
    result = results.publish(call, visual.archive, f"{visual_id}.zip")
    return JsonResponse({"objects_masks": results.address(call.origin, result)})


@v1("POST")
def masks(call: Call) -> HttpResponse:
    """``POST /v1/objects/mask_generator``: the masks of an image that stays unregistered."""
    source = sources.need(call, "image_url", "file", "image_file")
    source.picture()
    prefix = visuals.visual_id_for(source.data)
    arguments = {"image": files.save(source.data), "prefix": prefix}
    return with_result(call, "segment", arguments, f"{prefix}.zip", "objects_masks")


@v2("POST")
def all_masks(call: Call) -> HttpResponse:
    """``POST /v2/image/segment/all_masks``: the masks of an image, one by one."""
    sent = pictures.image(call)
    prefix = visuals.visual_id_for(sent.data)
    return with_request(call, "all_masks", {"image": sent.save(), "prefix": prefix}, f"{prefix}.zip")


@v1("POST")
def remove(call: Call, visual_id: str) -> HttpResponse:
    """``POST /v1/{visual_id}/objects/remove``: erase generated masks, masks of the caller's own, or both."""
    visual = visuals.find(call, visual_id)
    session = visuals.find_session(call, visual)
    removal = removals.read(call, visual, session)
    arguments = {
        "labels": visuals.with_masks(call, visual).labels if removal.mask_ids else None,
        "mask_ids": removal.mask_ids,
        "mask": removal.mask,
        "include_shadow": include_shadow(call),
        "faces": visuals.faces_of(call, visual),
        "box": resolutions.read(call),
    }
    return new_session(call, visual, session, "remove", arguments, removed=removal.mask_ids)
