"""Which service answers. The site decides (``STUDIO_BACKENDS`` names the module); the editor only asks."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

import bria


class Backend(Protocol):
    """A service, as far as the editor cares.

    Attributes:
        key: stands for it in the database; a handle is good for the service that gave it.
        label: its name for people.
        embedded: it is part of this site: an order can be repeated freely, and limits of hosted services do not hold.
        lossless: its results are exact outside the mask.
        public_url: the root under which it can fetch addresses of ours; "" where it cannot.
    """

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def embedded(self) -> bool: ...
    @property
    def lossless(self) -> bool: ...
    @property
    def public_url(self) -> str: ...


class Backends(Protocol):
    """What the module behind ``STUDIO_BACKENDS`` offers."""

    def current(self) -> Backend: ...
    def client(self, backend: Backend | None = None, *, inline: bool = False) -> bria.Bria: ...


def current() -> Backend:
    """The service that the settings choose."""
    return _site().current()


def client(backend: Backend | None = None, *, inline: bool = False) -> bria.Bria:
    """A client for it. ``inline``: asked from a worker, so the embedded engine must not hand the work to a worker."""
    return _site().client(backend, inline=inline)


def _site() -> Backends:
    return cast("Backends", import_module(settings.STUDIO_BACKENDS))
