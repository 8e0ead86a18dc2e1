"""How many requests each address has under way, from the end of its header to the end of its answer."""

from __future__ import annotations

import ipaddress
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from briastudio.serving import limits

SITE_PREFIX = 64  # bits of an IPv6 address that one connection to the internet has for itself (RFC 6177)


class Visitors:
    """Counts them. All of it happens on the event loop, so that nothing is locked."""

    def __init__(self, most: int) -> None:
        self.most, self.present = most, Counter[str]()

    @contextmanager
    def admit(self, address: str) -> Iterator[None]:
        """Count one more for as long as the block runs. This machine is not counted: its proxy speaks for everybody.

        Raises:
            Refusal: the address has as many as it may.
        """
        visitor = name_visitor(address)
        if visitor and self.present[visitor] >= self.most:
            raise limits.too_many()
        self.present[visitor] += 1
        try:
            yield
        finally:
            self.present[visitor] -= 1
            if not self.present[visitor]:
                del self.present[visitor]


def name_visitor(address: str) -> str:
    """What stands for whoever is behind an address: that of IPv4, the network of IPv6, nothing for this machine."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:  # a socket of this machine
        return ""
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip
    if ip.is_loopback:
        return ""
    return str(ip) if ip.version == 4 else str(ipaddress.ip_network((ip, SITE_PREFIX), strict=False))
