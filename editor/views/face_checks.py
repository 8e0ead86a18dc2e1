"""Hiding faces in many pictures: which pictures, and which of the faces that were found in them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from editor.access import read_owner, run_read
from editor.http import HtmxRequest
from editor.limits import LimitReached
from editor.recipes import face_checks
from editor.refusals import Refusal, Refused, require_valid
from editor.service import capabilities
from editor.tools.hide_faces import HideFacesForm
from editor.views.people import send_face
from editor.views.picture_choices import describe_choice, read_chosen
from editor.views.recipe_runs import read_listed, render_run


@require_http_methods(["GET", "HEAD", "POST"])
def collection(request: HttpRequest) -> HttpResponse:
    """The pictures to choose from; or the run that looks for the faces of those that were chosen."""
    if request.method != "POST":
        return render_choice(request)
    chosen = read_chosen(request)
    if not chosen or not capabilities.abilities()[capabilities.HIDING].available:
        return render_choice(request, 422, refusal=not chosen)
    try:
        run = face_checks.start(read_owner(request), chosen)
    except LimitReached as error:
        return render_choice(request, 422, error=str(error))
    return redirect("recipe_run", run.pk)


def render_choice(request: HttpRequest, status: int = 200, **context: object) -> HttpResponse:
    """The page on which pictures are chosen."""
    facts = {"ability": capabilities.abilities()[capabilities.HIDING], **describe_choice(request)}
    return render(request, "recipes/faces.html", {**facts, **context}, status=status)


@require_POST
def hide(request: HtmxRequest, run_pk: int) -> HttpResponse:
    """Have the faces hidden that are ticked, and leave the pictures as they are in which none is."""
    run = run_read(request, run_pk)
    uses, form = read_listed(request, run), HideFacesForm(request.POST)
    face_checks.note_ticks(uses, set(request.POST.getlist("face")))
    try:
        require_valid(form)
        if uses and not any(face_checks.list_ticked(use) for use in uses):
            raise Refused("faces", gettext("Choose at least one face."))
    except Refused as error:
        return render_run(request, run, Refusal("hide_faces", error.field, str(error), request.POST.dict()))
    face_checks.hide(uses, form.cleaned_data)
    return render_run(request, run) if request.htmx else redirect("recipe_run", run_pk)


@require_safe
def face(request: HttpRequest, run_pk: int, use_pk: int, place: int) -> HttpResponseBase:
    """A face that was found in a picture, cut out of it; ``place`` counts from 0."""
    use = run_read(request, run_pk).uses.select_related("job__base").filter(pk=use_pk).first()
    found = face_checks.list_found(use.job)[place : place + 1] if use else []
    if use is None or use.job is None or not found:
        raise Http404("There is no such face.")
    return send_face(request, use.job.base.image, found[0])
