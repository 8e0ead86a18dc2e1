"""Recipes: whether the same comes of one as of the API's own routes, asked one by one."""

from __future__ import annotations

import sys

import requests

from benchmarks.contract import fresh_studio
from benchmarks.figures import Figure, figure, quotient
from harness.contract.service import Service
from harness.replays import REPLAYS, Replay


@figure("replay", "1.0")
def replay() -> Figure:
    """Recipes whose result is, byte for byte, that of the routes; between them they have every step there is."""
    with fresh_studio() as address, requests.Session() as session:
        service = Service(address, session)
        same = sum(report(each, service) for each in REPLAYS)
    return quotient("replay", same, "results", "results of the routes", len(REPLAYS))


def report(each: Replay, service: Service) -> bool:
    """Whether both are the same; a recipe that gives something else is named on standard error."""
    is_same = each.is_same(service)
    if not is_same:
        print(f"{each.name}: other bytes", file=sys.stderr)
    return is_same
