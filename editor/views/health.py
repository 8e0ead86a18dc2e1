"""Whether the studio can do its work: asked by monitors and by whoever starts it."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from datafolder import room
from datafolder.outages import is_away
from editor.jobs.leases import leases_ago
from editor.models import WorkerBeat

SILENCE = 2  # leases without a beat after which no worker is taken to be alive


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
        alive = WorkerBeat.objects.filter(beaten_at__gt=leases_ago(SILENCE)).exists()
    except DatabaseError as error:
        # Of a server that is away the driver tells address and account, which are nobody's business.
        return [*full, "The database does not answer" if is_away(error) else f"The database does not answer: {error}"]
    return full if alive else [*full, "No worker is running, so that edits wait: start one with manage.py worker"]
