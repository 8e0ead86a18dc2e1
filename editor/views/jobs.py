"""The cards that tell of jobs: those at work, and how the last one ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from editor import expectations, files, usage
from editor.expectations import Past
from editor.jobs import hosted
from editor.models import Job, Picture, Revision
from editor.tools.table import TOOLS

PREPARING = ("Registering", "Finding regions", "Finding people")
FAILED = {Job.Status.FAILED, Job.Status.UNKNOWN}
SHOWN = 10  # jobs of a picture that are looked at; more are never at work
PASTS = 60  # jobs that times are learned from: a few of each kind
MINUTE = 60  # seconds


@dataclass(frozen=True)
class JobCard:
    """A job as it is shown: with the steps still to come, and ``late`` where its result waits in the history.

    ``ready``: the file that it made can be downloaded. ``usual`` is how many seconds such a job takes here, where that
    is known.
    """

    job: Job
    late: bool = False
    ready: bool = False
    usual: float | None = None

    @property
    def version(self) -> str:
        """Changes with everything that the card shows."""
        job = self.job
        return f"{job.pk}{job.status}{job.steps}{job.usage}{job.cancel_requested}{self.late}{self.ready}"

    @property
    def title(self) -> str:
        """What the job does, as a heading."""
        if self.job.kind == "prepare":
            return gettext("Looking at the picture")
        tool = TOOLS.get(self.job.params.get("tool", ""))
        return str(tool.working) if tool else gettext("Working")

    @property
    def announcement(self) -> str:
        """What a screen reader says of it while it is at work, being stopped, or cancelled."""
        if self.job.status == Job.Status.CANCELLED:
            return gettext("Cancelled")
        if self.job.cancel_requested:
            return gettext("Stopping")
        return self.wait or (gettext(self.job.step) if self.job.step else self.title)

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The steps with their state: done, now or next."""
        begun = [str(step["name"]) for step in self.job.steps]
        coming = [name for name in PREPARING if name not in begun] if self.job.kind == "prepare" else []
        states = ["done"] * (len(begun) - 1) + ["now"] * bool(begun) + ["next"] * len(coming)
        return [(gettext(name), state) for name, state in zip([*begun, *coming], states, strict=True)]

    @property
    def wait(self) -> str:
        """The wait that a service imposes at the moment, in words; empty without one."""
        return usage.told_wait(self.job.usage)

    @property
    def layers(self) -> list[str]:
        """The names of the layers in its file, the topmost first."""
        return list((self.job.received or {}).get("layers", []))

    @property
    def file_size(self) -> int:
        """Bytes of the file that is the job's outcome."""
        return files.size(self.job.file)

    @property
    def share(self) -> float | None:
        """How much of the step at hand is done, 0 to 1, where that is known."""
        return self.job.steps[-1].get("share") if self.job.steps else None

    @property
    def habit(self) -> str:
        """How long such a job usually takes, in words; empty where that is not known."""
        return "" if self.usual is None else duration(self.usual)


def duration(seconds: float) -> str:
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


def newest_of(picture: Picture) -> list[Job]:
    """The picture's newest jobs, as many as are ever shown, the newest first."""
    return list(picture.jobs.select_related("result", "base").order_by("-created_at", "-pk")[:SHOWN])


def cards(rows: list[Job], current: Revision, watched: frozenset[str]) -> list[JobCard]:
    """The jobs to show of ``newest_of``: all at work, else the newest where it failed, was stopped or its result waits.

    ``watched`` are the jobs that the browser last saw at work.
    """
    active = [job for job in reversed(rows) if job.active]
    if active:
        pasts = recent()
        return [JobCard(job, usual=usual(pasts, job)) for job in active]
    if not rows:
        return []
    newest = rows[0]
    seen = str(newest.pk) in watched
    late = seen and newest.result is not None and newest.result_id != current.pk
    stopped = seen and newest.status == Job.Status.CANCELLED
    ready = seen and bool(newest.file) and newest.base_id == current.pk
    shown = late or stopped or ready or newest.status in FAILED
    return [JobCard(newest, late, ready)] if shown else []


def layers_of(picture: Picture, revision: Revision) -> JobCard | None:
    """The newest job for layers of a revision that is at work or has made its file."""
    going = [Job.Status.QUEUED, Job.Status.RUNNING, Job.Status.DONE]
    job = picture.jobs.filter(kind="file", base=revision, status__in=going).order_by("-created_at").first()
    return JobCard(job) if job else None


def usual(pasts: Iterable[Past], job: Job) -> float | None:
    """Seconds that such a job takes here."""
    return expectations.usual(pasts, what(job.kind, job.params), job.base.width * job.base.height / 1e6)


def recent() -> list[Past]:
    """The last jobs that were done with the service that is asked now, the newest first."""
    done = Job.objects.filter(status=Job.Status.DONE).order_by("-due_at")
    rows = done.values_list("kind", "params", "sent", "steps", "finished_at", "base__width", "base__height")[:PASTS]
    return [
        Past(what(kind, params), width * height / 1e6, seconds(steps, finished_at))
        for kind, params, sent, steps, finished_at, width, height in rows
        if steps and finished_at and bool((sent or {}).get("paid")) == hosted()
    ]


def what(kind: str, params: dict[str, object]) -> str:
    """What a job does, as one word."""
    return str(params.get("tool", kind))


def seconds(steps: list[dict[str, str]], finished_at: datetime) -> float:
    """How long a job was at work."""
    return (finished_at - datetime.fromisoformat(steps[0]["at"])).total_seconds()
