"""The line that jobs wait in, as a person is told of it: which place, and how long that takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import mean

from django.core.cache import cache
from django.utils.translation import gettext

from editor.jobs import durations, turns
from editor.jobs.estimates import describe_start
from editor.jobs.leases import leases_ago
from editor.models import Job, WorkerBeat

KEY, FRESH = "line-of-jobs", 1  # and for how many seconds it is not read again, however many pages wait in it


@dataclass(frozen=True)
class Work:
    """A job in the line or out of it by now, and how many seconds such a job takes, where that is known."""

    pk: str
    is_running: bool
    seconds: float | None


@dataclass(frozen=True)
class Line:
    """What waits, jobs and requests of the API, by id with its place, from 1; the jobs among them and those at work."""

    places: dict[str, int]
    works: tuple[Work, ...] = ()
    workers: int = 1

    def find_place(self, job: Job) -> int | None:
        """Where in it a job is; None for what does not wait."""
        return self.places.get(str(job.pk))

    def seconds_until(self, place: int) -> float | None:
        """How long it will take until this place is reached.

        What nothing is known of counts as the mean of the rest; None where nothing is known of anything.
        """
        ahead = [work for work in self.works if self.places.get(work.pk, 0) < place]
        known = [work.seconds for work in ahead if work.seconds is not None]
        running = sum(work.is_running for work in ahead)
        return mean(known) * (place - 1 + running) / self.workers if known else None

    def seconds_until_turn(self, job: Job) -> float | None:
        """How long it will take until a job begins; None for what does not wait, or where nothing is known."""
        place = self.find_place(job)
        return self.seconds_until(place) if place else None

    def describe(self, job: Job) -> str:
        """Where in it a job is and when that begins, in words; empty for what does not wait."""
        place = self.find_place(job)
        return describe_place(place, self.seconds_until(place)) if place else ""


def recall_line(waiting: Iterable[str]) -> Line:
    """The line as it was within the last second, ``waiting`` in it: ids of jobs, without which nothing is asked."""
    wanted = set(waiting)
    if not wanted:
        return Line({})
    line: Line | None = cache.get(KEY)
    if line is None or not wanted <= line.places.keys():
        line = read_line()
        cache.set(KEY, line, FRESH)
    return line


def read_line() -> Line:
    """The line as it is now."""
    completed = durations.recall_completed()
    unfinished = Job.objects.filter(status__in=[Job.Status.QUEUED, Job.Status.RUNNING]).select_related("base")
    works = tuple(
        Work(str(job.pk), job.status == Job.Status.RUNNING, durations.usual_seconds(completed, job))
        for job in unfinished.only("kind", "params", "status", "base__width", "base__height")
    )
    return Line(turns.find_places(), works, count_workers())


def count_workers() -> int:
    """How many workers beat; at least one, for it will come."""
    return max(1, WorkerBeat.objects.filter(beaten_at__gt=leases_ago(1)).count())


def describe_place(place: int, seconds: float | None) -> str:
    """Where in the line something is and when it begins, in words."""
    named = {1: gettext("You are next."), 2: gettext("You are second in line."), 3: gettext("You are third in line.")}
    text = named.get(place) or gettext("You are number {place} in line.").format(place=place)
    return text if seconds is None else f"{text} {describe_start(seconds)}"
