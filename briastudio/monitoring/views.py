"""``/readyz`` and ``/metrics``; ``/healthz`` is the editor's, since it is about its workers."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from briastudio.monitoring import metrics as all_metrics
from briastudio.monitoring import readiness
from engine import tokens

SCHEME = "Bearer "  # as Prometheus sends its ``authorization.credentials``


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 ``{"status": "ready"}`` where this process can answer people, else 503 with the reasons as sentences."""
    obstacles = readiness.find_obstacles()
    if obstacles:
        return JsonResponse({"status": "not ready", "problems": obstacles}, status=503)
    return JsonResponse({"status": "ready"})


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """How much there is to do, for whoever has the key; where there is none, for this machine alone."""
    if not may_measure(request):
        return HttpResponse("The metrics need a key: Authorization: Bearer STUDIO_METRICS_KEY\n", "text/plain", 403)
    return HttpResponse(all_metrics.render(), CONTENT_TYPE_LATEST)


def may_measure(request: HttpRequest) -> bool:
    """Whether somebody is told how much there is to do."""
    if not settings.METRICS_KEY:
        return tokens.is_local(request)
    told = request.headers.get("Authorization", "").removeprefix(SCHEME)
    return constant_time_compare(told, settings.METRICS_KEY)
