"""What a tool would do with a picture, before it is applied; only with an engine that counts no calls."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from editor.access import revision_read
from editor.jobs.running import Failure
from editor.models import Revision
from editor.refusals import first_error
from editor.sentences import error_sentence
from editor.service.capabilities import HINTS, SEGMENT, abilities
from editor.tools import background_preview, crop_foreground
from editor.tools.object_outline import DrawnForm, trace_object
from editor.tools.subject_hints import SubjectForm

KEPT = "private, max-age=3600"  # seconds: a revision's subject stays, while the engine that finds it may be another


@require_POST
def background(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A small PNG that is opaque where a revision's background is, after what was painted; a text says why not."""
    revision = read_for_preview(request, pk, number)
    form = SubjectForm(request.POST)
    if not form.is_valid():
        return explain(first_error(form), 422)
    try:
        png = background_preview.draw_veil(revision, form.cleaned_hints)
    except Failure as failure:
        return explain(error_sentence(failure), 200)
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "no-store"})


@require_safe
def subject(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The box around a revision's subject: left, top, right, bottom in its pixels; 422 says why there is none."""
    revision = read_for_preview(request, pk, number)
    try:
        return JsonResponse(crop_foreground.preview_subject(revision), headers={"Cache-Control": KEPT})
    except Failure as failure:
        return explain(error_sentence(failure), 422)


@require_POST
def object_outline(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The closed line around the object inside of what was drawn, as {"points"}; a text says why there is none."""
    revision = read_for_preview(request, pk, number, SEGMENT)
    form = DrawnForm(request.POST)
    if not form.is_valid():
        return explain(first_error(form), 422)
    try:
        points = trace_object(revision, form.cleaned_data["selection"])
    except Failure as failure:
        return explain(error_sentence(failure), 200)
    return JsonResponse({"points": points}, headers={"Cache-Control": "no-store"})


def read_for_preview(request: HttpRequest, pk: int, number: int, ability: str = HINTS) -> Revision:
    """A revision of one's own picture, or 404, also where nothing is previewed."""
    revision = revision_read(request, pk, number)
    if not abilities()[ability].available:
        raise Http404("Nothing is previewed with a service that counts its calls.")
    return revision


def explain(text: str, status: int) -> HttpResponse:
    """Why there is no preview, as a sentence for the page to show."""
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
