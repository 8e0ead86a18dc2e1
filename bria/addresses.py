"""IP addresses: which of them belong to hosts on the internet.

Python's own tables differ from release to release, so the registries stand here: IANA's registries of special-purpose
addresses for IPv4 and IPv6 (RFC 6890 and its successors), of multicast, and the hosts that clouds answer their machines
from. What a registry calls globally reachable though nobody has pictures there is left out of the internet as well.
"""

from __future__ import annotations

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

SPECIAL_V4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # shared by the customers of a provider; Alibaba's metadata at 100.100.100.200
            "127.0.0.0/8",  # loopback
            "169.254.0.0/16",  # link-local; most clouds' metadata at 169.254.169.254
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocols; Oracle's metadata at 192.0.0.192
            "192.0.2.0/24",  # documentation
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # automatic multicast tunneling
            "192.88.99.0/24",  # relays of 6to4, deprecated
            "192.168.0.0/16",  # private
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, and broadcast
            "168.63.129.16/32",  # Azure's own services, asked by its machines
        ),
    )
)
# The part of IPv6 that hosts on the internet are given. What lies outside it reaches local hosts, or carries IPv4
# addresses inside (NAT64 64:ff9b::/96 and 64:ff9b:1::/48, compatible ::/96); Amazon's and Google's metadata lie there.
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
SPECIAL_V6 = tuple(
    map(
        ipaddress.IPv6Network,
        (
            "2001::/23",  # protocols: Teredo, benchmarks, ORCHID and others, some with IPv4 addresses inside
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4: IPv4 addresses inside
            "2620:4f:8000::/48",  # AS112
            "3fff::/20",  # documentation
        ),
    )
)


def is_public(address: str) -> bool:
    """Whether an IP address, as text, belongs to a host on the internet. A zone ("%eth0") does not count.

    Raises:
        ValueError: it is no IP address.
    """
    ip: Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is None:
            return ip in GLOBAL_UNICAST and not any(ip in network for network in SPECIAL_V6)
        ip = ip.ipv4_mapped
    return not any(ip in network for network in SPECIAL_V4)
