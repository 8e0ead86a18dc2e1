"""Owners of pictures, by their names: whom they share with, when they were there, when it was their turn."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from editor.models.pictures import Picture


class Share(models.Model):
    """Somebody whom the owner of a picture lets look at it, or edit it as well; ``owner`` is their own owner name."""

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="shares")
    owner = models.CharField(max_length=32, db_index=True)
    may_edit = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["picture", "owner"], name="one_share_per_owner")]

    def __str__(self) -> str:
        return f"{self.picture_id} with {self.owner}"


class Visitor(models.Model):
    """When the owner of pictures was last there, to the day."""

    owner = models.CharField(max_length=32, primary_key=True)
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.owner} {self.seen_at:%Y-%m-%d}"


class Turn(models.Model):
    """When a worker last took up something of an owner, who may be a session or a token of the API."""

    owner = models.CharField(max_length=64, primary_key=True)
    served_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.owner} {self.served_at:%H:%M:%S}"
