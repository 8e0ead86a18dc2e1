"""Walking the history."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from editor.access import picture_read, revision_read
from editor.forms import MoveForm, PlaceForm
from editor.history import graph, tree
from editor.http import HtmxRequest
from editor.views.page import respond

MOVES = {"undo": tree.undo, "redo": tree.redo}


@require_POST
def current(request: HtmxRequest, pk: int) -> HttpResponse:
    """Undo, redo, or jump to a revision; where there is nothing to undo or redo, nothing happens."""
    picture = picture_read(request, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Http404("The history has no such place.")
    to = form.cleaned_data["to"]
    if to in MOVES:
        MOVES[to](picture)
    else:
        picture.go_to(revision_read(request, pk, int(to)))
    return respond(request, pk)


@require_safe
def lines(request: HtmxRequest, pk: int) -> HttpResponse:
    """More of the history, to stand before or after what is shown of it."""
    picture = picture_read(request, pk)
    form = PlaceForm(request.GET)
    if picture.current is None or not form.is_valid():
        raise Http404("The history has no such place.")
    before, after = form.cleaned_data["before"], form.cleaned_data["after"]
    here = picture.current.number
    window = graph.window_before(picture, before, here) if before else graph.window_after(picture, after or 0, here)
    return render(request, "editor/_steps.html", {"window": window, "picture": picture})


@require_safe
def steps(request: HttpRequest, pk: int) -> HttpResponse:
    """All steps by number and name, as the options to choose one from."""
    rows = picture_read(request, pk).revisions.only("number", "title", "name")
    return render(request, "editor/_options.html", {"rows": rows})
