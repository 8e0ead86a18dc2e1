"""Stored files: the images of a picture's revisions for its owner, and single ones for services."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from editor import files
from editor.access import revision_read
from editor.http import send_file
from editor.imaging import decoding, pixels
from editor.service import sharing

MEDIA_TYPES = {".png": "image/png", ".webp": "image/webp"}


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
    return send_file(request, name, MEDIA_TYPES[PurePosixPath(name).suffix])


@require_safe
def shared_image(request: HttpRequest, signed: str) -> HttpResponse:
    """The image behind a signed address, for a service that is not its owner."""
    try:
        image = files.read(sharing.read_signed(signed))
    except (signing.BadSignature, FileNotFoundError):
        raise Http404("This address has expired.") from None
    image = decoding.run(pixels.measure_use(image), pixels.shrink_to_limit, image, settings.UPLOAD_BYTES)
    return HttpResponse(image, content_type=pixels.media_type(image), headers={"X-Content-Type-Options": "nosniff"})
