"""Asking for an edit, watching it being made, and stopping it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from editor import pictures
from editor.access import job_read, picture_read, revision_read
from editor.forms import OUTDATED, EditForm
from editor.http import HtmxRequest
from editor.jobs import queue
from editor.models import Revision
from editor.refusals import Refusal, Refused, checked
from editor.tools.registry import TOOLS
from editor.tools.tool import Tool
from editor.views.workspace import answer, changed_parts


@require_POST
def collection(request: HtmxRequest, pk: int) -> HttpResponse:
    """Have a tool applied to a revision. The same key again is the same edit."""
    picture = picture_read(request, pk)
    tool = TOOLS.get(request.POST.get("tool", ""))
    panel = tool.panel if tool else "regions"
    try:
        order = ordered(request, pk, tool)
    except Refused as error:
        return answer(request, pk, Refusal(panel, error.field, str(error), request.POST.dict()))
    picture.note_ends()
    queue.enqueue(picture, order.kind, order.base, order.params, order.key)
    return answer(request, pk)


@dataclass(frozen=True)
class Order:
    """An edit that can be done: the kind of its job, from which revision, what, and the key that makes it once."""

    kind: str
    base: Revision
    params: dict[str, Any]
    key: str


def ordered(request: HtmxRequest, pk: int, tool: Tool | None) -> Order:
    """What a posted form asks for.

    Raises:
        Refused: something in it cannot be used.
    """
    form = EditForm(request.POST)
    checked(form)
    if tool is None:
        raise Refused("tool", str(OUTDATED["invalid_choice"]))
    base = revision_read(request, pk, form.cleaned_data["revision"])
    return Order(tool.kind, base, {"tool": tool.slug, **tool.read(request, base)}, str(form.cleaned_data["key"]))


@require_GET
def status(request: HtmxRequest, pk: int) -> HttpResponse:
    """What has changed since the browser last heard."""
    if request.htmx:
        return changed_parts(request, pk)
    return redirect("editor", picture_read(request, pk).pk)


@require_POST
def cancellation(request: HtmxRequest, pk: int, job_id: uuid.UUID) -> HttpResponse:
    """Stop a job at its next step."""
    queue.cancel(job_read(request, pk, job_id))
    return answer(request, pk)


@require_POST
def retrial(request: HtmxRequest, pk: int, job_id: uuid.UUID) -> HttpResponse:
    """Do a job again that ended without a result."""
    job = job_read(request, pk, job_id)
    job.picture.note_ends()
    queue.retry(job)
    return answer(request, pk)


@require_POST
def dismissal(request: HtmxRequest, pk: int, job_id: uuid.UUID) -> HttpResponse:
    """Put away what is told of a job that has ended."""
    job_read(request, pk, job_id).see()
    return answer(request, pk)


@require_POST
def preparation(request: HtmxRequest, pk: int) -> HttpResponse:
    """Look for regions and people again where that was stopped."""
    picture = picture_read(request, pk)
    if picture.current is not None and not picture.jobs.filter(status__in=["queued", "running"]).exists():
        picture.note_ends()
        pictures.prepare(picture.current)
    return answer(request, pk)
