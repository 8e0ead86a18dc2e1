"""Asking for an edit, and watching it being made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from editor import pictures
from editor.access import picture_read, read_owner, revision_read
from editor.forms import OUTDATED, EditForm
from editor.http import HtmxRequest
from editor.jobs import queue
from editor.limits import LimitReached
from editor.models import Revision
from editor.refusals import Refusal, Refused, require_valid
from editor.tools.registry import find_tool
from editor.tools.tool import Tool
from editor.views.job_state import read_jobs_state
from editor.views.page import render_changed_parts, respond


@require_POST
def collection(request: HtmxRequest, pk: int) -> HttpResponse:
    """Have a tool applied to a revision. The same key again is the same edit."""
    picture = picture_read(request, pk)
    tool = find_tool(request.POST.get("tool", ""))
    panel = tool.panel if tool else "regions"
    try:
        order = read_order(request, pk, tool)
    except Refused as error:
        return respond(request, pk, Refusal(panel, error.field, str(error), request.POST.dict()))
    try:
        queue.enqueue(picture, order.kind, order.base, order.params, order.key)
    except LimitReached as error:
        return respond(request, pk, Refusal(panel, "", str(error), request.POST.dict()))
    picture.mark_failures_seen()
    return respond(request, pk)


@dataclass(frozen=True)
class Order:
    """An edit that can be done: the kind of its job, from which revision, what, and the key that makes it once."""

    kind: str
    base: Revision
    params: dict[str, Any]
    key: str


def read_order(request: HtmxRequest, pk: int, tool: Tool | None) -> Order:
    """What a posted form asks for.

    Raises:
        Refused: something in it cannot be used.
    """
    form = EditForm(request.POST)
    require_valid(form)
    if tool is None:
        raise Refused("tool", str(OUTDATED["invalid_choice"]))
    base = revision_read(request, pk, form.cleaned_data["revision"])
    return Order(tool.kind, base, {"tool": tool.slug, **tool.read(request, base)}, str(form.cleaned_data["key"]))


@require_safe
def status(request: HtmxRequest, pk: int) -> HttpResponse:
    """What has changed since the browser last heard; one that waits for jobs says by ``?state=`` what it knows."""
    known = request.GET.get("state", "")
    if known and known == read_jobs_state(pk, read_owner(request)):
        return HttpResponse(status=204)
    if request.htmx:
        return render_changed_parts(request, pk, known=known)
    return redirect("editor", picture_read(request, pk).pk)


@require_POST
def preparation(request: HtmxRequest, pk: int) -> HttpResponse:
    """Look for regions and people again where that was stopped."""
    picture = picture_read(request, pk)
    if picture.current is not None and not picture.jobs.filter(status__in=["queued", "running"]).exists():
        try:
            queue.refuse_excess(picture.owner, coming=1)
        except LimitReached as error:
            return respond(request, pk, Refusal("regions", "", str(error)))
        picture.mark_failures_seen()
        pictures.prepare(picture.current)
    return respond(request, pk)
