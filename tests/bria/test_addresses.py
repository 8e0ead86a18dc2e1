"""Which addresses belong to hosts on the internet: the whole of IANA's registries, on every Python."""

from __future__ import annotations

import ipaddress

import pytest

import bria
from bria.addresses import is_public
from bria.connections import refuse_url

# IANA's registries of special-purpose addresses and of multicast, as of 2026, written out a second time.
SPECIAL = [
    *("0.0.0.0/8", "0.0.0.0/32", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
    *("192.0.0.0/24", "192.0.0.0/29", "192.0.0.8/32", "192.0.0.9/32", "192.0.0.10/32", "192.0.0.170/32"),
    *("192.0.0.171/32", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.88.99.2/32"),
    *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4"),
    *("240.0.0.0/4", "255.255.255.255/32"),
    *("::1/128", "::/128", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23"),
    *("2001::/32", "2001:1::1/128", "2001:1::2/128", "2001:1::3/128", "2001:2::/48", "2001:3::/32"),
    *("2001:4:112::/48", "2001:10::/28", "2001:20::/28", "2001:30::/28", "2001:db8::/32", "2002::/16"),
    *("2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
]
METADATA = [
    *("169.254.169.254", "169.254.170.2", "100.100.100.200", "192.0.0.192", "168.63.129.16"),
    *("fd00:ec2::254", "fd20:ce::254", "fe80::a9fe:a9fe"),
]
# The last address before each block that begins behind a public one, and the first behind it.
PUBLIC = [
    *("1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0"),
    *("169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.0.3.0"),
    *("192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "203.0.112.255", "203.0.114.0"),
    *("223.255.255.255", "168.63.129.15", "168.63.129.17", "8.8.8.8"),
    *("2000::1", "2001:200::1", "2001:db7:ffff::1", "2001:db9::", "2003::1", "2606:4700::1111", "3ffe:ffff::1"),
    *("3fff:1000::", "::ffff:8.8.8.8"),
]


@pytest.mark.parametrize("network", SPECIAL)
def test_what_a_registry_sets_apart_is_not_public(network: str) -> None:
    block = ipaddress.ip_network(network)
    middle = block.network_address + block.num_addresses // 2
    assert not any(is_public(str(address)) for address in (block[0], middle, block[-1]))


@pytest.mark.parametrize("network", [network for network in SPECIAL if ":" not in network])
def test_nor_is_it_within_an_address_of_ipv6(network: str) -> None:
    carried = int(ipaddress.ip_network(network)[0])
    mapped, compatible = (ipaddress.IPv6Address((mark << 32) | carried) for mark in (0xFFFF, 0))
    translated = ipaddress.IPv6Address((0x64FF9B << 96) | carried)
    relayed = ipaddress.IPv6Address((0x2002 << 112) | (carried << 80))
    assert not any(is_public(str(address)) for address in (mapped, compatible, translated, relayed))


@pytest.mark.parametrize("address", METADATA)
def test_the_hosts_that_clouds_answer_their_machines_from_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_lies_beside_it_is_public(address: str) -> None:
    assert is_public(address)


def test_a_zone_does_not_count() -> None:
    assert not is_public("fe80::1%eth0")
    assert is_public("2606:4700::1111%1")


def test_what_is_no_address_is_none() -> None:
    with pytest.raises(ValueError, match="does not appear"):
        is_public("localhost")


@pytest.mark.parametrize(
    "host",
    [
        *("2130706433", "0x7f000001", "017700000001", "127.1", "127.0.1", "0x7f.1", "0177.0.0.1", "127.0.0.1."),
        *("localhost", "LOCALHOST", "localhost.", "0", "0.0.0.0", "[::]", "[::1]", "[0:0:0:0:0:0:0:1]"),
        *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"),
        *("①②⑦.⓪.⓪.①", "127。0。0。1", "１２７.0.0.1", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376"),
    ],
)
def test_no_spelling_of_this_machine_or_of_metadata_is_fetched(host: str) -> None:
    with pytest.raises(bria.FetchRefused):
        refuse_url(f"http://{host}/")
