"""Work that is answered before it is done."""

from __future__ import annotations

from contextlib import suppress

from django_tasks import task

from engine import work
from engine.calls import Call
from engine.errors import EngineError
from engine.models import Request, Result


def submit(call: Call, operation: str, arguments: work.Arguments, filename: str) -> Request:
    """Have the work done by a worker; asked by a worker, it is done here, because a worker must not wait for itself.

    The request and the address of its result exist at once.
    """
    request = new_request(call, operation, arguments, filename)
    if call.inline:
        perform_request.call(request.request_id)
    else:
        perform_request.enqueue(request.request_id)
    return request


def new_request(call: Call, operation: str, arguments: work.Arguments, filename: str) -> Request:
    """A request on record, under the call's id, and nothing done about it."""
    return Request.objects.create(
        request_id=call.request_id,
        owner=call.owner,
        operation=operation,
        arguments=arguments,
        result=Result.objects.create(owner=call.owner, filename=filename),
    )


@task()
def perform_request(request_id: str) -> None:
    """Do what was asked for. Delivered twice, it is done once."""
    request = Request.objects.select_related("result").get(request_id=request_id)
    if request.is_finished:
        return
    with suppress(EngineError):  # kept in the request, where the status service tells it
        work.finish(request)
