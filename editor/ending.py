"""What ends by itself: sessions, what was told of old jobs, and the pictures of visitors who have long been away."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from editor import pictures
from editor.models import Job, Picture, RecipeRun, Visitor
from editor.recipes import saved

JOBS_KEPT = timedelta(days=90)  # after its end, of a job that a person knows the end of
BATCH = 500  # jobs deleted, and visitors looked at, at a time


def end_all() -> None:
    """End what is over."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    end_jobs()
    end_runs()
    end_visits()


def end_jobs() -> int:
    """Delete jobs that ended long ago, which their picture's history does not need; how many."""
    old = Job.objects.filter(finished_at__lt=timezone.now() - JOBS_KEPT, seen=True)
    doomed = list(old.values_list("pk", flat=True)[:BATCH])
    if doomed:
        Job.objects.filter(pk__in=doomed).delete()
    return len(doomed)


def end_runs() -> int:
    """Forget what was done by recipes long ago; its results stay in the pictures' histories. How many runs."""
    old = RecipeRun.objects.filter(created_at__lt=timezone.now() - JOBS_KEPT)
    doomed = list(old.values_list("pk", flat=True)[:BATCH])
    if doomed:
        RecipeRun.objects.filter(pk__in=doomed).delete()
    return len(doomed)


def end_visits() -> int:
    """Delete the pictures of visitors who have not come for ``PICTURE_DAYS``: their sessions are over; how many."""
    if not settings.PICTURE_DAYS:
        return 0
    away = Visitor.objects.filter(seen_at__lt=timezone.now() - timedelta(days=settings.PICTURE_DAYS))
    owners = list(away.values_list("owner", flat=True)[:BATCH])
    doomed = list(Picture.objects.filter(owner__in=owners))
    for picture in doomed:
        pictures.delete(picture)
    for owner in owners:
        saved.delete_all(owner)
    if owners:
        away.filter(owner__in=owners).delete()
    return len(doomed)


def note_visit(owner: str) -> None:
    """The owner is there."""
    Visitor.objects.update_or_create(owner=owner, defaults={"seen_at": timezone.now()})
