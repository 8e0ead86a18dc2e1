"""Names and addresses of machines; a module of its own because the server asks before it has Django's settings."""

from __future__ import annotations

import ipaddress


def is_loopback(host: str) -> bool:
    """True for the names and addresses of this machine that no other can reach."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
