"""What is logged says which request or job it is about."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from briastudio import logs

NAME = "editor.anything"


def record(message: str, *arguments: object, error: BaseException | None = None) -> logging.LogRecord:
    """A record with the ids of this moment."""
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord(NAME, logging.WARNING, __file__, 1, message, arguments, info)
    assert logs.AddIds().filter(made)
    return made


def as_text(made: logging.LogRecord) -> str:
    return logging.Formatter("{levelname} {name}:{ids} {message}", style="{").format(made)


def logged_during(given: str = "") -> tuple[logging.LogRecord, str]:
    """What is logged during a request, and the id that its answer says."""
    made: list[logging.LogRecord] = []

    def view(request: HttpRequest) -> HttpResponse:
        made.append(record("asked"))
        return HttpResponse()

    headers = {"X-Request-ID": given} if given else {}
    answer = logs.RequestIds(view)(RequestFactory().get("/", headers=headers))
    return made[0], str(answer["X-Request-ID"])


def test_a_request_gets_an_id_of_its_own() -> None:
    first, second = logged_during(), logged_during()
    assert first[0].__dict__["request_id"] == first[1] != second[1]
    assert as_text(first[0]) == f"WARNING editor.anything: [request {first[1]}] asked"


def test_a_proxys_id_is_kept() -> None:
    assert logged_during("f00-1")[1] == "f00-1"


@pytest.mark.parametrize("forged", ["a b", "ü", "x" * 65, "[job 1]"])
def test_an_id_that_could_forge_a_line_is_not(forged: str) -> None:
    assert logged_during(forged)[1] != forged


def test_nothing_is_left_of_it_afterwards() -> None:
    logged_during("f00")
    with logs.about_job("j0b"):
        assert as_text(record("begun")) == "WARNING editor.anything: [job j0b] begun"
    assert as_text(record("over")) == "WARNING editor.anything: over"


def test_json_is_one_line_whatever_was_logged() -> None:
    try:
        raise ValueError("first\nsecond")
    except ValueError as error:
        made = record("It said\n%s", "ü", error=error)
    with logs.about_job("j0b"):
        line = logs.JsonFormatter().format(made)
    assert "\n" not in line
    told = json.loads(line)
    assert (told["level"], told["logger"], told["message"]) == ("WARNING", NAME, "It said\nü")
    assert "ValueError: first\nsecond" in told["traceback"]
    assert "request_id" not in told
    assert sys.exc_info() == (None, None, None)


@pytest.mark.django_db
def test_every_answer_of_the_site_says_its_id() -> None:
    assert Client().get("/healthz", headers={"X-Request-ID": "f00"}).headers["X-Request-ID"] == "f00"
