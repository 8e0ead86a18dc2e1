"""A database that goes away and comes back: people are told, and nothing is lost or done twice."""

from __future__ import annotations

import contextlib
import os
import random
import socket
import sqlite3
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import requests

from harness import bucket
from harness import postgres as postgresql
from harness.gate import gate_to
from harness.kills import Person
from harness.processes import wait_for
from harness.studio import Studio, run_studio
from tests.briastudio.test_starting import start
from tests.hosts.servers import require

AWAY = float(os.environ.get("SOAK_AWAY", "4"))  # seconds
JOBS = 12
SETTLED = 120  # seconds until all is done, on a machine that is busy


@pytest.fixture
def server() -> Iterator[postgresql.Server]:
    """A server that the test stops."""
    with postgresql.running(require(postgresql)) as server:
        yield server


def rows(address: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address) as connection:
        return connection.execute(query.encode()).fetchall()


def order_edits(person: Person, picture: object, count: int = JOBS) -> None:
    """So many edits, each of the original."""
    for _ in range(count):
        form = {"tool": "increase_resolution", "factor": 2, "method": "fast", "revision": 1, "key": str(uuid.uuid4())}
        assert person.post(f"/pictures/{picture}/edits/", **form)


def test_work_goes_on_where_it_was_once_the_database_is_back(server: postgresql.Server, tmp_path: Path) -> None:
    database = server.make_database()
    variables = {"DATABASE_URL": database, "STUDIO_WORKERS": "2", "STUDIO_WEIGHTS": str(tmp_path)}
    with run_studio(tmp_path / "data", "harness.kill_settings", **variables) as studio:
        person = Person(studio.address, random.Random(1))
        assert person.upload()
        ((picture,),) = rows(database, "select id from editor_picture")
        order_edits(person, picture)
        wait_for(lambda: rows(database, "select 1 from editor_job where status = 'done'"), SETTLED, "a job to be done")
        server.stop()
        judge_absence(studio, person)
        server.start()
        active = "select 1 from editor_job where status in ('queued', 'running')"
        wait_for(lambda: studio.is_well() and not rows(database, active), SETTLED, "all jobs to end")
        assert person.upload()
    assert rows(database, "select status, count(*) from editor_job where kind = 'edit' group by 1") == [("done", JOBS)]
    assert rows(database, "select count(*) from editor_revision where parent_id is not null") == [(JOBS,)]


def judge_absence(studio: Studio, person: Person) -> None:
    """While the database is away every door says so, for as long as it is."""
    page = person.visitor.get("/")
    assert (page.status_code, page.headers.get("Retry-After")) == (503, "5")
    assert "database does not answer" in page.text
    health = studio.get("/healthz")
    assert health is not None and health.status_code == 503
    assert "The database does not answer" in health.json()["problems"]
    image = {"image": "iVBORw0KGgo=", "mask": "iVBORw0KGgo="}
    call = requests.post(f"{studio.address}/v2/image/edit/erase", json=image, headers={"api_token": "x"}, timeout=30)
    assert (call.status_code, call.headers.get("Retry-After")) == (503, "5")
    time.sleep(AWAY)


def test_a_server_that_says_nothing_holds_no_start_for_long(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"postgres://studio:test@127.0.0.1:{silent.getsockname()[1]}/name"
        done = start(tmp_path / "data", "worker", DATABASE_URL=address)
    assert (done.returncode, "timeout" in done.stderr) == (1, True), done.stderr


def test_work_goes_on_where_it_was_once_the_bucket_is_back(s3: bucket.Service, tmp_path: Path) -> None:
    with gate_to(s3.port) as gate:
        variables = s3.make_bucket("outage") | {"S3_ENDPOINT": f"http://127.0.0.1:{gate.port}"}
        with run_studio(
            tmp_path / "data", "harness.kill_settings", STUDIO_WEIGHTS=str(tmp_path), **variables
        ) as studio:
            database = tmp_path / "data" / "studio.sqlite3"
            person = Person(studio.address, random.Random(1))
            assert person.upload()
            ((picture,),) = file_rows(database, "select id from editor_picture")
            order_edits(person, picture)
            gate.shut()
            image = person.visitor.get(f"/pictures/{picture}/revisions/1/image")
            assert (image.status_code, "storage of pictures does not answer" in image.text) == (503, True)
            time.sleep(AWAY)
            gate.open()
            active = "select 1 from editor_job where status in ('queued', 'running')"
            wait_for(lambda: not file_rows(database, active), SETTLED, "all jobs to end")
        made = file_rows(database, "select status, count(*) from editor_job where kind = 'edit' group by 1")
        assert made == [("done", JOBS)]
        assert file_rows(database, "select count(*) from editor_revision where parent_id is not null") == [(JOBS,)]


def file_rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path, timeout=20)) as file:
        return file.execute(query).fetchall()
