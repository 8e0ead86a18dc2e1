"""Forgetting images that the studio's people have deleted, with all that was made of them for the studio's pages.

What clients of the API have sent stays for as long as they were told: it is theirs, even where it is the same image.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from engine import cleaning, files
from engine.models import Request, Result, Visual
from engine.tokens import INSIDE

# Younger files may be about to be named by a row; once nothing names them, ``engine.cleaning`` clears them away.
GRACE = timedelta(minutes=1)
SUFFIXES = (".png", ".psd", ".zip", "_parts.png")  # of results that are called after a visual


def forget(digests: Iterable[str]) -> None:
    """Delete visuals, finished requests, results and files of the images whose files have these SHA-256 (64 digits)."""
    images = [files.make_name(digest) for digest in digests]
    if images:
        delete_files(set(images) | delete_rows(images))


def delete_rows(images: list[str]) -> set[str]:
    """Delete all rows about some stored images; the names of the files that they named."""
    with transaction.atomic():
        visuals = Visual.objects.filter(owner=INSIDE, image__in=images)
        finished = Request.objects.filter(owner=INSIDE, arguments__image__in=images, finished_at__isnull=False)
        named = set(files.find_names(list(visuals.values_list("archive", "labels", "sessions__image"))))
        named |= set(files.find_names(list(finished.values_list("arguments", "outcome", "result__file"))))
        called = [f"{name}{suffix}" for name in visuals.values_list("visual_id", flat=True) for suffix in SUFFIXES]
        shown = Q(request__in=finished) | Q(file__in=named) | Q(filename__in=called)
        results = Result.objects.filter(shown, owner=INSIDE)
        named |= set(results.values_list("file", flat=True))
        doomed = list(results.values_list("pk", flat=True))
        finished.delete()
        Result.objects.filter(pk__in=doomed).delete()
        visuals.delete()
    return named - {""}


def delete_files(names: set[str]) -> None:
    """Delete those of some files that no row names."""
    now = timezone.now()
    for name in names - set(cleaning.find_named_files(now)):
        if files.is_older(name, now - GRACE):
            files.delete(name)
