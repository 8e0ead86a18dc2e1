"""When to ask again, and how long to wait before. No clock in here: small questions with plain answers."""

from __future__ import annotations

import random
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import requests
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, SSLError

from bria.errors import BriaError, RateLimited, ServiceFailure, Unreachable

MAX_TRIES = 4
FIRST_BACKOFF = 0.5  # seconds, doubled each time
LONGEST_BACKOFF = 8.0  # seconds
LONGEST_RETRY_AFTER = 60.0  # seconds; Bria's limits count per minute, so a longer wait is no rate limit
PASSING_FAILURES = frozenset({502, 503, 504})


@dataclass(frozen=True)
class Patience:
    """How long to wait for a service, all in seconds.

    Attributes:
        connect: for a connection.
        read: for the answer to a question (GET).
        work: for the answer to an order (POST), which may hold the whole work.
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
HOSTED = Patience(connect=5, read=30, work=180, first_poll=1, longest_poll=8, total=300)
# The embedded engine answers from this machine, but a slow one may compute for minutes.
LOCAL = Patience(connect=5, read=900, work=900, first_poll=0.05, longest_poll=0.5, total=900)


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
    if tries >= MAX_TRIES or not may_repeat(error, repeatable):
        return None
    asked = error.retry_after if isinstance(error, RateLimited | ServiceFailure) else None
    if asked is None:
        return backoff(tries) * (0.75 + jitter() / 2)
    return asked if asked <= LONGEST_RETRY_AFTER else None


def may_repeat(error: BriaError, repeatable: bool) -> bool:
    """Whether another try can do no harm: the last one was surely not carried out, or twice is as good as once."""
    if isinstance(error, RateLimited | Unreachable):
        return True
    return repeatable and error.status in PASSING_FAILURES


def backoff(tries: int) -> float:
    """Seconds to wait after ``tries`` failures where the service names no time."""
    return min(FIRST_BACKOFF * 2.0 ** (tries - 1), LONGEST_BACKOFF)


def surely_not_sent(error: requests.RequestException) -> bool:
    """Whether a request failed before a byte of it can have reached the service."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(reason, SSLError):
        return bool(reason.args) and isinstance(reason.args[0], ssl.SSLCertVerificationError)
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)


def seconds_in(retry_after: str | None, now: Callable[[], float] = time.time) -> float | None:
    """A ``Retry-After`` header, seconds or a date, as seconds from now; None where it is missing or no such thing."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - now())
    except ValueError:
        return None
