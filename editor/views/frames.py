"""Where a picture's subject is, before it is cropped to it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from editor.access import revision_read
from editor.jobs.running import Failure
from editor.sentences import error_sentence
from editor.service.capabilities import HINTS, abilities
from editor.tools import crop_foreground

KEPT = "private, max-age=3600"  # seconds: a revision's subject stays, while the engine that finds it may be another


@require_GET
def subject(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The box around a revision's subject: left, top, right, bottom in its pixels; 422 says why there is none."""
    revision = revision_read(request, pk, number)
    if not abilities()[HINTS].available:
        raise Http404("Nothing is previewed with a service that counts its calls.")
    try:
        return JsonResponse(crop_foreground.preview(revision), headers={"Cache-Control": KEPT})
    except Failure as failure:
        return HttpResponse(error_sentence(failure), content_type="text/plain; charset=utf-8", status=422)
