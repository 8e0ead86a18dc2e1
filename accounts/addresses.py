"""Where a request comes from, by way of which proxies."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def is_trusted(address: str) -> bool:
    """True for the proxies that ``TRUSTED_PROXIES`` names."""
    parsed = parse(address)
    return parsed is not None and any(parsed in network for network in settings.TRUSTED_PROXIES)


def read_client_address(request: HttpRequest) -> str:
    """The address of whoever asks: the last that a trusted proxy says it passes something on for."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    while hops and is_trusted(address) and parse(hops[-1]) is not None:
        address = hops.pop()
    return address


def parse(address: str) -> IPv4Address | IPv6Address | None:
    """The address, one of IPv4 in IPv6's spelling as itself; None where it is none."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    return parsed.ipv4_mapped or parsed if isinstance(parsed, IPv6Address) else parsed
