"""What can be done with a job: stop it, do it again, put its card away, save its file."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from editor import exports
from editor.access import job_read
from editor.http import HtmxRequest, send_file
from editor.imaging.photoshop import SUFFIX
from editor.jobs import queue
from editor.limits import LimitReached
from editor.refusals import Refusal
from editor.tools.registry import find_tool
from editor.views.page import respond

PHOTOSHOP = "image/vnd.adobe.photoshop"  # IANA


@require_POST
def cancellation(request: HtmxRequest, pk: int, job_id: uuid.UUID) -> HttpResponse:
    """Stop a job at its next step."""
    queue.cancel(job_read(request, pk, job_id))
    return respond(request, pk)


@require_POST
def retry(request: HtmxRequest, pk: int, job_id: uuid.UUID) -> HttpResponse:
    """Do a job again that ended without a result."""
    job = job_read(request, pk, job_id)
    tool = find_tool(job.params.get("tool", ""))
    try:
        queue.retry(job)
    except LimitReached as error:
        return respond(request, pk, Refusal(tool.panel if tool else "regions", "", str(error)))
    job.picture.mark_failures_seen()
    return respond(request, pk)


@require_POST
def dismissal(request: HtmxRequest, pk: int, job_id: uuid.UUID) -> HttpResponse:
    """Put away what is told of a job that has ended."""
    job_read(request, pk, job_id).see()
    return respond(request, pk)


@require_safe
def file(request: HttpRequest, pk: int, job_id: uuid.UUID) -> HttpResponseBase:
    """The layers that a job made, under the picture's name."""
    job = job_read(request, pk, job_id)
    if not job.file:
        raise Http404("This job has no file.")
    job.see()
    disposition = exports.disposition(exports.file_name(job.picture.name, SUFFIX))
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-cache"}
    return send_file(request, job.file, PHOTOSHOP, headers, leads_away=True)
