"""What a job proposes and a person chooses from: it waits in the job's row until that is done, or it is put away.

A job of the kind "proposal" keeps what it found in ``received``. While the job is not seen, the panel of its tool shows
it beside the revision that it was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from editor.jobs.running import Running
from editor.models import Job, Revision

KIND = "proposal"


def offer(running: Running, found: dict[str, Any]) -> None:
    """End a job well, with what it found; what the same tool proposed of this picture before is put away.

    Raises:
        Cancelled, LeaseLost: it is not to be kept.
    """
    job = running.job
    running.store_answer({**(job.received or {}), **found})
    running.finish(None, seen=False)
    earlier = job.picture.jobs.filter(kind=KIND, params__tool=job.params["tool"], status=Job.Status.DONE, seen=False)
    earlier.exclude(pk=job.pk).update(seen=True)


def find_offered(rows: Iterable[Job], tool: str, revision: Revision) -> Job | None:
    """Of a picture's unseen jobs, newest first, the one whose proposal of a tool waits at a revision."""
    return next((job for job in list_proposals(rows, tool, revision) if job.status == Job.Status.DONE), None)


def is_at_work(rows: Iterable[Job], tool: str, revision: Revision) -> bool:
    """True while such a proposal is being made."""
    return any(job.active for job in list_proposals(rows, tool, revision))


def list_proposals(rows: Iterable[Job], tool: str, revision: Revision) -> list[Job]:
    """The jobs among ``rows`` that propose something of a tool for a revision."""
    return [job for job in rows if job.kind == KIND and job.params.get("tool") == tool and job.base_id == revision.pk]
