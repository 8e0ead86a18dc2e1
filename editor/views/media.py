"""The image files of a picture's revisions, for its owner."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from editor import files, pixels
from editor.access import revision_read
from editor.http import stored


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
    name = revision_read(request, pk, number).screen
    data = files.read(name)
    return stored(request, name, data, pixels.media_type(data))
