"""Lines of the log that say which request or which piece of work they are about, as text or as JSON."""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
GIVEN = re.compile(r"[\w.-]{1,64}", re.ASCII)  # what is believed of a proxy's; anything else could forge lines
DIGITS = 16

_request: ContextVar[str] = ContextVar("request", default="")
_job: ContextVar[str] = ContextVar("job", default="")


class RequestIds:
    """Gives each request an id, that of a proxy where it has one, and says it in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        given = request.headers.get(HEADER, "")
        with about(_request, given if GIVEN.fullmatch(given) else secrets.token_hex(DIGITS // 2)):
            response = self.get_response(request)
            response[HEADER] = _request.get()
            return response


@contextmanager
def about(which: ContextVar[str], text: str) -> Iterator[None]:
    """Have what is logged inside be about something."""
    token = which.set(text)
    try:
        yield
    finally:
        which.reset(token)


def about_job(job: str) -> AbstractContextManager[None]:
    """Have what is logged inside be about a job of the editor, or a request that the engine works on."""
    return about(_job, job)


class AddIds(logging.Filter):
    """Puts the ids into each record, for both formatters."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes."""
        ids = {"request": _request.get(), "job": _job.get()}
        text = "".join(f" [{name} {value}]" for name, value in ids.items() if value)
        record.__dict__.update(ids=text, request_id=ids["request"], job_id=ids["job"])
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": getattr(record, "request_id", ""),
            "job_id": getattr(record, "job_id", ""),
            "traceback": record.exc_text or (self.formatException(record.exc_info) if record.exc_info else ""),
        }
        return json.dumps({name: value for name, value in line.items() if value}, ensure_ascii=False)
