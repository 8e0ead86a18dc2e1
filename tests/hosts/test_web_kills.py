"""A web process that is killed while people work: its own requests fail, nobody else's, and nothing is done twice.

Everything is a process of its own, on PostgreSQL: a supervisor, two web processes, a worker, and the visitors' sockets.
"""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
import requests

from harness.images import png
from harness.kills import noise
from harness.processes import children_of, command_of, kill, wait_for
from harness.studio import Studio, run_studio
from harness.visitor import Visitor

PROCESSES, VISITORS, EDITS, KILLS = 2, 4, 6, 3
BETWEEN = 1.0  # seconds of work before each kill
RESTART, SETTLED = 60, 180  # seconds, on a machine that is busy
CLOSING = 0.5  # seconds that the kernel may take to close the sockets of a killed process


@dataclass
class Editor:
    """Somebody who orders edits, looks at pages, and sends again what was cut off, as a person does."""

    visitor: Visitor
    page: str = ""
    cut_off: list[float] = field(default_factory=list)  # when requests that got no answer were sent
    refused: list[str] = field(default_factory=list)

    def begin(self, seed: int) -> None:
        """Upload a picture that nobody else has."""
        answer = self.visitor.upload(png(noise(random.Random(seed))))
        assert answer.status_code == 200, answer.text
        self.page = f"{answer.url}/" if not answer.url.endswith("/") else answer.url

    def work(self, count: int, is_over: threading.Event) -> None:
        """Order so many edits with a look after each, and go on looking until that is over."""
        for _ in range(count):
            order = {"tool": "increase_resolution", "factor": 2, "method": "fast", "revision": 1}
            self.ask("POST", f"{self.page}edits/", data={**order, "key": str(uuid.uuid4())})
            self.look()
        while not is_over.is_set():
            self.look()

    def look(self) -> None:
        """Open the page of the picture, and the picture."""
        self.ask("GET", self.page)
        self.ask("GET", f"{self.page}revisions/1/image")

    def ask(self, method: str, path: str, **request: object) -> None:
        """A request, sent again for as long as it is cut off."""
        while True:
            sent = time.monotonic()
            try:
                answer = self.visitor.ask(method, path, **request)
            except requests.RequestException:
                self.cut_off.append(sent)
                continue
            if answer.status_code >= 400:
                self.refused.append(f"{answer.status_code} {method} {path}: {answer.text[:200]}")
            return


def web_processes(studio: Studio) -> set[int]:
    """The processes that answer requests; Python's tracker of resources may stand beside them."""
    servers = [pid for pid in children_of(studio.process.pid) if "briastudio.serving" in command_of(pid)]
    return {pid for server in servers for pid in children_of(server) if "tracker" not in command_of(pid)}


def kill_one(studio: Studio) -> float:
    """Kill one of all web processes, and wait for another in its place; when that was."""
    before = web_processes(studio)
    assert len(before) == PROCESSES
    dead, at = min(before), time.monotonic()
    kill(dead)
    wait_for(lambda: len(web_processes(studio) - {dead}) == PROCESSES, RESTART, "another web process")
    return at


@contextmanager
def at_work(visitors: list[Editor]) -> Iterator[None]:
    """People work for as long as the block runs, and until each has done what was to be done."""
    is_over = threading.Event()
    with ThreadPoolExecutor(len(visitors)) as pool:
        working = [pool.submit(visitor.work, EDITS, is_over) for visitor in visitors]
        try:
            yield
        finally:
            is_over.set()
        for one in working:
            one.result()


def ask(database: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database) as connection:
        return connection.execute(query.encode()).fetchall()


@pytest.fixture
def wide(database: str, tmp_path: Path) -> Iterator[Studio]:
    """A studio of several web processes on an empty database."""
    variables = {"DATABASE_URL": database, "STUDIO_WEB": str(PROCESSES), "STUDIO_WEIGHTS": str(tmp_path)}
    with run_studio(tmp_path / "data", "harness.kill_settings", **variables) as studio:
        wait_for(lambda: len(web_processes(studio)) == PROCESSES, RESTART, "all web processes")
        yield studio


def test_of_web_processes_under_load_one_is_killed_and_only_its_own_requests_fail(wide: Studio, database: str) -> None:
    visitors = [Editor(Visitor(wide.address)) for _ in range(VISITORS)]
    for seed, visitor in enumerate(visitors):
        visitor.begin(seed)
    with at_work(visitors):
        kills = []
        for _ in range(KILLS):
            time.sleep(BETWEEN)
            kills.append(kill_one(wide))
    assert [line for visitor in visitors for line in visitor.refused] == []
    late = [sent for visitor in visitors for sent in visitor.cut_off if not was_under_way(sent, kills)]
    assert late == [], "requests that were sent after a kill failed as well"
    assert sum(len(visitor.cut_off) for visitor in visitors) <= KILLS * VISITORS
    judge_rows(database, VISITORS * EDITS)


def was_under_way(sent: float, kills: list[float]) -> bool:
    """Whether a request that was cut off had been sent before somebody was killed."""
    return any(sent < at + CLOSING and at - sent < 60 for at in kills)


def judge_rows(database: str, count: int) -> None:
    """Each edit that was ordered is there once, done, and so is its revision."""
    active = "select 1 from editor_job where status in ('queued', 'running')"
    wait_for(lambda: not ask(database, active), SETTLED, "all jobs to end")
    ended = ask(database, "select status, count(*) from editor_job where kind = 'edit' group by 1")
    assert ended == [("done", count)]
    assert ask(database, "select count(*) from editor_revision where parent_id is not null") == [(count,)]
