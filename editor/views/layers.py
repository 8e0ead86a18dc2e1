"""The files that jobs made, for the picture's owner."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from editor import exports
from editor.access import job_read
from editor.http import stored
from editor.imaging.photoshop import SUFFIX

MEDIA_TYPE = "image/vnd.adobe.photoshop"  # IANA


@require_safe
def file(request: HttpRequest, pk: int, job_id: uuid.UUID) -> HttpResponseBase:
    """The layers that a job made, under the picture's name."""
    job = job_read(request, pk, job_id)
    if not job.file:
        raise Http404("This job has no file.")
    job.see()
    disposition = exports.disposition(exports.file_name(job.picture.name, SUFFIX))
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-cache"}
    return stored(request, job.file, MEDIA_TYPE, headers)
