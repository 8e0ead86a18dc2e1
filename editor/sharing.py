"""Addresses under which a hosted service may fetch a picture for a while, without being its owner."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from editor import files
from editor.http import DECODING
from editor.imaging import pixels

SALT = "editor.sharing"
LIFETIME = 3600  # seconds: a service fetches within minutes, a retry included


def address_of(public_url: str, image_name: str) -> str:
    """An address below ``public_url`` that serves a stored image for an hour."""
    return public_url.rstrip("/") + reverse("shared_image", args=[signing.dumps(image_name, salt=SALT)])


@require_safe
def shared_image(request: HttpRequest, signed: str) -> HttpResponse:
    """The image behind a signed name."""
    try:
        image = files.read(signing.loads(signed, salt=SALT, max_age=LIFETIME))
    except (signing.BadSignature, FileNotFoundError):
        raise Http404("This address has expired.") from None
    with DECODING:
        image = pixels.shrink_to_limit(image, settings.UPLOAD_BYTES)
    return HttpResponse(image, content_type=pixels.media_type(image), headers={"X-Content-Type-Options": "nosniff"})
