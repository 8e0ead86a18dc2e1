"""Adding the outcome of a job to a picture's history."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction

from editor import pictures
from editor.history import tree
from editor.imaging.renditions import make_renditions
from editor.jobs import usage
from editor.jobs.leases import LeaseLost
from editor.jobs.outages import outlast
from editor.jobs.running import Running
from editor.models import Job, Picture, Revision, Visual
from editor.service import backends


@dataclass(frozen=True)
class EditResult:
    """What a tool made: the picture as PNG bytes, and what Bria and the history need to know of it."""

    image_png: bytes
    title: str
    engine: str
    visual: Visual | None
    sid: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    removed: list[int] = field(default_factory=list)


def add_revision(running: Running, outcome: EditResult) -> Revision:
    """A new child of the revision the job started from, which ends the job.

    The person is taken there unless they have moved on: then it waits in the history, and they are told.

    Raises:
        Cancelled: a person does not want it any more, so it is dropped.
        LeaseLost: another worker has taken the job over, so it is dropped as well.
    """
    stored = pictures.store_image(outcome.image_png, make_renditions(outcome.image_png))
    return outlast(partial(keep_revision, running, outcome, stored))


def keep_revision(running: Running, outcome: EditResult, stored: dict[str, Any]) -> Revision:
    """As ``add_revision``, whose files are ``stored``; done twice it adds one."""
    with transaction.atomic():
        Picture.hold(running.job.picture_id)
        job = lock_job(running)
        picture = Picture.objects.get(pk=job.picture_id)
        revision = Revision.objects.create(
            picture=picture,
            number=tree.next_number(picture),
            parent=job.base,
            tool=str(job.params["tool"]),
            title=outcome.title,
            params=outcome.params,
            engine=outcome.engine,
            visual=outcome.visual,
            sid=outcome.sid,
            removed=outcome.removed,
            usage=usage.total(job.usage),
            **stored,
        )
        is_here = picture.current_id == job.base_id
        if is_here:
            picture.go_to(revision)
        running.finish(revision, seen=is_here)
        if outcome.visual is None and backends.current().embedded:
            pictures.prepare(revision)  # where looking costs nothing, nobody has to ask for it
    return revision


def lock_job(running: Running) -> Job:
    """The job's row, locked for this transaction, while the lease is ours and nobody cancelled it."""
    rows = running.rows().filter(cancel_requested=False)
    job = rows.select_for_update(of=("self",)).select_related("base").first()
    if job is None:
        running.check()
        raise LeaseLost
    return job
