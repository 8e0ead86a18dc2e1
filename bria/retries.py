"""When to ask again, and how long to wait before. No clock in here: small questions with plain answers."""

from __future__ import annotations

import contextlib
import random
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import requests
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, SSLError

from bria.errors import BriaError, FetchFailed, FetchTooLarge, RateLimited, ServiceFailure, Unreachable

MAX_TRIES = 4
FIRST_BACKOFF = 0.5  # seconds, doubled each time
FIRST_RATE_BACKOFF = 5.0  # seconds; limits count per minute, so three waits from here on outlast most of one
LONGEST_TOLD = 86_400.0  # seconds; what asks for more says nothing that can be acted on
LONGEST_RETRY_AFTER = 60.0  # seconds; Bria's limits count per minute, so a longer wait is no rate limit
UNSENDABLE = (
    requests.ConnectTimeout,
    requests.exceptions.InvalidJSONError,
    ValueError,
)  # the last: bad address, header
PASSING_FAILURES = frozenset({502, 503, 504})


@dataclass(frozen=True)
class Timeouts:
    """How long to wait for a service, all in seconds.

    Attributes:
        connect: for a connection.
        read: for the answer to a question, or to an order that is safe to repeat.
        work: for the answer to any other order (POST), which may hold the whole work.
        first_poll, longest_poll: between two questions whether something is ready; grows by half each time.
        total: for something to become ready.
    """

    connect: float
    read: float
    work: float
    first_poll: float
    longest_poll: float
    total: float

    def polls(self) -> Iterator[float]:
        """The waits between questions, from the first to the one that reaches ``total``."""
        wait, spent = self.first_poll, 0.0
        while spent < self.total:
            yield wait
            spent += wait
            wait = min(wait * 1.5, self.longest_poll)


# Polls count toward the rate limit, 10 a minute on the free plan: hence the slow end of the scale.
HOSTED = Timeouts(connect=5, read=30, work=180, first_poll=1, longest_poll=8, total=300)
# The embedded engine answers from this machine, but a slow one may compute for minutes.
LOCAL = Timeouts(connect=5, read=300, work=900, first_poll=0.05, longest_poll=0.5, total=900)


def wait_after(
    error: BriaError, tries: int, repeatable: bool, jitter: Callable[[], float] = random.random
) -> float | None:
    """Seconds to wait before the same request is sent again, None where it must not be.

    Args:
        error: how the last try ended.
        tries: how many were made.
        repeatable: whether the request can be carried out twice without harm.
        jitter: a number from 0 to 1 that spreads the waits of several workers.
    """
    asked = error.retry_after if isinstance(error, RateLimited | ServiceFailure) else None
    if not may_repeat(error, repeatable) or (tries >= MAX_TRIES and wait_until_back(error, tries) is None):
        return None
    if asked is None:
        first = FIRST_RATE_BACKOFF if isinstance(error, RateLimited) else FIRST_BACKOFF
        return first * 2.0 ** (tries - 1) * (0.75 + jitter() / 2)
    return asked if asked <= LONGEST_RETRY_AFTER else None


def wait_until_back(failure: BriaError | None, tries: int) -> float | None:
    """Seconds until a service that fails will be there again, as it says; None where it does not, or where a minute was
    waited for that."""
    asked = failure.retry_after if isinstance(failure, ServiceFailure) else None
    if asked is None or tries * max(asked, FIRST_BACKOFF) >= LONGEST_RETRY_AFTER:
        return None
    return asked


def may_repeat(error: BriaError, repeatable: bool) -> bool:
    """Whether another try can do no harm: the last one was surely not carried out, or twice is as good as once."""
    if isinstance(error, RateLimited | Unreachable):
        return True
    if isinstance(error, FetchFailed) and error.status is None:
        return repeatable and not isinstance(error, FetchTooLarge)
    return repeatable and error.status in PASSING_FAILURES


def was_never_sent(error: requests.RequestException) -> bool:
    """Whether a request failed before a byte of it can have reached the service."""
    if isinstance(error, UNSENDABLE):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(reason, SSLError):
        return bool(reason.args) and isinstance(reason.args[0], ssl.SSLCertVerificationError)
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)


def parse_retry_after(retry_after: str | None, now: Callable[[], float] = time.time) -> float | None:
    """A ``Retry-After`` header, seconds or a date, as seconds from now; None where it is missing or no such thing."""
    if not retry_after:
        return None
    with contextlib.suppress(ValueError):
        return _read_seconds(float(retry_after))
    with contextlib.suppress(ValueError, OverflowError):
        return _read_seconds(parsedate_to_datetime(retry_after).timestamp() - now())
    return None


def _read_seconds(seconds: float) -> float | None:
    """A wait that makes sense: none below 0, and no wait at all above a day."""
    return max(0.0, seconds) if seconds <= LONGEST_TOLD else None
