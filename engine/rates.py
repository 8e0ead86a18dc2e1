"""Rate limits: so many calls of one token to one route in a minute (docs.bria.ai). Off unless set."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from engine.errors import TooManyRequests
from engine.models import RateWindow

MINUTE = 60  # seconds; windows begin with the minutes of the clock


def count(owner: str, request: HttpRequest) -> None:
    """Count a call.

    Raises:
        TooManyRequests: it is one too many.
    """
    if not settings.RATE_LIMIT:
        return
    now = timezone.now()
    if increment(owner, read_route(request), now) > settings.RATE_LIMIT:
        message = f"More than {settings.RATE_LIMIT} calls in a minute to one route; wait for the next minute."
        raise TooManyRequests(message, MINUTE - now.second)


def increment(owner: str, route: str, now: datetime) -> int:
    """Count one more call in this minute; how many there were with it.

    It is counted in the cache that several machines share, where there is one and it answers.
    """
    if settings.REDIS_URL:
        with suppress(ValueError):
            return count_in_cache(f"rate {owner} {route} {now:%Y%m%d%H%M}".replace(" ", ":"))
    with transaction.atomic():
        window, _ = RateWindow.objects.get_or_create(
            owner=owner, route=route, began_at=now.replace(second=0, microsecond=0)
        )
        RateWindow.objects.filter(pk=window.pk).update(count=F("count") + 1)
        window.refresh_from_db()
    return window.count


def count_in_cache(key: str) -> int:
    """Count one more under a key that is kept for two minutes.

    Raises:
        ValueError: the cache does not answer.
    """
    cache.add(key, 0, 2 * MINUTE)
    return cache.incr(key)


def read_route(request: HttpRequest) -> str:
    """The route of a request, whatever image or request its path names: ``v1/<str:visual_id>/info``."""
    return str(request.resolver_match.route if request.resolver_match else request.path)
