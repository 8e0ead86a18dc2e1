"""Several machines: queues by SQLite, PostgreSQL and Redis, workers and web processes beside each other.

PostgreSQL and Redis are started for it, with all data synced as they come. All processes share this machine's cores.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import requests

from benchmarks.figures import Absent, Figure, figure, percentile_95, quotient
from benchmarks.page import Pages, compare_times, pages
from harness import postgres, redis_server
from harness.processes import ROOT, started, temporary_folder, wait_for

LATENCIES = 40
JOBS = int(os.environ.get("BENCH_JOBS", "1000"))
WORKERS = 4
WATCHED = 60  # seconds
SETTLED = 20  # seconds until what follows a start is over
CLIENTS, ASKED = 4, 10  # clients at a time, and seconds for which they ask
STATEMENT = re.compile(r"LOG: +(?:statement|execute [^:]*):")


@figure("queue_sqlite", "<= 150 ms")
def queue_sqlite() -> Figure:
    """95th percentile of the time from a job's being queued to its beginning, an idle worker being there."""
    return measure_latency("queue_sqlite")


@figure("queue_postgres", "<= 50 ms")
def queue_postgres() -> Figure:
    """The same on PostgreSQL, which tells the worker by NOTIFY."""
    with database() as address:
        return measure_latency("queue_postgres", DATABASE_URL=address)


@figure("queue_redis", "<= 50 ms")
def queue_redis() -> Figure:
    """The same on PostgreSQL, Redis telling the worker."""
    with database() as address, cache() as told_by:
        return measure_latency("queue_redis", DATABASE_URL=address, REDIS_URL=told_by)


@figure("scale_workers", ">= 3.6")
def scale_workers() -> Figure:
    """Jobs a second of four workers over those of one, on PostgreSQL; each job asks a service that takes 200 ms."""
    rates = []
    for workers in (WORKERS, 1):
        with database() as address:
            rates += run_queue("throughput", JOBS * workers // WORKERS, workers, DATABASE_URL=address)
    return quotient("scale_workers", rates[0], "jobs/s", "one worker", rates[1])


@figure("web_processes", ">= 1.6")
def web_processes() -> Figure:
    """Editor pages a second of two web processes over those of one, on PostgreSQL; the clients take their share."""
    rates = []
    for processes in ("2", "1"):
        with pages_from_postgresql(STUDIO_WEB=processes) as found:
            rates.append(count_answers(found) / ASKED)
    return quotient("web_processes", rates[0], "pages/s", "one process", rates[1])


@figure("page_time_postgres", "<= 1.2")
def page_time_postgres() -> Figure:
    """Seconds to the whole editor page of a picture with 1,000 revisions over one with 10, on PostgreSQL."""
    with pages_from_postgresql() as found:
        return compare_times("page_time_postgres", found)


@figure("idle_queries", "<= 60")
def idle_queries() -> Figure:
    """Statements a minute that an idle worker sends to PostgreSQL, as that logs them."""
    with server(log_statement="all", log_min_messages="log") as running, temporary_folder("studio-idle-") as folder:
        variables = {
            "DATABASE_URL": running.make_database(),
            "STUDIO_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "harness.kill_settings",
        }
        command = [sys.executable, "manage.py", "migrate", "-v0"]
        subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **variables})
        with started("manage.py", "worker", log=folder / "worker.log", **variables):
            time.sleep(SETTLED)
            before = count_statements(running.log)
            time.sleep(WATCHED)
            count = count_statements(running.log) - before
    return Figure("idle_queries", count * 60 / WATCHED, "statements a minute")


def count_statements(log: Path) -> int:
    """How many statements a server's log tells of."""
    return sum(1 for line in log.read_text().splitlines() if STATEMENT.search(line))


def measure_latency(name: str, **variables: str) -> Figure:
    """The figure of a queue that the variables describe."""
    found = run_queue("latency", LATENCIES, 1, **variables)
    return Figure(name, 1000 * percentile_95(found), "ms")


def run_queue(kind: str, jobs: int, workers: int, **variables: str) -> list[float]:
    """What ``benchmarks.site.queueing`` measures."""
    with temporary_folder("studio-queue-") as folder:
        command = [sys.executable, "-m", "benchmarks.site.queueing", kind, str(jobs), str(workers)]
        environment = {**os.environ, "STUDIO_DATA": str(folder), **variables}
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    found: list[float] = json.loads(done.stdout.splitlines()[-1])
    return found


def count_answers(found: Pages) -> int:
    """How many pages some clients get together."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(lambda _: count_own_answers(found), range(CLIENTS)))


def count_own_answers(found: Pages) -> int:
    """How many pages one client gets."""
    browser = requests.Session()
    browser.cookies.update(found.browser.cookies)
    end, count = time.monotonic() + ASKED, 0
    while time.monotonic() < end:
        browser.get(found.short, timeout=30).raise_for_status()
        count += 1
    return count


@contextmanager
def pages_from_postgresql(**variables: str) -> Iterator[Pages]:
    """The same pages, served from PostgreSQL, once they come."""
    with database() as address, pages(DATABASE_URL=address, **variables) as found:
        wait_for(lambda: found.browser.get(found.short, timeout=30).ok, SETTLED, "the page")
        yield found


@contextmanager
def database() -> Iterator[str]:
    """The address of an empty database of PostgreSQL."""
    with server() as running:
        yield running.make_database()


@contextmanager
def server(**configuration: str) -> Iterator[postgres.Server]:
    """A server that keeps what it is told."""
    programs = postgres.find()
    if programs is None:
        raise Absent(f"there is no {postgres.NAME}. {postgres.ADVICE}")
    with postgres.running(programs, fsync="on", **configuration) as running:
        yield running


@contextmanager
def cache() -> Iterator[str]:
    """The address of an empty Redis."""
    program = redis_server.find()
    if program is None:
        raise Absent(f"there is no {redis_server.NAME}. {redis_server.ADVICE}")
    with redis_server.running(program) as server:
        yield server.address
