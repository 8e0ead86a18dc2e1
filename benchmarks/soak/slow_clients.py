"""Five hundred slow clients of each kind, and how long pages take meanwhile, without a proxy."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import requests

from benchmarks.figures import Figure, quotient
from benchmarks.sites import served
from benchmarks.soak.trials import at_least, at_most, say, scaled, trial
from harness.slow_clients import elsewhere, kinds

CLIENTS = 500
PAGES = 300  # requests for a page, each by a connection of its own
PATHS = ("/pictures/", "/large")


@trial("slow_clients", slow_clients=at_least(scaled(CLIENTS)), page_p95_ratio=at_most(3))
def slow_clients() -> list[Figure]:
    """The 95th percentile of the start page with clients of the worst kind there, over that without any."""
    with served("histories", 10) as site:
        place = urlsplit(site.pages[0])
        address = f"{place.scheme}://{place.netloc}"
        measure(address)
        measured = {kind: measure_kind(address, kind) for kind in kinds(*PATHS)}
    worst = max(measured, key=lambda kind: measured[kind][1] / measured[kind][0])
    idle, busy = measured[worst]
    return [
        Figure("slow_clients", scaled(CLIENTS), "connections of each kind"),
        quotient("page_p95_ratio", busy, "s", f"without them (the worst: {worst})", idle),
    ]


def measure_kind(address: str, kind: str) -> tuple[float, float]:
    """What a page takes before clients of a kind come, and while they are there."""
    idle = measure(address)
    with elsewhere(address, kind, scaled(CLIENTS), *PATHS):
        busy = measure(address)
    say(f"{kind}: {1000 * idle:.0f} ms without, {1000 * busy:.0f} ms with them")
    return idle, busy


def measure(address: str) -> float:
    """The 95th percentile, in seconds, of what the start page takes."""
    return percentile([seconds(address) for _ in range(PAGES)])


def seconds(address: str) -> float:
    """Wall time until the page is here, whole; any other answer is an error."""
    start = time.perf_counter()
    requests.get(address, timeout=30).raise_for_status()
    return time.perf_counter() - start


def percentile(times: list[float], share: float = 0.95) -> float:
    """The time that so many of them keep within."""
    return sorted(times)[int(share * (len(times) - 1))]
