"""The three forms an edit is answered in: an isolated v1 result, an isolated v2 request, a new state of a visual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from engine import results, tasks, waiting
from engine.calls import Call
from engine.edits.shared import V1_SYNC, V2_SYNC
from engine.models import Session, Visual, new_key
from engine.outcomes import EXTRAS, Arguments
from engine.statuses import describe_result

Extras = dict[str, Any]  # what an answer says beside addresses: seed, refined_prompt, warning


def answer_with_result(call: Call, operation: str, arguments: Arguments, filename: str, key: str) -> HttpResponse:
    """v1: ``{key: address}``, and a warning where there is one. See ``addresses``."""
    [address], extras = make_addresses(call, operation, arguments, filename)
    return JsonResponse({key: address, **pick_warning(extras)})


def make_addresses(
    call: Call, operation: str, arguments: Arguments, filename: str, count: int = 1
) -> tuple[list[str], Extras]:
    """v1: the addresses of ``count`` results, and what there is to say beside them.

    With ``sync: false`` the addresses are given at once, their files appear later, and nothing can be said yet.
    """
    if not V1_SYNC.read(call):
        tasks.refuse_excess(call, count)
        calls = [replace(call, request_id=new_key()) for _ in range(count)]
        promised = [tasks.promise(each, operation, arguments, filename)[1] for each in calls]
        return [results.sign_address(call.origin, result) for result in promised], {}
    outcome = waiting.run(call, operation, arguments)
    published = [results.publish(call, outcome["file"], filename) for _ in range(count)]
    return [results.sign_address(call.origin, result) for result in published], outcome.get(EXTRAS, {})


def pick_warning(extras: Extras) -> Extras:
    """The part of ``extras`` that no documented answer of v1 has a place for, and people should know all the same."""
    return {"warning": extras["warning"]} if "warning" in extras else {}


def answer_with_request(call: Call, operation: str, arguments: Arguments, filename: str) -> HttpResponse:
    """v2: 202 and where to ask for the status; with ``sync: true`` the result itself."""
    if V2_SYNC.read(call):
        request, result = waiting.run_promised(call, operation, arguments, filename)
        return JsonResponse({"result": describe_result(call.origin, request, result), "request_id": request.request_id})
    request, _ = tasks.promise(call, operation, arguments, filename)
    status_url = call.origin + reverse("engine:status", args=[request.request_id])
    return JsonResponse({"request_id": request.request_id, "status_url": status_url}, status=202)


def answer_with_session(
    call: Call,
    visual: Visual,
    session: Session | None,
    operation: str,
    arguments: Arguments,
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
    return JsonResponse({"image_res": results.sign_address(call.origin, result), "sid": following.sid})
