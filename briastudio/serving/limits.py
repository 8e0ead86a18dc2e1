"""How much the server takes from a client, how long it bears with one, and what it says where that is too much."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

API = ("/v1/", "/v2/")


@dataclass(frozen=True)
class Limits:
    """Bytes of a request's body, and of one to the API; requests of one address, and bytes of bodies, at the same time.

    A transfer may be quiet for ``quiet`` seconds; after as many it must have had ``rate`` bytes a second on the whole,
    and come to its end within ``longest`` seconds. For a free thread it waits ``patience`` seconds at most.
    """

    cap: int
    api_cap: int
    per_address: int = 64  # a browser opens six connections; behind one address there may be an office
    held: int = 2_000_000_000  # on the disk, but for the beginning of each
    quiet: float = 20
    rate: int = 8_000  # a telephone's slowest network: 64 MB take two hours
    longest: float = 7_200
    patience: float = 30

    def cap_of(self, path: str) -> int:
        """The most bytes that a body sent to ``path`` may have."""
        return self.api_cap if path.startswith(API) else self.cap


class Pace:
    """What is expected of one transfer, which begins now."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.clock = limits, asyncio.get_running_loop().time
        self.began_at = self.clock()

    def due_at(self, moved: int) -> float:
        """When the next piece must have moved, on the loop's clock, after ``moved`` bytes."""
        limits = self.limits
        steady = limits.quiet + moved / limits.rate
        return min(self.clock() + limits.quiet, self.began_at + min(steady, limits.longest))


class Refusal(Exception):
    """What is answered without asking the site: a status, a sentence, and for some when to come back, in seconds."""

    def __init__(self, status: int, sentence: str, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.retry_after = status, sentence, retry_after


class Gone(Exception):
    """The client has left, or is taken for one that has: there is nobody to answer."""


def too_large(cap: int) -> Refusal:
    """For a body of more than ``cap`` bytes."""
    return Refusal(413, f"The request is larger than {cap // 1_000_000} MB, which is the most that is taken.")


def too_slow() -> Refusal:
    """For a body that does not arrive."""
    return Refusal(408, "The request took too long to arrive.")


def broken() -> Refusal:
    """For a body that ends before its end, or whose chunks cannot be told apart."""
    return Refusal(400, "The request did not arrive whole.")


def too_many() -> Refusal:
    """For one address that asks for too much at once."""
    return Refusal(429, "Too many requests from this address at the same time; try again soon.", 2)


def no_room() -> Refusal:
    """For a body that the disk has no room for."""
    return Refusal(507, "There is no room left on the studio's disk to receive this.", 60)


def busy() -> Refusal:
    """For anybody, where all threads are taken for long or no more bodies can be held."""
    return Refusal(503, "The studio is busy; try again soon.", 5)
