"""Which service answers: the site decides and installs ``briastudio.backends`` here; the editor only asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import bria


@dataclass(frozen=True)
class Backend:
    """A service to talk to.

    Attributes:
        key: stands for it in the database; a handle is good for the service that gave it.
        label: its name for people.
        url: its root, without version.
        embedded: it is part of this site: an order can be repeated freely, and limits of hosted services do not hold.
        lossless: its results are exact outside the mask.
        public_url: the root under which it can fetch addresses of ours; "" where it cannot.
    """

    key: str
    label: str
    url: str
    embedded: bool = False
    lossless: bool = False
    public_url: str = ""

    @property
    def paid(self) -> bool:
        """True where calls may cost money, so that none is repeated by itself."""
        return not self.embedded


class Backends(Protocol):
    """What a site installs."""

    def current(self) -> Backend: ...
    def client(self, backend: Backend | None = None, *, inline: bool = False, asker: str = "") -> bria.Bria: ...
    def forget(self, digests: Iterable[str]) -> None: ...


_installed: Backends | None = None


def install(backends: Backends) -> None:
    """Have ``backends`` answer from now on."""
    global _installed
    _installed = backends


def current() -> Backend:
    """The service that the settings choose."""
    return _site().current()


def client(backend: Backend | None = None, *, inline: bool = False, asker: str = "") -> bria.Bria:
    """A client for it. ``inline``: asked from a worker, so the embedded engine must not hand the work to a worker.

    ``asker`` is the owner name of the person who waits, whose work in the embedded engine takes turns with others'.
    """
    return _site().client(backend, inline=inline, asker=asker)


def forget(digests: Iterable[str]) -> None:
    """Have what this site's engine keeps of some images deleted; ``digests`` are the SHA-256 of their files."""
    _site().forget(digests)


def _site() -> Backends:
    if _installed is None:
        raise RuntimeError("No backends are installed: briastudio.apps does that")
    return _installed
