"""The image files of a picture's revisions, for its owner."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from editor import files, pixels
from editor.access import revision_read
from editor.http import stored

SCREEN_SIDE = 2048  # pixels: what a large screen shows of a picture as a whole


@require_safe
def image(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A revision at full size."""
    name = revision_read(request, pk, number).image
    return stored(request, name, files.read(name), "image/png")


@require_safe
def thumbnail(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A revision as the history and the gallery show it."""
    name = revision_read(request, pk, number).thumbnail
    return stored(request, name, files.read(name), "image/webp")


@require_safe
def screen(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A revision as large as a screen needs it, to be shown before the full size is there."""
    revision = revision_read(request, pk, number)
    data = files.read(revision.image)
    if max(revision.width, revision.height) <= SCREEN_SIDE:
        return stored(request, revision.image, data, "image/png")
    return stored(request, f"{revision.image}.screen", pixels.thumbnail(data, SCREEN_SIDE), "image/webp")
