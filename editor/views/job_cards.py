"""The cards that tell of jobs: those at work, and how the last one ended."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext

from editor import files
from editor.jobs import durations, usage
from editor.jobs.estimates import describe_duration
from editor.jobs.lines import recall_line
from editor.models import Job, Picture, Revision
from editor.recipes.runs import APPLY, FIND, PREVIEW
from editor.service import parts
from editor.tools.registry import find_tool

PREPARING = ("Registering", "Finding regions", "Finding people")
SHOWN = 10  # jobs of a picture that are looked at; more are never at work
ENDED = 3  # cards of jobs that have ended; further ones come when these are put away

# How long a page may leave between two questions, in milliseconds; far back in the line it is a share of the time until
# its turn.
LONGEST_AT_WORK, LONGEST_IN_LINE, SHARE_IN_LINE = 1500, 6000, 0.1


@dataclass(frozen=True)
class JobCard:
    """A job as it is shown: with the steps still to come, and ``late`` where its result waits in the history.

    ``usual`` is how many seconds such a job takes here, and ``until_turn`` in how many seconds it begins, where that is
    known; ``place`` says where in the line it waits.
    """

    job: Job
    late: bool = False
    usual: float | None = None
    place: str = ""
    until_turn: float | None = None

    @property
    def version(self) -> str:
        """Changes with everything that the card shows."""
        job = self.job
        return f"{job.pk}{job.status}{job.steps}{job.usage}{job.cancel_requested}{self.late}{self.place}"

    @property
    def title(self) -> str:
        """What the job does, as a heading."""
        if self.job.kind == "prepare":
            return gettext("Looking at the picture")
        if self.job.kind == APPLY:
            return gettext("Applying a recipe")
        tool = find_tool(self.job.params.get("tool", ""))
        return str(tool.working) if tool else gettext("Working")

    @property
    def announcement(self) -> str:
        """What a screen reader says of it while it is at work, being stopped, cancelled, or waits to be looked at."""
        if self.job.status == Job.Status.CANCELLED:
            return ". ".join(filter(None, (gettext("Cancelled"), self.job.error)))
        if self.late and self.job.result:
            return late_message(self.job, self.job.result)
        if self.job.cancel_requested:
            return gettext("Stopping")
        return self.wait or (gettext(self.job.step) if self.job.step else self.title)

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The steps with their state: done, now or next."""
        begun = [str(step["name"]) for step in self.job.steps]
        coming = [name for name in preparing_steps() if name not in begun] if self.job.kind == "prepare" else []
        states = ["done"] * (len(begun) - 1) + ["now"] * bool(begun) + ["next"] * len(coming)
        return [(gettext(name), state) for name, state in zip([*begun, *coming], states, strict=True)]

    @property
    def hint(self) -> str:
        """What is worth knowing of the step at hand."""
        if self.job.step != parts.STEP:
            return ""
        return gettext("You can begin. On a slow computer this takes up to half a minute.")

    @property
    def wait(self) -> str:
        """The wait that a service imposes at the moment, in words; empty without one."""
        return usage.describe_wait(self.job.usage)

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
    def usual_duration(self) -> str:
        """How long such a job usually takes, in words; empty where that is not known."""
        return "" if self.usual is None else describe_duration(self.usual)


def preparing_steps() -> list[str]:
    """The steps of looking at a picture with the engine that answers now."""
    return [*PREPARING, *([parts.STEP] if parts.are_known() else [])]


def late_message(job: Job, result: Revision) -> str:
    """Why a result waits in the history, and where."""
    if job.cancel_requested:
        text = gettext("It finished before it could be stopped; it is in the history as step {number}.")
    else:
        text = gettext("Finished. You had moved on, so it is in the history as step {number}.")
    return text.format(number=result.number)


def unseen_jobs(pk: int) -> list[Job]:
    """A picture's jobs that a person may not know the end of, as many as are ever looked at, the newest first."""
    return list(select_unseen(pk).select_related("result", "base")[:SHOWN])


def select_unseen(pk: int) -> QuerySet[Job]:
    """The jobs of a picture whose end nobody was told, the newest first, but for those that have a page of their own:
    a recipe that is tried, and a search for faces in many pictures."""
    rows = Job.objects.filter(picture=pk, seen=False).exclude(kind__in=(PREVIEW, FIND))
    return rows.order_by("-created_at", "-pk")


def job_cards(rows: list[Job], current: Revision) -> list[JobCard]:
    """What to show of ``unseen_jobs``: what failed, was stopped or waits to be looked at, and all that is at work.

    What stays until it is put away comes first, so that it does not move when work ends.
    """
    ended = [JobCard(job, late=is_late(job, current)) for job in rows if not job.active]
    told = [card for card in ended if card.late or card.job.file or card.job.status in Job.UNSUCCESSFUL]
    active = [job for job in reversed(rows) if job.active]
    completed = durations.recall_completed() if active else []
    line = recall_line(str(job.pk) for job in active if job.status == Job.Status.QUEUED)
    cards = (
        JobCard(
            job,
            usual=durations.usual_seconds(completed, job),
            place=line.describe(job),
            until_turn=line.seconds_until_turn(job),
        )
        for job in active
    )
    return [*told[:ENDED], *cards]


def longest_pause(cards: list[JobCard]) -> int:
    """How many milliseconds a page that shows these may leave between two questions."""
    soonest = min((card.until_turn or 0 for card in cards if card.job.active), default=0)
    return round(min(max(1000 * SHARE_IN_LINE * soonest, LONGEST_AT_WORK), LONGEST_IN_LINE))


def is_late(job: Job, current: Revision) -> bool:
    """True where the result of a job was not looked at, as one was elsewhere when it came."""
    return job.result_id is not None and job.result_id != current.pk


def layers_card(picture: Picture, revision: Revision) -> JobCard | None:
    """The newest job for layers of a revision that is at work or has made its file."""
    going = [Job.Status.QUEUED, Job.Status.RUNNING, Job.Status.DONE]
    job = picture.jobs.filter(kind="file", base=revision, status__in=going).order_by("-created_at").first()
    return JobCard(job) if job else None
