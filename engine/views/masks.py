"""The masks of an image's regions, registered or not."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from engine import files, results, visuals
from engine.calls import Call
from engine.edits.shared import IMAGE, V1_FIELDS, V2_FIELDS
from engine.fields import Box, Flag
from engine.image_fields import ImageField, MaskField, make_box_mask, save_mask
from engine.models import make_visual_id
from engine.views.answers import answer_with_request, answer_with_result
from engine.views.decorators import v1, v2

OBJECTS = Flag("objects", "Whether to wait until objects are found; else quick regions are told.", True)
BOX = Box("box", "Left, top, width and height of the area in pixels.", most=65_535)
AREA = MaskField("mask", "The area, where it is no box.")
IMAGE_URL = ImageField("image_url", aliases=("file", "image_file"), required=True)


@v1("GET", "POST")
def visual_masks(call: Call, visual_id: str) -> HttpResponse:
    """``/v1/{visual_id}/objects/mask_generator``: the masks of a registered image, made once."""
    visual = visuals.ensure_masks(call, visuals.find(call, visual_id))
    result = results.publish(call, visual.archive, f"{visual_id}.zip")
    return JsonResponse({"objects_masks": results.sign_address(call.origin, result)})


@v1("GET", fields=(OBJECTS,))
def visual_parts(call: Call, visual_id: str) -> HttpResponse:
    """``GET /v1/{visual_id}/objects/parts``: what the masks of a registered image are made of (extension)."""
    visual = visuals.find(call, visual_id)
    outcome = visuals.find_parts(call, visual, quick=not OBJECTS.read(call))
    result = results.publish(call, outcome["file"], f"{visual_id}_parts.png")
    answer = {name: outcome[name] for name in ("is_complete", "objects")}
    return JsonResponse({"parts_url": results.sign_address(call.origin, result), **answer})


@v1("POST", fields=(IMAGE_URL, *V1_FIELDS))
def image_masks(call: Call) -> HttpResponse:
    """``POST /v1/objects/mask_generator``: the masks of an image that stays unregistered."""
    source = IMAGE_URL.source(call)
    source.measure()
    prefix = make_visual_id(source.data)
    arguments = {"image": files.save(source.data), "prefix": prefix}
    return answer_with_result(call, "mask_generator", arguments, f"{prefix}.zip", "objects_masks")


@v2("POST", fields=(IMAGE, BOX, AREA, *V2_FIELDS))
def segment_object(call: Call) -> HttpResponse:
    """``POST /v2/image/segment/object``: the thing inside of a box or of an area drawn around it (extension)."""
    image = IMAGE.read(call)
    arguments = {"image": image.save(), "area": store_area(call, image.shape)}
    return answer_with_request(call, "segment_object", arguments, "object.png")


def store_area(call: Call, shape: tuple[int, int]) -> str:
    """The area of an image of ``shape`` (rows, columns) that a box or a mask names, stored as a mask.

    Raises:
        EngineError: neither is given, or it cannot be used.
    """
    box = BOX.read(call)
    return save_mask(AREA.read(call, shape)) if box is None else save_mask(make_box_mask(box, shape))


@v2("POST", fields=(IMAGE, *V2_FIELDS))
def spots(call: Call) -> HttpResponse:
    """``POST /v2/image/segment/spots``: the dust, blemishes, scratches and hairs on an image (extension)."""
    return answer_with_request(call, "spots", {"image": IMAGE.read(call).save()}, "spots.png")


@v2("POST", fields=(IMAGE, *V2_FIELDS))
def all_masks(call: Call) -> HttpResponse:
    """``POST /v2/image/segment/all_masks``: the masks of an image, one by one."""
    image = IMAGE.read(call)
    prefix = make_visual_id(image.data)
    return answer_with_request(call, "all_masks", {"image": image.save(), "prefix": prefix}, f"{prefix}.zip")
