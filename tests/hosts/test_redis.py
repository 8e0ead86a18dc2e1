"""Redis for several machines: what they share, how they are told of work, and what goes on without it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone
from django_tasks import task
from pytest_django import Settings

from briastudio.services import caches
from engine import rates
from engine.models import RateWindow
from harness import redis_server
from harness.processes import wait_for
from tests.briastudio.test_starting import start
from tests.editor.worker_process import run_worker
from tests.hosts.servers import require

START = 20  # seconds a worker may take to come up on a machine that is busy


@pytest.fixture
def redis() -> Iterator[redis_server.Server]:
    """A Redis, by which this process keeps what it shares and tells of work."""
    with redis_server.running(require(redis_server)) as server:
        configured = {"default": caches.configure(server.address)}
        with override_settings(REDIS_URL=server.address, CACHES=configured):
            yield server


@pytest.mark.usefixtures("redis")
def test_what_one_keeps_others_find() -> None:
    cache.set("strip", b"faces", 60)
    assert cache.get("strip") == b"faces"
    assert not cache.add("strip", b"others", 60)


@pytest.mark.django_db
def test_calls_are_counted_for_all_machines_together(redis: redis_server.Server) -> None:
    now = timezone.now()
    assert [rates.increment("anna", "v2/status", now) for _ in range(3)] == [1, 2, 3]
    assert rates.increment("ben", "v2/status", now) == 1
    assert not RateWindow.objects.exists()


@pytest.mark.django_db
def test_while_it_is_away_nothing_is_found_and_calls_are_counted_in_the_database(redis: redis_server.Server) -> None:
    cache.set("strip", b"faces", 60)
    redis.stop()
    assert (cache.get("strip"), cache.get("strip", "none")) == (None, "none")
    cache.set("strip", b"faces", 60)
    assert [rates.increment("anna", "v2/status", timezone.now()) for _ in range(2)] == [1, 2]
    assert RateWindow.objects.get().count == 2
    redis.start()
    cache.set("strip", b"faces", 60)
    assert cache.get("strip") == b"faces"


@task()
def write_line(path: str) -> None:
    Path(path).write_text("done\n")


@pytest.mark.django_db(transaction=True)
def test_a_worker_on_another_machine_begins_at_once(redis: redis_server.Server, tmp_path: Path) -> None:
    there = {"STUDIO_DATA": str(tmp_path / "there"), "STUDIO_JOB_LEASE": "600", "REDIS_URL": redis.address}
    with run_worker(tmp_path / "worker.log", **there):
        wait_for(lambda: [*(tmp_path / "there" / "wakeup").glob("default.*")], START, "the worker's pipes")
        time.sleep(2)  # until it has looked and waits
        write_line.enqueue(str(tmp_path / "line"))
        wait_for((tmp_path / "line").exists, START, "the task")


@pytest.mark.django_db(transaction=True)
def test_work_is_begun_while_it_is_away_and_at_once_again_after_it_came_back(
    redis: redis_server.Server, tmp_path: Path
) -> None:
    there = {"STUDIO_DATA": str(tmp_path / "there"), "STUDIO_JOB_LEASE": "6", "REDIS_URL": redis.address}
    with run_worker(tmp_path / "worker.log", **there):
        wait_for(lambda: [*(tmp_path / "there" / "wakeup").glob("default.*")], START, "the worker's pipes")
        redis.stop()
        for name in ("while it is away", "after it came back"):
            write_line.enqueue(str(tmp_path / name))
            wait_for((tmp_path / name).exists, START, "the task")
            redis.stop()
            redis.start()


@pytest.mark.parametrize(
    ("address", "reason"),
    [("http://127.0.0.1", "REDIS_URL must be an address"), ("redis://127.0.0.1:9/0", "Redis cannot be used")],
)
def test_a_wrong_address_ends_with_one_sentence(address: str, reason: str, tmp_path: Path) -> None:
    start(tmp_path / "data", "migrate")
    done = start(tmp_path / "data", "worker", REDIS_URL=address)
    assert (done.returncode, reason in done.stderr) == (1, True), done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_the_password_is_not_said(tmp_path: Path, settings: Settings) -> None:
    start(tmp_path / "data", "migrate")
    done = start(tmp_path / "data", "worker", REDIS_URL="redis://:open-sesame@127.0.0.1:9/0")
    assert "open-sesame" not in done.stderr
