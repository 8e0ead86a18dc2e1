"""Whether the studio can do its work: asked by monitors and by whoever starts it."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from datafolder import room
from editor.jobs.leases import find_living_workers
from editor.jobs.outages import describe_silence


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 ``{"status": "ok"}`` while database and worker live, else 503 with the problems as sentences."""
    problems = find_problems()
    if problems:
        return JsonResponse({"status": "unavailable", "problems": problems}, status=503)
    return JsonResponse({"status": "ok"})


def find_problems() -> list[str]:
    """What keeps the studio from working; empty where nothing does."""
    lack = room.describe_lack(settings.DATA, settings.FREE_BYTES)
    full = [f"The disk is full, so that nothing new is taken: {lack}"] if lack else []
    try:
        alive = find_living_workers().exists()
    except DatabaseError as error:
        return [*full, describe_silence(error)]
    return full if alive else [*full, "No worker is running, so that edits wait: start one with manage.py worker"]
