"""Texts with characters that some databases do not hold are looked for, stored and shown like any other."""

from __future__ import annotations

import pytest
from django.test import Client

from editor.jobs import queue
from editor.models import Picture, Revision
from tests.editor import factories
from tests.editor.clients import visitor
from tests.narrowing import require

pytestmark = pytest.mark.django_db

ODD = "a\0b"


def test_a_search_for_one_finds_nothing() -> None:
    factories.picture()
    answer = visitor().get("/", {"q": ODD})
    assert (answer.status_code, "Holiday" in answer.content.decode()) == (200, False)


def test_an_address_of_the_api_with_one_is_not_found(client: Client) -> None:
    answer = client.get("/v1/a%00b/info", headers={"api_token": "any"}, REMOTE_ADDR="127.0.0.1", HTTP_HOST="localhost")
    assert answer.status_code in (401, 404)


def test_a_picture_is_named_and_remembers_what_its_file_says() -> None:
    row = factories.picture(name=ODD, saving={"text": {ODD: [ODD, 1, None]}})
    row = Picture.objects.get(pk=row.pk)
    assert (row.name[0], row.name[-1], len(row.name)) == ("a", "b", 3)
    ((key, (text, number, nothing)),) = row.saving["text"].items()
    assert (len(key), len(text), number, nothing) == (3, 3, 1, None)


def test_a_job_is_asked_for_once(base: Revision) -> None:
    jobs = [queue.enqueue(base.picture, "prepare", base, {"name": ODD}, ODD) for _ in range(2)]
    assert jobs[0] == jobs[1]
    assert require(jobs[0].params["name"])[0] == "a"
