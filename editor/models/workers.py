"""What worker processes let each other, and the site, know."""

from __future__ import annotations

from django.db import models


class DueSweep(models.Model):
    """When what one worker does for all of them is due again; whoever does it now has put that off for so long."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class WorkerBeat(models.Model):
    """When a worker process last said that it lives; ``/healthz`` reads it."""

    name = models.CharField(max_length=64, primary_key=True)
    ready = models.BooleanField(default=False)
    beaten_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
