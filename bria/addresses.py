"""Which IP addresses belong to hosts on the internet."""

from __future__ import annotations

import ipaddress

# The part of IPv6 that hosts on the internet are given (IANA, IPv6 address space). What lies outside it reaches local
# hosts or carries IPv4 addresses inside (NAT64 64:ff9b::/96, mapped ::ffff:0:0/96, compatible ::/96).
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")  # carries an IPv4 address inside (RFC 3056)


def is_public(address: str) -> bool:
    """Whether an IP address, as text, belongs to a host on the internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if isinstance(ip, ipaddress.IPv6Address) and (ip not in GLOBAL_UNICAST or ip in SIX_TO_FOUR):
        return False
    return ip.is_global and not ip.is_multicast
