"""The line that a job waits in, as a person is told of it: which place, and how long that takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

from django.utils.translation import gettext

from editor.jobs import turns
from editor.jobs.estimates import describe_start
from editor.jobs.leases import leases_ago
from editor.models import Job, WorkerBeat


@dataclass(frozen=True)
class Line:
    """What waits, jobs and requests of the API, by id with its place, from 1; the jobs among them and those at work."""

    places: dict[str, int]
    jobs: Sequence[Job] = ()
    workers: int = 1

    def seconds_until(self, place: int, usual_seconds: Callable[[Job], float | None]) -> float | None:
        """How long it will take until this place is reached, as ``usual_seconds`` knows what each job takes.

        What nothing is known of counts as the mean of the rest; None where nothing is known of anything.
        """
        ahead = [job for job in self.jobs if self.places.get(str(job.pk), 0) < place]
        known = [seconds for job in ahead if (seconds := usual_seconds(job)) is not None]
        running = sum(job.status == Job.Status.RUNNING for job in ahead)
        return mean(known) * (place - 1 + running) / self.workers if known else None

    def describe(self, job: Job, usual_seconds: Callable[[Job], float | None]) -> str:
        """Where in it a job is and when that begins, in words; empty for what does not wait."""
        place = self.places.get(str(job.pk))
        return describe_place(place, self.seconds_until(place, usual_seconds)) if place else ""


def read_line(jobs: Iterable[Job]) -> Line:
    """The line as it is now; nothing is asked where none of the jobs waits."""
    if not any(job.status == Job.Status.QUEUED for job in jobs):
        return Line({})
    unfinished = Job.objects.filter(status__in=[Job.Status.QUEUED, Job.Status.RUNNING])
    columns = ("kind", "params", "status", "base__width", "base__height")
    return Line(turns.find_places(), list(unfinished.select_related("base").only(*columns)), count_workers())


def count_workers() -> int:
    """How many workers beat; at least one, for it will come."""
    return max(1, WorkerBeat.objects.filter(beaten_at__gt=leases_ago(1)).count())


def describe_place(place: int, seconds: float | None) -> str:
    """Where in the line something is and when it begins, in words."""
    named = {1: gettext("You are next."), 2: gettext("You are second in line."), 3: gettext("You are third in line.")}
    text = named.get(place) or gettext("You are number {place} in line.").format(place=place)
    return text if seconds is None else f"{text} {describe_start(seconds)}"
