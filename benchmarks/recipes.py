"""Recipes: whether the same comes of one as of the API's own routes, asked one by one."""

from __future__ import annotations

from functools import partial

import requests

from benchmarks.contract import fresh_studio, passes
from benchmarks.figures import Figure, figure, quotient
from harness.contract.service import Service
from harness.replays import REPLAYS


@figure("replay", "1.0")
def replay() -> Figure:
    """Recipes whose result is, byte for byte, that of the routes; between them they have every step there is."""
    with fresh_studio() as address, requests.Session() as session:
        service = Service(address, session)
        same = sum(passes(each.name, partial(each.check, service)) for each in REPLAYS)
    return quotient("replay", same, "results", "results of the routes", len(REPLAYS))
