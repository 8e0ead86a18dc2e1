"""Jobs for tests: waiting, done, in hand, or left behind by a lost worker."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from editor.jobs import execution, queue, running
from editor.models import Job, Revision
from tests.editor import factories, fake_jobs  # noqa: F401 - registers the kinds of jobs that only tests do


def make_base() -> Revision:
    base = factories.picture().current
    assert base is not None
    return base


def enqueue(base: Revision, kind: str, /, **params: Any) -> Job:
    return queue.enqueue(base.picture, kind, base, params, uuid.uuid4().hex)


def done(base: Revision, kind: str, /, **params: Any) -> Job:
    job = enqueue(base, kind, **params)
    execution.run(job.pk)
    job.refresh_from_db()
    return job


def lost(base: Revision, kind: str, **fields: Any) -> Job:
    """A job whose worker went away some time ago."""
    job = enqueue(base, kind)
    claimed = execution.claim(job.pk)
    assert claimed is not None
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1), **fields)
    return claimed


def claimed(base: Revision, **params: Any) -> running.Running:
    job = execution.claim(enqueue(base, "quick", **params).pk)
    assert job is not None
    return running.Running(job)
