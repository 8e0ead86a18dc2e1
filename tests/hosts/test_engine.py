"""The engine as a service of its own, and a studio that uses it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from harness.kills import Person
from harness.processes import free_port, started, wait_for
from harness.studio import START, Studio, run_studio
from tests.hosts.test_outages import file_rows, order_edits

SETTLED = 120  # seconds until all is done, on a machine that is busy


@contextmanager
def run_engine(folder: Path) -> Iterator[Studio]:
    """``manage.py engine``, well."""
    port, log = str(free_port()), folder / "engine.log"
    folder.mkdir()
    variables = {"STUDIO_DATA": str(folder), "PORT": port, "STUDIO_WEIGHTS": str(folder), "STUDIO_WORKERS": "2"}
    with started(
        "manage.py", "engine", log=log, DJANGO_SETTINGS_MODULE="harness.kill_settings", **variables
    ) as process:
        engine = Studio(process, f"http://127.0.0.1:{port}", log)
        wait_for(engine.is_well, START, "the engine to be well")
        yield engine


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A running engine."""
    with run_engine(tmp_path_factory.mktemp("service") / "engine") as running:
        yield running


def test_it_answers_the_api_and_has_no_pages(engine: Studio) -> None:
    told = requests.get(f"{engine.address}/v2/capabilities", headers={"api_token": "any"}, timeout=20)
    assert (told.status_code, told.json()["engine"]["name"]) == (200, "Bria Studio")
    assert [requests.get(engine.address + path, timeout=20).status_code for path in ("/", "/pictures/1/")] == [404, 404]


def test_a_studio_has_its_edits_made_by_it(engine: Studio, tmp_path: Path) -> None:
    variables = {"BRIA_API_URL": engine.address, "STUDIO_WEIGHTS": str(tmp_path)}
    with run_studio(tmp_path / "data", "harness.kill_settings", **variables) as studio:
        database = tmp_path / "data" / "studio.sqlite3"
        person = Person(studio.address, random.Random(1))
        assert person.upload()
        ((picture,),) = file_rows(database, "select id from editor_picture")
        order_edits(person, picture, 2)
        active = "select 1 from editor_job where status in ('queued', 'running')"
        wait_for(lambda: not file_rows(database, active), SETTLED, "all jobs to end")
    assert file_rows(database, "select status, count(*) from editor_job where kind = 'edit' group by 1") == [
        ("done", 2)
    ]
