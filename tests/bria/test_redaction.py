from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bria.redaction import RedactingFilter, redact

SECRET = "s3cret-s3cret"


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger, and what its handler wrote."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactingFilter([SECRET]))
    logger = logging.getLogger("tests.redaction")
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, stream
    logger.removeHandler(handler)


def test_a_secret_is_hidden_in_the_message_and_in_its_arguments(log: tuple[logging.Logger, io.StringIO]) -> None:
    log[0].warning(f"{SECRET} and %s", {"x": SECRET})
    assert log[1].getvalue() == "[hidden] and {'x': '[hidden]'}\n"


def test_a_secret_is_hidden_in_a_traceback(log: tuple[logging.Logger, io.StringIO]) -> None:
    try:
        raise ValueError(f"sent {SECRET}")
    except ValueError:
        log[0].exception("failed")
    assert "ValueError: sent [hidden]" in log[1].getvalue()
    assert SECRET not in log[1].getvalue()


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("api_token: abc", "api_token: [hidden]"),
        ("{'api_token': 'abc', 'a': 1}", "{'api_token': '[hidden]', 'a': 1}"),
        ("('api_token', b'abc')", "('api_token', b'[hidden]')"),
        ("GET /a?Signature=abc&Expires=1", "GET /a?Signature=[hidden]&Expires=1"),
        ("?x=1&X-Amz-Security-Token=abc", "?x=1&X-Amz-Security-Token=[hidden]"),
        ("http://localhost/ local", "http://localhost/ local"),
    ],
)
def test_what_looks_like_a_token_or_a_signature_is_hidden(text: str, hidden: str) -> None:
    assert redact(text, ["local"]) == hidden
