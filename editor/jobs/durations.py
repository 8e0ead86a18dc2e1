"""How long jobs took here, as their rows say it, and how long others like them will take."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.cache import cache

from editor.jobs import estimates
from editor.jobs.estimates import CompletedJob
from editor.models import Job
from editor.service import backends

COMPLETED = 60  # jobs that times are learned from: a few of each kind
KEY, FRESH = "completed-jobs", 1  # and for how many seconds they are not asked for again


def recall_completed() -> list[CompletedJob]:
    """``list_completed``, asked once a second however many pages wait."""
    return cache.get_or_set(KEY, list_completed, FRESH) or []


def list_completed() -> list[CompletedJob]:
    """The last jobs that were done with the service that is asked now, the newest first."""
    done = Job.objects.filter(status=Job.Status.DONE).order_by("-due_at")
    rows = done.values_list("kind", "params", "sent", "steps", "finished_at", "base__width", "base__height")[:COMPLETED]
    return [
        CompletedJob(job_name(kind, params), job_work(params, width, height), seconds_at_work(steps, finished_at))
        for kind, params, sent, steps, finished_at, width, height in rows
        if steps and finished_at and bool((sent or {}).get("paid")) == backends.current().paid
    ]


def usual_seconds(completed: Iterable[CompletedJob], job: Job) -> float | None:
    """Seconds that such a job takes here."""
    name, work = job_name(job.kind, job.params), job_work(job.params, job.base.width, job.base.height)
    return estimates.usual_seconds(completed, name, work) or first_guess(job.params)


def job_name(kind: str, params: dict[str, object]) -> str:
    """What a job does, and by which method where it has a choice of them."""
    return str(params.get("tool", kind)) + (" fast" if params.get("fast") else "")


def job_work(params: dict[str, Any], width: int, height: int) -> float:
    """How much a job has to do, in megapixels: the picture's own, unless the tool that read it knows better."""
    return float(params.get("work") or width * height / 1e6)


def first_guess(params: dict[str, Any]) -> float | None:
    """Seconds that a job takes of whose kind none was done yet: what its tool thinks, where it does."""
    seconds = params.get("guess")
    return None if seconds is None else float(seconds)


def seconds_at_work(steps: list[dict[str, str]], finished_at: datetime) -> float:
    """How long a job was at work."""
    return (finished_at - datetime.fromisoformat(steps[0]["at"])).total_seconds()
