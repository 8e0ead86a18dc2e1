"""What a page that waits for a job asks of the server while nothing changes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

import requests
from playwright.sync_api import Page

from benchmarks.figures import Figure, chromium_path, figure, quotient
from benchmarks.sites import served
from harness.browser import DESKTOP, launched

WATCHED = 10  # seconds
ROUNDS = 201


@figure("polls", "<= 10")
def polls() -> Figure:
    """Requests that a waiting page makes in ten seconds."""
    with waiting_page() as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.reload(wait_until="load")
        asked.clear()
        page.wait_for_timeout(1000 * WATCHED)
    return Figure("polls", len(asked), f"requests in {WATCHED} s")


@figure("poll_time", "<= 2")
def poll_time() -> Figure:
    """Seconds that one of them takes, over those of an empty view, in turns."""
    with waiting_page() as page:
        with page.expect_request("**/status/*") as asked:
            pass
        visitor = requests.Session()
        visitor.headers.update(asked.value.all_headers())
        addresses = asked.value.url, urljoin(asked.value.url, "/empty")
        times = [[seconds(visitor, address) for address in addresses] for _ in range(ROUNDS)]
    poll, empty = (statistics.median(pair[place] for pair in times) for place in (0, 1))
    return quotient("poll_time", poll, "s", "an empty view", empty)


@contextmanager
def waiting_page() -> Iterator[Page]:
    """The editor in Chromium with a picture at which a job works that never ends."""
    with served("waiting") as site, launched(chromium_path()) as browser:
        context = browser.new_context(viewport=DESKTOP)
        context.add_cookies([{"name": "sessionid", "value": site.session, "url": site.pages[0]}])
        page = context.new_page()
        page.goto(site.pages[0])
        yield page


def seconds(visitor: requests.Session, address: str) -> float:
    """Wall time until the answer is here, which has nothing in it."""
    start = time.perf_counter()
    response = visitor.get(address, timeout=30)
    took = time.perf_counter() - start
    assert response.status_code == 204, response.status_code
    return took
