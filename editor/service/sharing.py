"""Signed addresses under which a hosted service may fetch a picture for a while, without being its owner."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

SALT = "editor.sharing"
LIFETIME = 3600  # seconds: a service fetches within minutes, a retry included


def sign_address(public_url: str, image_name: str) -> str:
    """An address below ``public_url`` that serves a stored image for an hour."""
    return public_url.rstrip("/") + reverse("shared_image", args=[signing.dumps(image_name, salt=SALT)])


def read_signed(signed: str) -> str:
    """The name of the stored image that an address was signed for.

    Raises:
        BadSignature: it was not signed here, or too long ago.
    """
    return str(signing.loads(signed, salt=SALT, max_age=LIFETIME))
