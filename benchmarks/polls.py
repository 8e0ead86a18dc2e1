"""What a page that waits for a job asks of the server while nothing changes."""

from __future__ import annotations

import statistics
import time
from urllib.parse import urljoin

import requests

from benchmarks.editor_page import site_page
from benchmarks.figures import Figure, figure, quotient

WATCHED = 10  # seconds
ROUNDS = 201


@figure("polls", "<= 10")
def polls() -> Figure:
    """Requests that a waiting page makes in ten seconds."""
    with site_page("waiting") as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.reload(wait_until="load")
        asked.clear()
        page.wait_for_timeout(1000 * WATCHED)
    return Figure("polls", len(asked), f"requests in {WATCHED} s")


@figure("poll_time", "<= 2")
def poll_time() -> Figure:
    """Seconds that one of them takes, over those of an empty view, in turns."""
    with site_page("waiting") as page:
        with page.expect_request("**/status/*") as asked:
            pass
        visitor = requests.Session()
        visitor.headers.update(asked.value.all_headers())
        addresses = asked.value.url, urljoin(asked.value.url, "/empty")
        times = [[seconds(visitor, address) for address in addresses] for _ in range(ROUNDS)]
    poll, empty = (statistics.median(pair[place] for pair in times) for place in (0, 1))
    return quotient("poll_time", poll, "s", "an empty view", empty)


def seconds(visitor: requests.Session, address: str) -> float:
    """Wall time until the answer is here, which has nothing in it."""
    start = time.perf_counter()
    response = visitor.get(address, timeout=30)
    took = time.perf_counter() - start
    assert response.status_code == 204, response.status_code
    return took
