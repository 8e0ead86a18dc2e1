"""The masks of an image's regions, registered or not."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from engine import files, results, visuals
from engine.calls import Call
from engine.edits.shared import IMAGE, V1_FIELDS, V2_FIELDS
from engine.image_fields import ImageField
from engine.models import make_visual_id
from engine.views.answers import answer_with_request, answer_with_result
from engine.views.decorators import v1, v2

IMAGE_URL = ImageField("image_url", aliases=("file", "image_file"), required=True)


@v1("GET", "POST")
def visual_masks(call: Call, visual_id: str) -> HttpResponse:
    """``/v1/{visual_id}/objects/mask_generator``: the masks of a registered image, made once."""
    visual = visuals.ensure_masks(call, visuals.find(call, visual_id))
    result = results.publish(call, visual.archive, f"{visual_id}.zip")
    return JsonResponse({"objects_masks": results.sign_address(call.origin, result)})


@v1("POST", fields=(IMAGE_URL, *V1_FIELDS))
def image_masks(call: Call) -> HttpResponse:
    """``POST /v1/objects/mask_generator``: the masks of an image that stays unregistered."""
    source = IMAGE_URL.source(call)
    source.picture()
    prefix = make_visual_id(source.data)
    arguments = {"image": files.save(source.data), "prefix": prefix}
    return answer_with_result(call, "mask_generator", arguments, f"{prefix}.zip", "objects_masks")


@v2("POST", fields=(IMAGE, *V2_FIELDS))
def all_masks(call: Call) -> HttpResponse:
    """``POST /v2/image/segment/all_masks``: the masks of an image, one by one."""
    image = IMAGE.read(call)
    prefix = make_visual_id(image.data)
    return answer_with_request(call, "all_masks", {"image": image.save(), "prefix": prefix}, f"{prefix}.zip")
