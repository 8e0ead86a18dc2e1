"""What the engine remembers: tokens, visuals, their edited states, requests, results, and whom to tell of them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from engine.errors import EngineError, InternalError
from engine.files import digest
from engine.signals import webhook_due

ID_DIGITS = 16  # hexadecimal, as in Bria's examples of a visual_id


def new_key() -> str:
    """32 hexadecimal digits nobody can guess."""
    return uuid.uuid4().hex


def new_sid() -> str:
    """A session id that looks like Bria's: a UUID that ends like a file."""
    return f"{uuid.uuid4()}.JPEG"


def make_visual_id(data: bytes) -> str:
    """The id of the image in the file ``data``: the same file always gets the same."""
    return digest(data)[:ID_DIGITS]


class Token(models.Model):
    """A token that somebody was given: its SHA-256, never its text. A revoked one is kept, so that it stays known.

    Where the site has accounts, ``account`` is the owner name of the one that it belongs to, and so does whatever is
    asked with it.
    """

    name = models.CharField(max_length=60)
    account = models.CharField(max_length=32, blank=True, db_index=True)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "name"], condition=Q(revoked_at=None), name="one_valid_token_per_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class RateWindow(models.Model):
    """How many calls of one token a route got within one minute."""

    owner = models.CharField(max_length=64)
    route = models.CharField(max_length=100)
    began_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "route", "began_at"], name="one_window_per_minute")]

    def __str__(self) -> str:
        return f"{self.route} {self.began_at:%H:%M}"


class Visual(models.Model):
    """A registered image of one token, with what was found in it once somebody asked."""

    visual_id = models.CharField(max_length=16)
    owner = models.CharField(max_length=64)
    image = models.CharField(max_length=200, db_index=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    archive = models.CharField(max_length=200, blank=True, db_index=True)
    labels = models.CharField(max_length=200, blank=True, db_index=True)
    people = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "visual_id"], name="one_visual_per_owner")]

    def __str__(self) -> str:
        return self.visual_id

    def note_use(self) -> None:
        """Remember the day of use, because what nobody uses is deleted in the end."""
        now = timezone.now()
        if self.used_at < now - timedelta(days=1):
            self.used_at = now
            self.save(update_fields=["used_at"])

    def store_masks(self, archive: str, labels: str) -> None:
        """Remember the mask zip and the label map."""
        self.archive, self.labels = archive, labels
        self.save(update_fields=["archive", "labels"])

    def store_people(self, people: list[dict[str, Any]]) -> None:
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
    image = models.CharField(max_length=200, db_index=True)
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
    filename = models.CharField(max_length=100, db_index=True)
    file = models.CharField(max_length=200, blank=True, db_index=True)
    failed = models.BooleanField(default=False)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}/{self.filename}"

    def fill(self, file: str) -> None:
        """The file is there."""
        self.file = file
        self.save(update_fields=["file"])

    def fail(self) -> None:
        """There will be no file: whoever polls the address gets zero bytes (docs.bria.ai)."""
        self.failed = True
        self.save(update_fields=["failed"])


class Request(models.Model):
    """Work on record: what a worker is to do, and what came of it.

    ``result`` is the address that was promised beforehand, None where the caller waits for the ``outcome``. Work with
    the same ``key`` has the same outcome. ``image`` is the stored file among the ``arguments`` that it is about.
    ``checks`` are what moderation is to look at. Once finished, a request stays as it is.
    """

    class Status(models.TextChoices):
        """The words of the status service (docs.bria.ai)."""

        IN_PROGRESS = "IN_PROGRESS"
        COMPLETED = "COMPLETED"
        ERROR = "ERROR"
        UNKNOWN = "UNKNOWN"

    request_id = models.CharField(max_length=32, primary_key=True, default=new_key)
    owner = models.CharField(max_length=64)
    operation = models.CharField(max_length=40)
    arguments = models.JSONField()
    image = models.CharField(max_length=200, blank=True, db_index=True)
    checks = models.JSONField(default=dict)
    key = models.CharField(max_length=64, blank=True, db_index=True)
    status = models.CharField(max_length=11, choices=Status, default=Status.IN_PROGRESS)
    result = models.OneToOneField(Result, on_delete=models.CASCADE, null=True)
    outcome = models.JSONField(null=True)
    error = models.JSONField(null=True)
    task_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["status", "owner"])]

    def __str__(self) -> str:
        return self.request_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row; a new one knows its image."""
        if self._state.adding:
            self.image = self.arguments.get("image") or ""
        super().save(*args, **kwargs)

    @property
    def is_finished(self) -> bool:
        """True once the status will not change any more."""
        return self.status != self.Status.IN_PROGRESS

    def complete(self, outcome: dict[str, Any]) -> None:
        """The work is done."""
        self._finish(self.Status.COMPLETED, outcome=outcome)

    def fail(self, error: EngineError) -> None:
        """The work cannot be done; ``error`` says why."""
        unforeseen = isinstance(error, InternalError)
        self._finish(self.Status.UNKNOWN if unforeseen else self.Status.ERROR, error=error.v2())

    def give_up(self, reason: str) -> None:
        """Nobody will do the work any more."""
        self._finish(self.Status.ERROR, error=InternalError(reason).v2())

    def _finish(self, status: str, **fields: Any) -> None:
        """End the request, unless somebody was faster: the work may have been delivered twice."""
        fields = {**fields, "status": status, "finished_at": timezone.now()}
        with transaction.atomic():
            unfinished = Request.objects.filter(pk=self.pk, status=self.Status.IN_PROGRESS)
            if unfinished.update(**fields):
                self._tell(fields.get("outcome"))
        self.refresh_from_db()

    def _tell(self, outcome: dict[str, Any] | None) -> None:
        """Bring whoever was promised something up to date."""
        if Webhook.objects.filter(request=self).update(due_at=Now()):
            webhook_due.send(Request)
        if self.result and outcome:
            self.result.fill(outcome["file"])
        elif self.result:
            self.result.fail()


class ForgottenFile(models.Model):
    """A file of a deleted picture that was stored a moment before: somebody may have been about to name it in a row.

    It goes at ``due_at``, unless a row names it by then.
    """

    name = models.CharField(max_length=200, primary_key=True)
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name


class Webhook(models.Model):
    """An address that is told how a request ended: not before ``due_at``, and no more where that is None.

    ``key`` signs what is sent; it is derived from the token, which cannot be derived from it. ``origin`` is where the
    engine was reached, for the addresses in what is sent.
    """

    request = models.OneToOneField(Request, on_delete=models.CASCADE)
    url = models.CharField(max_length=2000)
    origin = models.CharField(max_length=300)
    key = models.CharField(max_length=64)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, db_index=True)
    delivered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.request_id} to {self.url}"
