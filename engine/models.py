"""What the engine remembers: visuals, their edited states, asynchronous requests and results."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from engine.errors import EngineError, InternalError

# How long a result can be fetched: Bria keeps images for three days by default (contract.md, section 1).
RESULT_LIFETIME = timedelta(days=3)


def new_key() -> str:
    """32 hexadecimal digits nobody can guess."""
    return uuid.uuid4().hex


def new_sid() -> str:
    """A session id that looks like Bria's: a UUID that ends like a file."""
    return f"{uuid.uuid4()}.JPEG"


def end_of_life() -> datetime:
    """When a result made now can no longer be fetched."""
    return timezone.now() + RESULT_LIFETIME


class Visual(models.Model):
    """A registered image of one token, with what was found in it once somebody asked."""

    visual_id = models.CharField(max_length=16)
    owner = models.CharField(max_length=64)
    image = models.CharField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    archive = models.CharField(max_length=200, blank=True)
    labels = models.CharField(max_length=200, blank=True)
    people = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "visual_id"], name="one_visual_per_owner")]

    def __str__(self) -> str:
        return self.visual_id

    def keep_masks(self, archive: str, labels: str) -> None:
        """Remember the mask zip and the label map."""
        self.archive, self.labels = archive, labels
        self.save(update_fields=["archive", "labels"])

    def keep_people(self, people: list[dict[str, Any]]) -> None:
        """Remember the answer of ``person/info``."""
        self.people = people
        self.save(update_fields=["people"])


class Session(models.Model):
    """An edited state of a visual: what a ``sid`` stands for.

    ``removed`` and ``changed`` hold the mask ids and person ids of the whole chain: nobody has to walk up ``parent``.
    """

    sid = models.CharField(max_length=41, unique=True, default=new_sid)
    visual = models.ForeignKey(Visual, on_delete=models.CASCADE, related_name="sessions")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True)
    image = models.CharField(max_length=200)
    removed = models.JSONField(default=list)
    changed = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.sid


class Result(models.Model):
    """A file to fetch under a signed address, until it expires.

    The address may be handed out before the file is there.
    """

    key = models.CharField(max_length=32, primary_key=True, default=new_key)
    owner = models.CharField(max_length=64)
    filename = models.CharField(max_length=100)
    file = models.CharField(max_length=200, blank=True)
    failed = models.BooleanField(default=False)
    expires_at = models.DateTimeField(default=end_of_life)

    def __str__(self) -> str:
        return f"{self.key}/{self.filename}"

    def fill(self, file: str) -> None:
        """The file is there."""
        self.file = file
        self.save(update_fields=["file"])

    def fail(self) -> None:
        """There will be no file: whoever polls the address gets zero bytes (contract.md, section 3)."""
        self.failed = True
        self.save(update_fields=["failed"])


class Request(models.Model):
    """Work that is answered before it is done."""

    class Status(models.TextChoices):
        """The words of the status service (contract.md, section 2.3)."""

        IN_PROGRESS = "IN_PROGRESS"
        COMPLETED = "COMPLETED"
        ERROR = "ERROR"
        UNKNOWN = "UNKNOWN"

    request_id = models.CharField(max_length=32, primary_key=True, default=new_key)
    owner = models.CharField(max_length=64)
    operation = models.CharField(max_length=40)
    arguments = models.JSONField()
    status = models.CharField(max_length=11, choices=Status, default=Status.IN_PROGRESS)
    result = models.OneToOneField(Result, on_delete=models.CASCADE)
    error = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.request_id

    @property
    def is_finished(self) -> bool:
        """True once the status will not change any more."""
        return self.status != self.Status.IN_PROGRESS

    def complete(self, file: str) -> None:
        """The work is done."""
        self.result.fill(file)
        self._finish(self.Status.COMPLETED, None)

    def fail(self, error: EngineError) -> None:
        """The work cannot be done; ``error`` says why."""
        self.result.fail()
        unforeseen = isinstance(error, InternalError)
        self._finish(self.Status.UNKNOWN if unforeseen else self.Status.ERROR, error.v2())

    def _finish(self, status: str, error: dict[str, Any] | None) -> None:
        self.status, self.error = status, error
        self.save(update_fields=["status", "error"])
