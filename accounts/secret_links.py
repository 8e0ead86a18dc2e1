"""The secrets of links that open something to whoever has them."""

from __future__ import annotations

import hashlib
import secrets

LENGTH = 24  # bytes: 32 letters of an address


def make_secret() -> str:
    """A text for an address that nobody can guess."""
    return secrets.token_urlsafe(LENGTH)


def hash_secret(text: str) -> str:
    """64 hexadecimal digits that stand for a secret, and cannot be turned back into it."""
    return hashlib.sha256(text.encode()).hexdigest()
