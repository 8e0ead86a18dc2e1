"""Walking the history."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from editor import history
from editor.access import picture_read, revision_read
from editor.forms import MoveForm
from editor.http import HtmxRequest
from editor.views.workspace import answer

MOVES = {"undo": history.undo, "redo": history.redo}


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
    return answer(request, picture)
