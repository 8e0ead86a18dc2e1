"""How much of the API a studio serves over a socket: the routes of the table, and the calls of Bria's own client.

The checks are those of the contract suite (``harness/contract``), the studio is ``manage.py studio`` with its worker.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import partial

import requests

from benchmarks.figures import Figure, figure, quotient
from harness.contract.official_client import CALLS
from harness.contract.routes import ROUTES
from harness.contract.service import Service
from harness.processes import temporary_folder
from harness.studio import run_studio


@figure("routes", "all")
def routes() -> Figure:
    """Routes of the table, v1 and v2, that pass."""
    with fresh_studio() as address, requests.Session() as session:
        service = Service(address, session)
        passed = sum(passes(route.name, partial(route.check, service)) for route in ROUTES)
    return quotient("routes", passed, "routes", "routes in the table", len(ROUTES))


@figure("client", "all")
def client() -> Figure:
    """Calls of the official client that pass: every v2 row, synchronous and asynchronous, errors and polling."""
    with fresh_studio() as address:
        os.environ.update(BRIA_BASE_URL=address, BRIA_API_TOKEN="a-token")
        passed = sum(passes(call.name, call.check) for call in CALLS)
    return quotient("client", passed, "calls", "calls that are made", len(CALLS))


@contextmanager
def fresh_studio() -> Iterator[str]:
    """The address of a studio without any data; its log goes to standard error."""
    with temporary_folder("studio-bench-") as folder, redirect_stdout(sys.stderr), run_studio(folder) as studio:
        yield studio.address


def passes(name: str, check: Callable[[], None]) -> bool:
    """Whether a check passes; one that does not is named on standard error."""
    try:
        check()
    except Exception as failure:
        print(f"{name}: {failure!r}", file=sys.stderr)
        return False
    return True
