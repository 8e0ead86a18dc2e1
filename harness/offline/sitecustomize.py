"""For every Python process that has this folder in its PYTHONPATH: no other machine is reached or asked for.

Whom it tried to reach is appended to the file that ``REACHED`` names, a line each, and refused.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from pathlib import Path
from typing import Any


def is_here(host: object) -> bool:
    """True for this machine's own names and addresses, and for none at all."""
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def refuse_others(event: str, arguments: tuple[Any, ...]) -> None:
    """Raise OSError for a connection or a look-up that leaves this machine (Python's table of audit events)."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if not is_here(host):
        with Path(os.environ["REACHED"]).open("a") as file:
            file.write(f"{host}\n")
        raise OSError(f"{host} lies beyond this machine")


sys.addaudithook(refuse_others)
