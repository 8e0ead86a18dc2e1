"""Forgetting images that the studio's people have deleted, with all that was made of them for the studio's pages.

What clients of the API have sent stays for as long as they were told: it is theirs, even where it is the same image.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from engine import cleaning, files
from engine.models import ForgottenFile, Request, Result, Session, Visual
from engine.tokens import INSIDE

# Younger files may be about to be named by a row; they go as soon as they are older, where none does.
GRACE = timedelta(minutes=1)
BATCH = 500  # files that are done with at a time
SUFFIXES = (".png", ".psd", ".zip", "_parts.png")  # of results that are called after a visual


def forget(digests: Iterable[str]) -> None:
    """Delete visuals, finished requests, results and files of the images whose files have these SHA-256 (64 digits)."""
    images = [files.make_name(digest) for digest in digests]
    if images:
        delete_files(set(images) | delete_rows(images))


def forget_visual(visual: Visual) -> None:
    """Delete a registered image of one token, with what was made of it: its masks, its edited states, their results."""
    delete_files({visual.image} | delete_rows([visual.image], visual.owner))


def delete_rows(images: list[str], owner: str = INSIDE) -> set[str]:
    """Delete all rows of ``owner`` about some stored images; the names of the files that they named."""
    with transaction.atomic():
        visuals = Visual.objects.filter(owner=owner, image__in=images)
        finished = Request.objects.filter(owner=owner, image__in=images, finished_at__isnull=False)
        named = set(files.find_names(list(visuals.values_list("archive", "labels", "sessions__image"))))
        named |= set(files.find_names(list(finished.values_list("arguments", "outcome", "result__file"))))
        called = [f"{name}{suffix}" for name in visuals.values_list("visual_id", flat=True) for suffix in SUFFIXES]
        results = find_results(owner, Q(request__in=list(finished)), Q(file__in=named), Q(filename__in=called))
        finished.delete()
        Result.objects.filter(pk__in=results).delete()
        visuals.delete()
    return (named | set(results.values())) - {""}


def find_results(owner: str, *shown: Q) -> dict[str, str]:
    """The keys of the results of ``owner`` of which one of these holds, with their files; each by its own index."""
    results = Result.objects.filter(owner=owner)
    return {key: file for which in shown for key, file in results.filter(which).values_list("key", "file")}


def delete_files(names: set[str]) -> None:
    """Delete those of some files that no row names; the youngest a minute later, by ``finish``."""
    now = timezone.now()
    for name in names - find_needed(names, now):
        if files.is_older(name, now - GRACE):
            files.delete(name)
        elif files.exists(name):
            ForgottenFile.objects.update_or_create(name=name, defaults={"due_at": now + GRACE})


def finish() -> int:
    """Delete the files that were too young when their picture was deleted; how many are done with."""
    due = set(find_due().values_list("name", flat=True)[:BATCH])
    if due:
        ForgottenFile.objects.filter(name__in=due).delete()
        delete_files(due)
    return len(due)


def find_due() -> QuerySet[ForgottenFile]:
    """What was too young and is so no more."""
    return ForgottenFile.objects.filter(due_at__lte=timezone.now())


def find_needed(names: set[str], now: datetime) -> set[str]:
    """Those of some files that a row names; unlike ``cleaning.find_named_files`` it looks at no other rows."""
    unexpired = Result.objects.filter(expires_at__gte=now)
    columns: list[tuple[QuerySet[Any], str]] = [
        *((Visual.objects.all(), field) for field in ("image", "archive", "labels")),
        (Session.objects.all(), "image"),
        (unexpired, "file"),
    ]
    needed = set(cleaning.find_unsettled_files())
    for rows, field in columns:
        needed |= set(rows.filter(**{f"{field}__in": names}).values_list(field, flat=True))
    return needed & names
