from __future__ import annotations

import ssl

import pytest
import requests
from urllib3 import HTTPConnectionPool
from urllib3.connection import HTTPConnection
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError, SSLError

from bria.errors import BriaError, OutcomeUnknown, RateLimited, RejectedInput, ServiceFailure, Unreachable, error_for
from bria.retries import MAX_TRIES, Timeouts, parse_retry_after, wait_after, was_never_sent


def steady() -> float:
    return 0.5


@pytest.mark.parametrize(
    "error", [RejectedInput(), OutcomeUnknown(), ServiceFailure(status=500), error_for(429, "quota reached")]
)
def test_these_are_never_tried_again(error: BriaError) -> None:
    assert wait_after(error, 1, repeatable=True) is None


@pytest.mark.parametrize(("error", "waits"), [(Unreachable(), [0.5, 1, 2]), (RateLimited(status=429), [5, 10, 20])])
def test_what_was_surely_not_done_is_tried_again_even_when_it_costs(error: BriaError, waits: list[float]) -> None:
    assert [wait_after(error, tries, repeatable=False, jitter=steady) for tries in (1, 2, 3)] == waits


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_passing_failure_is_tried_again_only_where_twice_does_no_harm(status: int) -> None:
    assert wait_after(ServiceFailure(status=status), 1, repeatable=True) is not None
    assert wait_after(ServiceFailure(status=status), 1, repeatable=False) is None


def test_it_gives_up_after_some_tries() -> None:
    assert wait_after(Unreachable(), MAX_TRIES, repeatable=True) is None


def test_a_failure_that_says_when_it_is_over_is_outlasted_for_a_minute() -> None:
    asked = [wait_after(error_for(503, "", 5.0), tries, repeatable=True) for tries in range(1, 14)]
    assert asked == [5.0] * 11 + [None] * 2


@pytest.mark.parametrize(("asked", "wait"), [(0.0, 0.0), (60.0, 60.0), (61.0, None), (float("nan"), None)])
def test_it_waits_as_long_as_it_is_told_up_to_a_minute(asked: float, wait: float | None) -> None:
    assert wait_after(error_for(429, "", asked), 1, repeatable=False) == wait


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("-3", 0.0),
        ("Thu, 01 Jan 1970 00:01:00 GMT", 50.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_it_reads_seconds_and_dates(header: str | None, seconds: float | None) -> None:
    assert parse_retry_after(header, now=lambda: 10.0) == seconds


def failed(reason: Exception) -> requests.ConnectionError:
    return requests.ConnectionError(MaxRetryError(HTTPConnectionPool("host"), "/", reason))


def test_a_refused_connection_was_not_sent() -> None:
    assert was_never_sent(failed(NewConnectionError(HTTPConnection("host"), "refused")))
    assert was_never_sent(requests.ConnectTimeout())


@pytest.mark.parametrize("error", [requests.exceptions.InvalidHeader(), requests.exceptions.InvalidJSONError()])
def test_what_cannot_be_put_into_a_request_was_not_sent(error: requests.RequestException) -> None:
    assert was_never_sent(error)


def test_a_bad_certificate_was_not_sent_to() -> None:
    assert was_never_sent(failed(SSLError(ssl.SSLCertVerificationError("self-signed"))))


@pytest.mark.parametrize(
    "error",
    [
        requests.ReadTimeout(),
        requests.ConnectionError(ProtocolError("Connection aborted.")),
        requests.exceptions.ChunkedEncodingError("cut"),
        failed(SSLError(ssl.SSLEOFError("cut"))),
        requests.ConnectionError(),
    ],
)
def test_anything_else_may_have_arrived(error: requests.RequestException) -> None:
    assert not was_never_sent(error)


def test_polls_grow_and_end() -> None:
    timeouts = Timeouts(connect=1, read=1, work=1, first_poll=1, longest_poll=2, total=6)
    assert list(timeouts.polls()) == [1, 1.5, 2, 2]
