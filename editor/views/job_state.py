"""How far the jobs of a picture are, as a short name: what a waiting page knows, and asks whether it still holds."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from editor.access import is_editable_by
from editor.jobs.lines import recall_line
from editor.models import Job
from editor.views.job_cards import SHOWN, select_unseen
from editor.views.page_parts import digest

# What the page shows of a job at work, by the names of its columns.
JOB_FACTS = ("pk", "status", "steps", "usage", "cancel_requested", "result_id")
read_facts = attrgetter(*JOB_FACTS)


def read_jobs_state(pk: int, owner: str) -> str:
    """A short name for how far the jobs of a picture are, and which revision is current, by one small query.

    Of a picture that ``owner`` may not edit it is that of one without jobs. While any of them waits, its place in line
    belongs to it, which takes a few more.
    """
    rows = select_unseen(pk).filter(is_editable_by(owner, "picture__")).values_list("picture__current_id", *JOB_FACTS)
    return state_of(tuple(rows[:SHOWN]))


def state_of(facts: tuple[tuple[Any, ...], ...]) -> str:
    """A short name for what ``JOB_FACTS`` say of jobs, each after the number of the revision shown.

    While any of them waits, the places in line stand apart: where nothing else changed, nothing else is shown anew.
    """
    waiting = [str(job) for _, job, status, *_ in facts if status == Job.Status.QUEUED]
    if not waiting:
        return digest(facts)
    places = recall_line(waiting).places
    return f"{digest(facts)}-{digest(tuple(places.get(job) for job in waiting))}"


def facts_in(state: str) -> str:
    """The part of a state that says everything but places in line."""
    return state.partition("-")[0]
