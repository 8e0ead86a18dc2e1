"""/healthz says whether the studio can do its work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from editor.models import WorkerBeat

pytestmark = pytest.mark.django_db


def beat(seconds_ago: float) -> None:
    WorkerBeat.objects.create(name="worker", beaten_at=timezone.now() - timedelta(seconds=seconds_ago))


def test_it_is_well_while_a_worker_beats(client: Client) -> None:
    beat(1)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_it_is_well_before_the_engine_is_warm(client: Client) -> None:
    beat(1)
    WorkerBeat.objects.update(ready=False)
    assert client.get("/healthz").status_code == 200


def test_it_says_that_no_worker_runs(client: Client) -> None:
    beat(60)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "No worker" in answer.json()["problems"][0]


def test_its_answer_is_never_kept(client: Client) -> None:
    assert "no-store" in client.get("/healthz").headers["Cache-Control"]


def test_a_database_without_tables_is_said(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE editor_workerbeat RENAME TO elsewhere")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "database" in answer.json()["problems"][0]


def test_it_is_answered_without_https_as_well(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 503
