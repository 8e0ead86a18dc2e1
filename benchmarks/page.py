"""The editor page: of a picture with 1,000 revisions over the same with 10, and what it loads.

The histories fork at every tenth step and one stands in their middle, where most is around. Time is taken over a
socket, the two pages in turns; queries are counted by the site itself, which says in a header how many an answer took.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import requests

from benchmarks.editor_page import picture_page
from benchmarks.figures import Figure, figure, quotient
from benchmarks.sites import served

SHORT, LONG = 10, 1000
ROUNDS = 41
# Without brotli, which browsers ask for over https only: gzip is what a visitor of a plain address gets.
SENT = """() => performance.getEntriesByType("resource")
  .filter(({ name }) => /[.](js|css)$/.test(name))
  .map(({ encodedBodySize }) => encodedBodySize)"""


@dataclass(frozen=True)
class Pages:
    """The addresses of two editor pages, and a browser's session that may see them."""

    short: str
    long: str
    browser: requests.Session


@figure("page_time", "<= 1.2")
def page_time() -> Figure:
    """Seconds to the whole page."""
    with pages() as found:
        return compare_times("page_time", found)


def compare_times(name: str, found: Pages) -> Figure:
    """Medians of the two pages, asked for in turns once they are warm."""
    for address in (found.short, found.long) * 3:
        seconds(found, address)
    times = [(seconds(found, found.long), seconds(found, found.short)) for _ in range(ROUNDS)]
    long, short = (statistics.median(pair[place] for pair in times) for place in (0, 1))
    return quotient(name, long, "s", f"{SHORT} revisions", short)


@figure("page_queries", "1.0")
def page_queries() -> Figure:
    """Database queries for the page."""
    with pages() as found:
        answer(found, found.short)  # the first answer opens the database
        long, short = (int(answer(found, address).headers["Queries"]) for address in (found.long, found.short))
    return quotient("page_queries", long, "queries", f"{SHORT} revisions", short)


@figure("weight", "<= 90 kB")
def weight() -> Figure:
    """Kilobytes of all scripts and style sheets, htmx included, after the page was loaded and everything in it.

    What a panel loads itself, once spots or other fills are proposed in it, is not among them: 2.1 kB more.
    """
    with picture_page([]) as page:
        sizes: list[int] = page.evaluate(SENT)
    return Figure("weight", sum(sizes) / 1000, f"kB, {len(sizes)} files")


def seconds(found: Pages, address: str) -> float:
    """Wall time until the page is here."""
    start = time.perf_counter()
    answer(found, address)
    return time.perf_counter() - start


def answer(found: Pages, address: str) -> requests.Response:
    """The page."""
    response = found.browser.get(address, timeout=30)
    response.raise_for_status()
    return response


@contextmanager
def pages(**variables: str) -> Iterator[Pages]:
    """Two pictures with long histories, while they are served, by processes with these environment ``variables``."""
    with served("histories", SHORT, LONG, **variables) as site:
        browser = requests.Session()
        browser.cookies.set("sessionid", site.session)
        short, long = site.pages
        yield Pages(short, long, browser)
