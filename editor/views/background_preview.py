"""What a picture's background is, before anything is done with it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from editor.access import revision_read
from editor.jobs.running import Failure
from editor.refusals import first_error
from editor.sentences import error_sentence
from editor.service.capabilities import HINTS, abilities
from editor.tools import background_preview
from editor.tools.subject_hints import SubjectForm


@require_POST
def veil(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A small PNG that is opaque where a revision's background is, after what was painted; a text says why not."""
    revision = revision_read(request, pk, number)
    if not abilities()[HINTS].available:
        raise Http404("Nothing is previewed with a service that counts its calls.")
    form = SubjectForm(request.POST)
    if not form.is_valid():
        return reason(first_error(form), 422)
    try:
        png = background_preview.veil(revision, form.said)
    except Failure as failure:
        return reason(error_sentence(failure), 200)
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "no-store"})


def reason(text: str, status: int) -> HttpResponse:
    """Why there is no veil, as a sentence for the page to show."""
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
