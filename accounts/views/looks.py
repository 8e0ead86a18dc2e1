"""Looking at a picture of somebody else's: at what it shows now, and at nothing else of it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import sharing
from accounts.http import AccountRequest
from editor.models import Picture
from editor.views.files import rendition as send_rendition


@require_safe
def picture(request: AccountRequest, pk: int) -> HttpResponse:
    """The page of a picture that is shared with the account."""
    found = sharing.find_visible(request.user, pk)
    return render_look(request, found, "look_file", found.pk)


@require_safe
def file(request: AccountRequest, pk: int, number: int, rendition: str) -> HttpResponseBase:
    """Its image."""
    return send_rendition(request, sharing.find_file(sharing.find_visible(request.user, pk), number, rendition))


@login_not_required
@require_safe
def linked_picture(request: HttpRequest, secret: str) -> HttpResponse:
    """The page of a picture that a link leads to, for whoever has the link."""
    try:
        found = sharing.find_linked(secret)
    except Http404:
        return render(request, "accounts/look.html", status=404)
    return render_look(request, found, "linked_look_file", secret)


@login_not_required
@require_safe
def linked_file(request: HttpRequest, secret: str, number: int, rendition: str) -> HttpResponseBase:
    """Its image."""
    return send_rendition(request, sharing.find_file(sharing.find_linked(secret), number, rendition))


def render_look(request: HttpRequest, found: Picture, name: str, key: int | str) -> HttpResponse:
    """The page; ``name`` and ``key`` lead to the files of the picture."""
    assert found.current is not None
    files = {one: reverse(name, args=[key, found.current.number, one]) for one in ("image", "screen")}
    giver = sharing.name_owners([found.owner]).get(found.owner, "")
    return render(request, "accounts/look.html", {"picture": found, "files": files, "giver": giver})
