"""Doing a job that was delivered: claim it, call the function of its kind, write down how it ended."""

from __future__ import annotations

import logging
import uuid

from django.db import transaction
from django.utils.translation import gettext_noop

import bria
from datafolder.outages import is_away
from datafolder.room import is_lack_of_room
from editor.jobs import leases
from editor.jobs.kinds import find_handler
from editor.jobs.leases import LeaseLost
from editor.jobs.listener import JobListener
from editor.jobs.running import CHARGED, UNKNOWN, Cancelled, Failure, Running, is_uncertain
from editor.limits import NO_ROOM
from editor.models import Job

INTERNAL = gettext_noop(
    "Something went wrong inside the studio. The picture is unchanged; the log says more. Try again."
)

logger = logging.getLogger(__name__)


def run(job_id: str | uuid.UUID) -> None:
    """Do the job, unless it is not to be done any more or somebody else is at it."""
    job = claim(job_id)
    if job is None:
        return
    running = Running(job)
    with leases.heartbeat(running, job.lease_token):
        try:
            perform(running)
        except LeaseLost:
            logger.warning("Job %s was taken over by another worker; its result here is dropped", job.pk)


def claim(job_id: str | uuid.UUID) -> Job | None:
    """The job with a fresh lease and token, counted as one more attempt; None where it is not waiting."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id, status=Job.Status.QUEUED).first()
        if job is None:
            return None
        job.status, job.attempt, job.steps = Job.Status.RUNNING, job.attempt + 1, []
        job.lease_token, job.lease_until = uuid.uuid4().hex, leases.lease_end()
        job.save(update_fields=["status", "attempt", "steps", "lease_token", "lease_until"])
    return job


def perform(running: Running) -> None:
    """Call the job's function and write down how it ended.

    Raises:
        LeaseLost: somewhere on the way the job became somebody else's.
    """
    job = running.job
    try:
        with bria.listening(JobListener(running)):
            result = find_handler(job.kind)(running)
        if job.active:
            running.finish(result)
    except LeaseLost:
        raise
    except Cancelled:
        running.end(Job.Status.CANCELLED, CHARGED if running.may_be_charged else "")
    except Failure as failure:
        status = Job.Status.UNKNOWN if failure.kind == "unknown" else Job.Status.FAILED
        running.end(status, error=str(failure), error_kind=failure.kind)
    except Exception as error:
        if is_away(error) and not is_uncertain(job):
            logger.warning("Job %s is put off, as the database or the storage is away: %s", job.pk, error)
            running.put_off()
            return
        logger.exception("Job %s (%s) failed", job.pk, job.kind)
        if is_uncertain(job):
            running.end(Job.Status.UNKNOWN, UNKNOWN, "unknown")
        elif is_lack_of_room(error):
            running.end(Job.Status.FAILED, NO_ROOM, "disk")
        else:
            running.end(Job.Status.FAILED, INTERNAL, "internal")
