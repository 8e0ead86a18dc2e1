"""Who carries a recipe out: this machine, or a service."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Protocol

from commandline.errors import BadUse
from recipes.model import Recipe

EMBEDDED = "embedded"


@dataclass(frozen=True)
class Made:
    """What came of a recipe: a PNG, sentences to be told of it, and whether any step had something to do."""

    image: bytes
    notes: tuple[str, ...] = ()
    is_changed: bool = True


class Engine(Protocol):
    """What carries out recipes. Each method raises FileFailed where it cannot be done."""

    def apply(self, recipe: Recipe, image: bytes) -> Made:
        """Carry a recipe out on the picture in a JPEG, PNG or WEBP."""

    def make_layers(self, image: bytes) -> bytes:
        """The PSD with the layers of the picture in a JPEG, PNG or WEBP."""


def open_engine(name: str) -> Engine:
    """The engine of this name: "embedded", or the address of a service.

    Raises:
        BadUse: it is neither.
    """
    if name == EMBEDDED:
        from commandline.embedded import Embedded

        return Embedded()
    if not name.startswith(("http://", "https://")):
        raise BadUse(f"--engine is “{EMBEDDED}” or an address that begins with https://.")
    from commandline.service import Service

    return Service(name, os.environ.get("BRIA_API_TOKEN", ""))
