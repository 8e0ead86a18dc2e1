"""The three forms an edit is answered in: an isolated v1 result, an isolated v2 request, a new state of a visual."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from engine import results, tasks, waiting, work
from engine.calls import Call
from engine.models import Session, Visual


def with_result(call: Call, operation: str, arguments: work.Arguments, filename: str, key: str) -> HttpResponse:
    """v1: ``{key: address}``. With ``sync: false`` the address is given at once and its file appears later."""
    if call.payload.flag("sync", True):
        result = results.publish(call, waiting.run(call, operation, arguments)["file"], filename)
    else:
        result = tasks.promise(call, operation, arguments, filename)[1]
    return JsonResponse({key: results.address(call, result)})


def with_request(call: Call, operation: str, arguments: work.Arguments, filename: str) -> HttpResponse:
    """v2: 202 and where to ask for the status; with ``sync: true`` the result itself."""
    if call.payload.flag("sync", False):
        request, result = waiting.run_promised(call, operation, arguments, filename)
        image_url = results.address(call, result)
        return JsonResponse({"result": {"image_url": image_url}, "request_id": request.request_id})
    request, _ = tasks.promise(call, operation, arguments, filename)
    status_url = call.origin + reverse("engine:status", args=[request.request_id])
    return JsonResponse({"request_id": request.request_id, "status_url": status_url}, status=202)


def new_session(
    call: Call,
    visual: Visual,
    session: Session | None,
    operation: str,
    arguments: work.Arguments,
    *,
    removed: Sequence[int] = (),
    changed: Sequence[str] = (),
) -> HttpResponse:
    """v1, registered: ``{"image_res": address, "sid": …}``; the edit starts from ``session``, or from the original."""
    outcome = waiting.run(call, operation, {"image": session.image if session else visual.image, **arguments})
    following = Session.objects.create(
        visual=visual,
        parent=session,
        image=outcome["image"],
        removed=[*(session.removed if session else []), *removed],
        changed=[*(session.changed if session else []), *changed],
    )
    result = results.publish(call, outcome["file"], f"{visual.visual_id}.png")
    return JsonResponse({"image_res": results.address(call, result), "sid": following.sid})
