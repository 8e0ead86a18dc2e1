"""The log says of each stranger's request one line at most, and of many of them not all."""

from __future__ import annotations

import logging
import sys
from typing import Any

from briastudio.strangers import LONGEST, StrangersFilter

HOST = "django.security.DisallowedHost"


def record(name: str, level: int = logging.ERROR, message: str = "Invalid HTTP_HOST", **more: Any) -> logging.LogRecord:
    made = logging.LogRecord(name, level, __file__, 1, message, (), more.pop("exc_info", None))
    made.created = more.pop("created", 0.0)
    return made


def with_traceback() -> Any:
    try:
        raise ValueError("bad")
    except ValueError:
        return sys.exc_info()


def test_a_bad_host_is_one_line_without_a_traceback() -> None:
    bad = record(HOST, message="Invalid\nHTTP_HOST " + "x" * 5_000, exc_info=with_traceback())
    assert StrangersFilter().filter(bad)
    text = logging.Formatter().format(bad)
    assert (text.count("\n"), len(text)) == (0, LONGEST)


def test_an_error_of_the_site_keeps_its_traceback() -> None:
    fault = record("django.request", exc_info=with_traceback())
    assert StrangersFilter(0).filter(fault)
    assert "ValueError: bad" in logging.Formatter().format(fault)


def test_so_many_lines_are_written_a_minute() -> None:
    strangers = StrangersFilter(2)
    kinds = [(HOST, logging.ERROR), ("django.request", logging.WARNING), ("django.request", logging.ERROR)]
    assert [strangers.filter(record(name, level)) for name, level in kinds] == [True, True, False]
    assert strangers.filter(record("engine"))


def test_the_next_minute_says_how_many_were_left_out() -> None:
    strangers, after = StrangersFilter(2), record(HOST, created=60.0)
    for _ in range(5):
        strangers.filter(record(HOST))
    assert strangers.filter(after)
    assert after.getMessage() == "Invalid HTTP_HOST (3 more like it were not written)"
