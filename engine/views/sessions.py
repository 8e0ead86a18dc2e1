"""What is made of a registered image, or of the edited state that a ``sid`` names: edits, and files of it."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from engine import changes, removals, results, visuals, waiting
from engine.calls import Call
from engine.edits.increase_resolution import DESIRED_INCREASE, FAST, read_factor
from engine.edits.shared import INCLUDE_SHADOW, VARIANT
from engine.outcomes import Arguments
from engine.resolutions import DESIRED_RESOLUTION, read_resolution
from engine.views.answers import answer_with_session
from engine.views.decorators import v1
from engine.visuals import SID


@v1("POST", fields=(removals.CHANGES, INCLUDE_SHADOW, VARIANT, SID, DESIRED_RESOLUTION))
def objects_remove(call: Call, visual_id: str) -> HttpResponse:
    """``POST /v1/{visual_id}/objects/remove``: erase generated masks, masks of the caller's own, or both."""
    visual = visuals.find(call, visual_id)
    session = visuals.find_session(call, visual)
    removal = removals.read_removal(call, visual, session)
    arguments = {
        "labels": visuals.ensure_masks(call, visual).labels if removal.mask_ids else None,
        "mask_ids": removal.mask_ids,
        "mask": removal.mask,
        "include_shadow": INCLUDE_SHADOW.read(call),
        "faces": visuals.find_faces(call, visual),
        "box": read_resolution(call),
        "variant": VARIANT.read(call),
    }
    return answer_with_session(call, visual, session, "objects_remove", arguments, removed=removal.mask_ids)


@v1("POST", fields=(changes.CHANGES, SID, DESIRED_RESOLUTION))
def create(call: Call, visual_id: str) -> HttpResponse:
    """``POST /v1/{visual_id}/create``: change people, each of them once along a chain of sids."""
    visual = visuals.find(call, visual_id)
    session = visuals.find_session(call, visual)
    wanted = changes.read_changes(call, visuals.find_people(call, visual))
    changes.refuse_second(wanted, session.changed if session else ())
    arguments = {"original": visual.image, "changes": wanted, "box": read_resolution(call)}
    return answer_with_session(call, visual, session, "create", arguments, changed=list(wanted))


@v1("POST", fields=(SID,))
def image_to_psd(call: Call, visual_id: str) -> HttpResponse:
    """``POST /v1/{visual_id}/image_to_psd``: the image, or the state that a ``sid`` names, as a layered PSD."""
    visual = visuals.find(call, visual_id)
    session = visuals.find_session(call, visual)
    arguments = {"image": session.image if session else visual.image, "faces": visuals.find_faces(call, visual)}
    return _answer_file(call, "image_to_psd", arguments, f"{visual_id}.psd")


@v1("GET", "POST", fields=(SID, DESIRED_INCREASE, FAST))
def increase_resolution(call: Call, visual_id: str) -> HttpResponse:
    """``GET /v1/{visual_id}/increase_resolution``: the image, or the state that a ``sid`` names, enlarged."""
    visual = visuals.find(call, visual_id)
    session = visuals.find_session(call, visual)
    factor = read_factor(call, (visual.height, visual.width))
    image = session.image if session else visual.image
    arguments = {"image": image, "factor": factor, "preserve_alpha": True, "fast": FAST.read(call)}
    return _answer_file(call, "increase_resolution", arguments, f"{visual_id}.png")


def _answer_file(call: Call, operation: str, arguments: Arguments, filename: str) -> HttpResponse:
    """``{"image_res": address}``, which is no new state."""
    outcome = waiting.run(call, operation, arguments)
    result = results.publish(call, outcome["file"], filename)
    return JsonResponse({"image_res": results.sign_address(call.origin, result)})
