"""Asking for an edit, watching it being made, and stopping it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST

from editor import jobs, people, pictures
from editor.access import job_read, picture_read, revision_read
from editor.attributes import ChangesRefused
from editor.forms import EditForm, EraseForm, first_error
from editor.http import HtmxRequest
from editor.models import Revision
from editor.views.people import Refusal
from editor.views.workspace import answer


@require_POST
def collection(request: HtmxRequest, pk: int) -> HttpResponse:
    """Have a tool applied to a revision. The same key again is the same edit."""
    picture = picture_read(request, pk)
    form = EditForm(request.POST)
    if not form.is_valid():
        panel = PANELS.get(request.POST.get("tool", ""), "regions")
        return answer(request, picture, Refusal(panel, "", first_error(form), request.POST.dict()))
    base = revision_read(request, pk, form.cleaned_data["revision"])
    tool = form.cleaned_data["tool"]
    try:
        params = PARAMS[tool](request, base)
    except ChangesRefused as error:
        return answer(request, picture, Refusal(PANELS[tool], error.field, str(error), request.POST.dict()))
    jobs.enqueue(picture, "edit", base, {"tool": tool, **params}, str(form.cleaned_data["key"]))
    return answer(request, picture)


def erase_params(request: HtmxRequest, base: Revision) -> dict[str, Any]:
    """The regions to erase, and of which visual.

    Raises:
        ChangesRefused: none is named, or one that cannot be.
    """
    form = EraseForm(request.POST)
    if not form.is_valid():
        raise ChangesRefused("mask_ids", first_error(form))
    return {"mask_ids": form.cleaned_data["mask_ids"], "visual": form.cleaned_data["visual"]}


def people_params(request: HtmxRequest, base: Revision) -> dict[str, Any]:
    """The people to change, and where their faces are, should they carry other ids by then.

    Raises:
        ChangesRefused: a value is wrong, or nothing was changed.
    """
    changes = people.changes_from(request.POST.dict(), base)
    return {"changes": changes, "faces": {card.id: card.rect for card in people.cards(base) if card.id in changes}}


PARAMS = {"erase": erase_params, "people": people_params}
PANELS = {"erase": "regions", "people": "people"}


@require_GET
def status(request: HtmxRequest, pk: int) -> HttpResponse:
    """What has changed since the browser last heard."""
    return answer(request, picture_read(request, pk))


@require_POST
def cancellation(request: HtmxRequest, pk: int, job_id: uuid.UUID) -> HttpResponse:
    """Stop a job at its next step."""
    jobs.cancel(job_read(request, pk, job_id))
    return answer(request, picture_read(request, pk))


@require_POST
def retrial(request: HtmxRequest, pk: int, job_id: uuid.UUID) -> HttpResponse:
    """Do a job again that ended without a result."""
    jobs.retry(job_read(request, pk, job_id))
    return answer(request, picture_read(request, pk))


@require_POST
def preparation(request: HtmxRequest, pk: int) -> HttpResponse:
    """Look for regions and people again where that was stopped."""
    picture = picture_read(request, pk)
    if picture.current is not None and not picture.jobs.filter(status__in=["queued", "running"]).exists():
        pictures.prepare(picture.current)
    return answer(request, picture)
