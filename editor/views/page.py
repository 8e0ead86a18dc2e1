"""The editor page as an answer: the whole of it, or the parts that have changed."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from editor.access import workspace_read
from editor.http import STOP_POLLING, HtmxRequest, read_shown_versions
from editor.refusals import Refusal
from editor.views.job_cards import unseen_jobs
from editor.views.workspace import Workspace

LINES = re.compile(r"(\d{1,9})-(\d{0,9})")


def respond(request: HtmxRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    """What has changed on the page; without script, the page itself."""
    if request.htmx:
        return render_changed_parts(request, pk, refusal)
    return render_page(request, pk, refusal) if refusal else redirect("editor", pk)


def render_page(request: HttpRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    """The whole editor page."""
    context = {"workspace": load_workspace(request, pk, refusal), "most_bytes": settings.PHOTO_BYTES}
    return render(request, "editor/picture.html", context, status=422 if refusal else 200)


def render_changed_parts(
    request: HtmxRequest, pk: int, refusal: Refusal | None = None, known: str = ""
) -> HttpResponse:
    """The parts whose versions differ from what the browser shows, for htmx to swap in; 204 where none does.

    The panel of a refused form is sent in any case, with everything that was entered. Who waits for jobs says which
    state of them is ``known``.
    """
    workspace = load_workspace(request, pk, refusal)
    shown = read_shown_versions(request)
    wanted = refusal.panel if refusal else ""
    parts = [
        part for part in workspace.list_parts(known) if part.name == wanted or shown.get(part.name) != part.version
    ]
    if not parts:
        return HttpResponse(status=204)
    status = 422 if refusal else (200 if workspace.working else STOP_POLLING)
    return render(request, "editor/_parts.html", {"workspace": workspace, "parts": parts}, status=status)


def load_workspace(request: HttpRequest, pk: int, refusal: Refusal | None = None) -> Workspace:
    """The workspace of one's own picture as it is now, for the browser that asks; else 404.

    The jobs are read first, for a job ends after what it found is stored: one that has ended here has its outcome here
    too, and one that has not is asked after again.
    """
    rows = unseen_jobs(pk)
    return Workspace(workspace_read(request, pk), rows, refusal, read_place(request), read_shown_lines(request))


def read_shown_lines(request: HttpRequest) -> tuple[int, int | None] | None:
    """The lines of the history that the browser shows, from its header ``Studio-Lines: first-last`` or ``first-``."""
    match = LINES.fullmatch(request.headers.get("Studio-Lines", ""))
    return (int(match[1]), int(match[2]) if match[2] else None) if match else None


def read_place(request: HttpRequest) -> int | None:
    """The revision around which the history was asked for, by a page without script."""
    place = request.GET.get("place", "")
    return int(place) if place.isdecimal() and len(place) < 10 else None
