"""Work on record, and its way to a worker."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django_tasks import task
from django_tasks.base import Task

from engine import moderation, registry, results, storing, webhooks
from engine.calls import Call
from engine.errors import EngineError, TooManyRequests
from engine.models import Request, Result, new_key
from engine.outcomes import Arguments
from engine.weights import bundled, specs

RETRY_AFTER = 10  # seconds; by then a few of a hundred requests are done
QUICK = "quick"  # the queue of what the studio's pages ask for: previews that somebody waits for with the pen in hand


def submit(call: Call, operation: str, arguments: Arguments) -> Request:
    """Have the work done by a worker; asked by a worker, it is done here, because a worker must not wait for itself.

    Raises:
        TooManyRequests: too much of the caller's is waiting already.
    """
    refuse_excess(call)
    return _submit(call, operation, arguments, new_key())


def promise(call: Call, operation: str, arguments: Arguments, filename: str) -> tuple[Request, Result]:
    """As ``submit``, under the call's own id and for a result that has an address at once; a webhook hears of it.

    Raises:
        BadRequest: the webhook's address cannot be used.
        TooManyRequests: too much of the caller's is waiting already.
    """
    refuse_excess(call)
    webhook_url = webhooks.read_address(call)
    result = results.promise(call, filename)
    return _submit(call, operation, arguments, call.request_id, result, webhook_url), result


def find(call: Call, operation: str, arguments: Arguments) -> Request | None:
    """The caller's request for the same work, under way or just done, that nobody was promised the result of."""
    key = make_key(operation, arguments, moderation.read_checks(call))
    wanted = Request.objects.filter(owner=call.owner, key=key, result=None, error__isnull=True)
    return wanted.order_by("-created_at").first()


def choose_task(call: Call) -> Task[[str, str], None]:
    """The task on the queue for the call: quick where a studio's page waits and there is such a queue."""
    is_quick = call.inside and QUICK in perform_request.get_backend().queues
    return perform_request.using(queue_name=QUICK) if is_quick else perform_request


def make_key(operation: str, arguments: Arguments, checks: moderation.Checks) -> str:
    """64 hexadecimal digits that stand for what is to be done and judged, and with which models."""
    models = specs.modified_ns(Path(settings.STUDIO_MODELS))
    weights = [one.name for one in bundled.list_installed(settings.STUDIO_WEIGHTS)]
    work = json.dumps([operation, arguments, checks, models, weights], sort_keys=True)
    return hashlib.sha256(work.encode()).hexdigest()


@task()
def perform_request(request_id: str, line: str = "") -> None:
    """Do a request that waited in a caller's ``line``. Delivered twice, it is done once."""
    request = Request.objects.select_related("result").get(request_id=request_id)
    if request.is_finished:
        return
    if twin := find_twin(request):
        request.complete(twin.outcome or {})
        return
    with suppress(EngineError):  # kept in the request, where the status service tells it
        registry.finish(request)


def find_twin(request: Request) -> Request | None:
    """A request for the same that was done while this one waited, as v1 makes them where several results are asked for:
    the same work has the same outcome."""
    done = Request.objects.filter(owner=request.owner, key=request.key, status=Request.Status.COMPLETED)
    return done.filter(finished_at__gte=request.created_at).first()


def refuse_excess(call: Call, coming: int = 1) -> None:
    """Refuse ``coming`` requests where with them more of the caller's would be under way than may be.

    Raises:
        TooManyRequests: as said; nothing was begun.
        InsufficientStorage: there is no room for what would come of them.
    """
    storing.require_room(call.owner)
    if call.inside:  # the jobs of the studio's people are counted where they are queued
        return
    under_way = Request.objects.filter(owner=call.owner, status=Request.Status.IN_PROGRESS).count()
    if under_way + coming > settings.WAITING_JOBS:
        message = f"{settings.WAITING_JOBS} requests of this token are waiting already; send this one again later."
        raise TooManyRequests(message, RETRY_AFTER)


def _submit(
    call: Call,
    operation: str,
    arguments: Arguments,
    request_id: str,
    result: Result | None = None,
    webhook_url: str | None = None,
) -> Request:
    checks = moderation.read_checks(call)
    with transaction.atomic():
        request = Request.objects.create(
            request_id=request_id,
            owner=call.owner,
            operation=operation,
            arguments=arguments,
            checks=checks,
            key=make_key(operation, arguments, checks),
            result=result,
        )
        if webhook_url:
            webhooks.attach(call, request, webhook_url)
        if not call.inline:
            task_id = choose_task(call).enqueue(request_id, call.line).id
            Request.objects.filter(pk=request_id).update(task_id=task_id)
    if call.inline:
        perform_request.call(request_id)
    request.refresh_from_db()
    return request
