"""How long something usually takes here, learned from the jobs that were done before.

The median of the last few jobs that did the same, each counted as if its picture had been as large as the one at hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from django.utils.translation import gettext, ngettext

MINUTE = 60  # seconds
MOST_JOBS = 7  # jobs of one kind that are looked at: the machine and what it is busy with change
FEWEST_JOBS = 2  # from which a claim is made: the first job of a process also loads what it needs
# What a job costs whatever the picture's size is, as megapixels: two calls and the files around them.
FIXED_MEGAPIXELS = 0.5
# Pictures up to so many times as costly tell of each other; a stamp says nothing of a poster.
ALIKE_FACTOR = 4.0


@dataclass(frozen=True)
class CompletedJob:
    """A job that ended well: what it did, on how many megapixels, and how many seconds it was at work."""

    kind: str
    megapixels: float
    seconds: float


def usual_seconds(pasts: Iterable[CompletedJob], kind: str, megapixels: float) -> float | None:
    """Seconds that a job of this kind usually takes; None where nothing is known.

    ``pasts`` come with the newest first.
    """
    same = [past for past in pasts if past.kind == kind]
    factors = ((past, cost(megapixels) / cost(past.megapixels)) for past in same)
    alike = [past for past, factor in factors if 1 / ALIKE_FACTOR <= factor <= ALIKE_FACTOR][:MOST_JOBS]
    if len(alike) < FEWEST_JOBS:
        return None
    return median(past.seconds * cost(megapixels) / cost(past.megapixels) for past in alike)


def describe_start(seconds: float) -> str:
    """When something that waits is likely to begin, no more exactly than it is known."""
    if seconds < MINUTE:
        rounded = max(1, round(seconds)) if seconds < 10 else round(seconds / 5) * 5
        return gettext("It begins in about {seconds} s.").format(seconds=rounded)
    minutes = round(seconds / MINUTE)
    return ngettext("It begins in about {minutes} minute.", "It begins in about {minutes} minutes.", minutes).format(
        minutes=minutes
    )


def cost(megapixels: float) -> float:
    """What a picture's size costs."""
    return FIXED_MEGAPIXELS + megapixels


def describe_duration(seconds: float) -> str:
    """A time that something usually takes, no more exact than it is known."""
    if seconds < 1:
        return gettext("usually under a second")
    if seconds < MINUTE:
        rounded = round(seconds) if seconds < 10 else round(seconds / 5) * 5
        return gettext("usually about {seconds} s").format(seconds=rounded)
    minutes = round(seconds / MINUTE)
    return ngettext("usually about {minutes} minute", "usually about {minutes} minutes", minutes).format(
        minutes=minutes
    )
