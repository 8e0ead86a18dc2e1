"""What a tool would do with a picture, before it is applied; only with an engine that counts no calls."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from editor.access import read_owner, revision_read
from editor.jobs.running import Failure
from editor.models import Revision
from editor.previews import TooManyPreviews, seats
from editor.refusals import first_error
from editor.sentences import error_sentence
from editor.service.capabilities import HINTS, SEGMENT, abilities
from editor.tools import background_preview, crop_foreground
from editor.tools.object_outline import DrawnForm, trace_object
from editor.tools.subject_hints import SubjectForm

KEPT = "private, max-age=3600"  # seconds: a revision's subject stays, while the engine that finds it may be another

Place = ParamSpec("Place")
View = Callable[Concatenate[HttpRequest, Place], HttpResponseBase]


def seated(view: View[Place]) -> View[Place]:
    """A view that one person may wait for so many times at once; 429 with a sentence beyond that."""

    @wraps(view)
    def wait(request: HttpRequest, /, *args: Place.args, **place: Place.kwargs) -> HttpResponseBase:
        try:
            with seats.take(read_owner(request)):
                return view(request, *args, **place)
        except TooManyPreviews as error:
            answer = explain(gettext("Too many of your previews are being made. Wait for one of them."), 429)
            answer["Retry-After"] = str(error.retry_after)
            return answer

    return wait


@require_POST
@seated
def background(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A small PNG that is opaque where a revision's background is, after what was painted; a text says why not."""
    revision = read_for_preview(request, pk, number)
    form = SubjectForm(request.POST)
    if not form.is_valid():
        return explain(first_error(form), 422)
    try:
        png = background_preview.draw_veil(revision, form.cleaned_hints, read_owner(request))
    except Failure as failure:
        return explain(error_sentence(failure), 200)
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "no-store"})


@require_safe
@seated
def subject(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The box around a revision's subject: left, top, right, bottom in its pixels; 422 says why there is none."""
    revision = read_for_preview(request, pk, number)
    try:
        box = crop_foreground.preview_subject(revision, read_owner(request))
        return JsonResponse(box, headers={"Cache-Control": KEPT})
    except Failure as failure:
        return explain(error_sentence(failure), 422)


@require_POST
@seated
def object_outline(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The closed line around the object inside of what was drawn, as {"points"}; a text says why there is none."""
    revision = read_for_preview(request, pk, number, SEGMENT)
    form = DrawnForm(request.POST)
    if not form.is_valid():
        return explain(first_error(form), 422)
    try:
        points = trace_object(revision, form.cleaned_data["selection"], read_owner(request))
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
