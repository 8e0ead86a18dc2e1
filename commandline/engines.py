"""Who carries a recipe out: this machine, or a service."""

from __future__ import annotations

import os

from commandline.carriers import Engine
from commandline.errors import BadUse

EMBEDDED = "embedded"


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
