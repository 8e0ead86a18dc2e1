"""Which Bria the studio talks to: the one place where the client, the settings and the embedded engine meet.

``briastudio.apps`` installs it into ``editor.service.backends``.

``BRIA_API_URL`` and ``BRIA_API_TOKEN`` choose. Both unset: the embedded engine, called in this process through Django's
own request handling, so that it is the same code on the same wire format as over a network. ``bria.environ`` has what
each such request carries in its environ (``request.META``).
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.utils.translation import gettext_noop as _

import bria
from bria.environ import ASKER, INLINE, INTERNAL
from editor.service.backends import Backend
from engine.weights import bundled

# The reserved top-level domain cannot lead anywhere. https, so that no redirect to https comes in between.
EMBEDDED_URL = f"https://{settings.ENGINE_HOST}"
EMBEDDED_TOKEN = "local"  # noqa: S105  the embedded engine takes any token from inside


def current() -> Backend:
    """The service that the settings choose.

    Raises:
        ImproperlyConfigured: ``BRIA_API_URL`` is no address.
    """
    url = settings.BRIA_API_URL or (bria.DEFAULT_URL if settings.BRIA_API_TOKEN else "")
    return remote(url) if url else embedded()


def embedded() -> Backend:
    """The engine inside this site; its results say where it made them without the weights of its small models."""
    is_whole = not bundled.list_missing(settings.STUDIO_WEIGHTS)
    label = _("Embedded engine") if is_whole else _("Embedded engine without its models")
    return Backend("embedded", label, EMBEDDED_URL, embedded=True, lossless=True)


def remote(url: str) -> Backend:
    """The service at ``url``."""
    root = re.sub(r"/+(v[12]/*)?$", "", url)
    parts = urlsplit(root)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ImproperlyConfigured("BRIA_API_URL must be an address such as https://engine.prod.bria-api.com")
    key = hashlib.sha256(root.lower().encode()).hexdigest()[:12]
    public_url = settings.STUDIO_PUBLIC_URL.rstrip("/")
    return Backend(key, f"Bria ({parts.netloc})", root, public_url=public_url)


def client(backend: Backend | None = None, *, inline: bool = False, asker: str = "") -> bria.Bria:
    """A client for ``backend``, by default the current one.

    ``inline``: a worker asks, so the embedded engine must do the work at once instead of waiting for a worker.
    ``asker``: a page asks for this person.
    """
    backend = backend or current()
    if backend.embedded:
        return _embedded_client(inline, asker)
    return _remote_client(backend.url, settings.BRIA_API_TOKEN or EMBEDDED_TOKEN)


def forget(digests: Iterable[str]) -> None:
    """Delete what the embedded engine keeps of some images, by the SHA-256 of their files."""
    from engine import forgetting  # only where something is deleted: it brings the engine's operations along

    forgetting.forget(digests)


@functools.lru_cache(maxsize=100)  # those who wait for something
def _embedded_client(inline: bool, asker: str) -> bria.Bria:
    transport = bria.InProcessAdapter(_application(), {INTERNAL: True, INLINE: inline, ASKER: asker})
    return bria.Bria(EMBEDDED_URL, EMBEDDED_TOKEN, transport, timeouts=bria.LOCAL)


@functools.lru_cache(maxsize=4)
def _remote_client(url: str, token: str) -> bria.Bria:
    return bria.Bria(url, token)


@functools.cache
def _application() -> WSGIHandler:
    return WSGIHandler()
