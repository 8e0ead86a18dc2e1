"""Slow work, and what a person knows of how it ended."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils import timezone

from editor.fields import SentenceField
from editor.models.pictures import Picture, Revision


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs of one picture, or of all."""

    def see_outcomes(self, left: int | None, shown: Revision) -> None:
        """Whoever goes from the revision ``left`` to ``shown`` has seen how the latter was made, and any file that was
        made of the former."""
        is_file_of_left = models.Q(base=left) & ~models.Q(file="")
        ended = self.filter(status=Job.Status.DONE, seen=False)
        ended.filter(models.Q(result=shown) | is_file_of_left).update(seen=True)

    def see_failures(self) -> None:
        """Whoever asks for something anew has seen which failed or were stopped."""
        self.filter(status__in=Job.UNSUCCESSFUL, seen=False).update(seen=True)


class Job(models.Model):
    """One piece of slow work. The row is the truth; a queue only delivers it.

    ``key`` makes the same request, sent twice, one job. ``lease_token`` fences: whoever no longer holds it writes
    nothing. ``sent`` is what was about to be asked of a paid service and ``received`` the handle it answered with, so
    that a second attempt resumes instead of paying twice. ``usage`` is what it took of a hosted service so far
    (``editor.jobs.usage``). A job whose outcome is no revision has it in ``file``, the name of a stored file. Until it
    is ``seen``, a person is told how the job ended: that it failed, or that its outcome waits.
    """

    class Status(models.TextChoices):
        """Where a job stands; the last four are final."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"
        UNKNOWN = "unknown", "outcome unknown"

    UNSUCCESSFUL = (Status.FAILED, Status.UNKNOWN, Status.CANCELLED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=20)
    base = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    result = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    params = models.JSONField(default=dict)
    key = models.CharField(max_length=64, unique=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.QUEUED)
    steps = models.JSONField(default=list)
    error = SentenceField(blank=True)
    error_kind = models.CharField(max_length=40, blank=True)
    cancel_requested = models.BooleanField(default=False)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    due_at = models.DateTimeField(default=timezone.now)
    sent: models.JSONField[Any, Any] = models.JSONField(null=True)
    received: models.JSONField[Any, Any] = models.JSONField(null=True)
    usage = models.JSONField(default=dict)
    file = models.CharField(max_length=120, blank=True, db_index=True)
    seen = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["status", "due_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"

    @property
    def step(self) -> str:
        """The step last begun, such as "Finding regions"."""
        return str(self.steps[-1]["name"]) if self.steps else ""

    @property
    def active(self) -> bool:
        """True until the job has ended in one way or another."""
        return self.status in {Job.Status.QUEUED, Job.Status.RUNNING}

    def take_back(self) -> None:
        """Show what was shown before the job was done, for somebody who wanted it stopped and could not know of that.

        Nothing is lost: the result waits in the history. Once is enough: whoever goes there afterwards wants to.
        """
        made = self.result_id is not None and self.result_id != self.base_id
        if made and self.picture.current_id == self.result_id and not self.cancel_requested:
            self.picture.go_to(self.base)
            self.cancel_requested, self.seen = True, False
            self.save(update_fields=["cancel_requested", "seen"])

    def see(self) -> None:
        """A person knows how it ended, or does not want to."""
        if not self.seen:
            self.seen = True
            self.save(update_fields=["seen"])
