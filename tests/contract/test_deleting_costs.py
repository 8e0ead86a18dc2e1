"""To delete a picture costs the same however much is stored: no table is searched from its beginning to its end."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from editor import pictures
from editor.jobs import execution
from editor.models import Picture
from tests.editor.clients import photo

pytestmark = pytest.mark.django_db(transaction=True)


def plans(queries: CaptureQueriesContext) -> Iterator[str]:
    """How SQLite goes about each query."""
    with connection.cursor() as cursor:
        for query in queries.captured_queries:
            if query["sql"].startswith(("SELECT", "UPDATE", "DELETE")):
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                yield from (f"{step[3]} of {query['sql']}" for step in cursor.fetchall())


def test_deleting_a_picture_scans_no_table(client: Client, settings: Settings, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path
    client.post("/pictures/", {"photo": io.BytesIO(photo().getvalue())})
    picture = Picture.objects.get()
    execution.run(picture.jobs.get().pk)
    with CaptureQueriesContext(connection) as queries:
        pictures.delete(picture)
    steps = list(plans(queries))
    assert len(steps) > 20
    assert not [step for step in steps if step.startswith("SCAN") and "CONSTANT ROW" not in step]
