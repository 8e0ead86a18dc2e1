"""The image files of a picture's revisions, for its owner."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from editor.access import revision_read
from editor.http import stored

TYPES = {".png": "image/png", ".webp": "image/webp"}


@require_safe
def image(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """A revision at full size."""
    return rendition(request, revision_read(request, pk, number).image)


@require_safe
def thumbnail(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """A revision as the history and the gallery show it."""
    return rendition(request, revision_read(request, pk, number).thumbnail)


@require_safe
def screen(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """A revision as large as a screen needs it, to be shown before the full size is there."""
    return rendition(request, revision_read(request, pk, number).screen)


def rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """A stored image, whose name says its type."""
    return stored(request, name, TYPES[PurePosixPath(name).suffix])
