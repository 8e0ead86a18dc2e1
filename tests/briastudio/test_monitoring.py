"""/readyz, /metrics and manage.py doctor say how the studio is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries, Settings

from briastudio.monitoring import readiness
from editor.jobs import queue
from editor.models import Job, Picture
from harness.studio import manage
from imagefiles.room import UNIT, Room, shared
from tests.editor import factories

pytestmark = pytest.mark.django_db

Samples = dict[tuple[str, tuple[str, ...]], float]


@pytest.fixture
def client() -> Client:
    """Somebody on this machine."""
    return Client(SERVER_NAME="localhost")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Memory for decoding, three units of it, which others take as well."""
    before = shared.room
    shared.furnish(tmp_path / "room", 3 * UNIT, 1)
    yield Room(tmp_path / "room", 3 * UNIT, 1)
    shared.room = before


def measure(client: Client, **headers: str) -> Samples:
    """The metrics: (name, values of the labels by their names backwards: tool, status) -> value."""
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200, answer.content
    families = text_string_to_metric_families(answer.content.decode())
    samples = [sample for family in families for sample in family.samples]
    return {(sample.name, values_of(sample.labels)): sample.value for sample in samples}


def values_of(labels: dict[str, str]) -> tuple[str, ...]:
    return tuple(labels[name] for name in sorted(labels, reverse=True))


def job(picture: Picture, status: str, minutes_ago: float = 1, **fields: Any) -> Job:
    """A job that took ten seconds for its first step and twenty for the other."""
    ended = timezone.now() - timedelta(minutes=minutes_ago)
    begun = {"Registering": ended - timedelta(seconds=30), "Erasing": ended - timedelta(seconds=20)}
    steps = [{"name": name, "at": at.isoformat()} for name, at in begun.items()]
    assert picture.current is not None
    row = Job(picture=picture, base=picture.current, key=str(timezone.now()), kind="edit", status=status)
    for name, value in {"params": {"tool": "erase"}, "steps": steps, "finished_at": ended, **fields}.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def test_the_jobs_of_the_last_hour_are_told_by_tool_and_step(client: Client) -> None:
    picture = factories.picture()
    job(picture, "done", usage={"calls": 2, "waited": 1.5})
    job(picture, "failed", usage={"calls": 1})
    job(picture, "done", minutes_ago=61)
    measured = measure(client)
    assert measured["studio_jobs_ended_last_hour", ("erase", "done")] == 1
    assert measured["studio_jobs_ended_last_hour", ("erase", "failed")] == 1
    assert measured["studio_step_seconds_last_hour", ("erase", "Registering")] == 10
    assert measured["studio_step_seconds_max_last_hour", ("erase", "Erasing")] == 20
    assert measured["studio_jobs", ("done",)] == 2
    assert measured["studio_hosted_calls_last_hour", ()] == 3
    assert measured["studio_hosted_wait_seconds_last_hour", ()] == 1.5


def test_what_waits_is_told_with_its_age(client: Client) -> None:
    assert measure(client)["studio_queue_jobs", ("default",)] == 0
    picture = factories.picture()
    row = job(picture, "queued", steps=[], finished_at=None)
    queue.deliver(row)
    measured = measure(client)
    assert sum(measured["studio_queue_jobs", (name,)] for name in ("default", "quick")) == 1
    assert 0 <= max(measured["studio_queue_oldest_seconds", (name,)] for name in ("default", "quick")) < 60


def test_memory_for_decoding_is_told(client: Client, room: Room) -> None:
    assert measure(client)["studio_decoding_bytes_taken", ()] == 0
    with room.take(UNIT + 1):
        assert measure(client)["studio_decoding_bytes_taken", ()] == 2 * UNIT


def test_without_a_key_this_machine_alone_may_measure(client: Client) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 403


def test_who_has_the_key_may_measure_from_anywhere(client: Client, settings: Settings) -> None:
    settings.METRICS_KEY = "open sesame"
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer open"}).status_code == 403
    assert measure(client, Authorization="Bearer open sesame")


def test_it_is_ready_while_database_and_storage_answer(client: Client) -> None:
    assert client.get("/readyz").json() == {"status": "ready"}


def test_being_asked_whether_it_is_ready_costs_two_queries_and_no_second_look_at_the_migrations(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    readiness.find_migrations.cache_clear()
    client.get("/readyz")
    with django_assert_num_queries(2):
        assert client.get("/readyz").status_code == 200
    assert readiness.find_migrations.cache_info().misses == 1


def test_it_is_not_ready_with_older_tables(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'engine'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "manage.py migrate" in answer.json()["problems"][0]


def test_it_is_not_ready_without_its_storage_and_only_the_log_says_where_that_is(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "tests.briastudio.test_monitoring.NoStorage"}}
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["problems"] == ["The storage does not answer."]
    assert "the bucket is away" in caplog.text


class NoStorage:
    """A storage that is away."""

    def exists(self, name: str) -> bool:
        raise ConnectionError("the bucket is away")


def test_the_doctor_says_a_line_for_each(tmp_path: Path) -> None:
    assert manage(tmp_path, "migrate").returncode == 0
    done = manage(tmp_path, "doctor")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.split()[:2] for line in done.stdout.splitlines()]
    names = ["settings", "database", "storage", "clock", "disk", "weights", "workers", "proxy", "api"]
    assert [name for _, name in lines] == names
    assert {state for state, _ in lines} <= {"ok", "note"}


def test_the_doctor_notices_a_folder_that_was_never_migrated(tmp_path: Path) -> None:
    done = manage(tmp_path, "doctor")
    assert done.returncode == 1
    assert "WRONG   database  The tables are not those of this version" in done.stdout


def test_the_doctor_fails_where_something_is_wrong(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.FREE_BYTES = 10**18
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "tests.briastudio.test_monitoring.NoStorage"}}
    with pytest.raises(CommandError, match="storage, disk"):
        call_command("doctor")
    said = capsys.readouterr().out
    assert "WRONG   disk" in said
    assert "WRONG   storage" in said
