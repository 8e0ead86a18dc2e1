"""The outermost view: method and token are checked, and every answer, failures included, has its version's shape."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from bria.environ import PROGRESS
from engine import moderation, progress
from engine.callers import read_call
from engine.calls import Call
from engine.errors import (
    Abandoned,
    EngineError,
    MethodNotAllowed,
    PutOff,
    StillOnboarding,
)
from engine.fields import Field
from engine.models import new_key
from engine.storing import name_failure

logger = logging.getLogger("engine")

Route = Callable[..., HttpResponse]
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Endpoint:
    """What a route takes: its methods, and the fields of a POST's body."""

    methods: tuple[str, ...]
    fields: tuple[Field, ...]


endpoints: dict[View, Endpoint] = {}  # of every route there is


def v1(*methods: str, fields: tuple[Field, ...] = ()) -> Callable[[Route], View]:
    """Make a v1 view of a function of a ``Call`` and what the path captures."""
    return _edge(Endpoint(methods, fields), lambda error, request_id: error.v1())


def v2(*methods: str, fields: tuple[Field, ...] = ()) -> Callable[[Route], View]:
    """Make a v2 view of a function of a ``Call`` and what the path captures."""
    return _edge(Endpoint(methods, fields), lambda error, request_id: {"error": error.v2(), "request_id": request_id})


def _edge(endpoint: Endpoint, body_of: Callable[[EngineError, str], dict[str, Any]]) -> Callable[[Route], View]:
    def decorate(route: Route) -> View:
        @csrf_exempt
        @wraps(route)
        def view(request: HttpRequest, **captured: str) -> HttpResponse:
            request_id = new_key()
            try:
                with progress.listening(request.META.get(PROGRESS)):
                    call = _read_call(request, endpoint.methods, request_id)
                    warning = moderation.warn_if_unchecked(call)
                    return _with_warning(route(call, **captured), warning)
            except EngineError as error:
                failure = error
            except Exception as error:
                logger.exception("%s %s failed", request.method, request.path)
                failure = name_failure(error)
            response = _answer(failure, body_of(failure, request_id))
            if isinstance(failure, MethodNotAllowed):
                response["Allow"] = ", ".join(endpoint.methods)
            return response

        endpoints[view] = endpoint
        return view

    return decorate


def _with_warning(response: HttpResponse, warning: str) -> HttpResponse:
    """The response, and in a header what some of its forms have no place for."""
    if warning:
        response["Studio-Warning"] = warning
    return response


def _answer(failure: EngineError, body: dict[str, Any]) -> HttpResponse:
    if isinstance(failure, StillOnboarding):  # an answer 205 has no body (RFC 9110, section 15.3.6)
        return HttpResponse(status=failure.status, headers={"Retry-After": "1"})
    if isinstance(failure, Abandoned):  # nobody reads it, and it is no error to be logged
        return HttpResponse(status=204)
    response = JsonResponse(body, status=failure.status)
    if isinstance(failure, PutOff):
        response["Retry-After"] = str(failure.retry_after)
    return response


def _read_call(request: HttpRequest, methods: tuple[str, ...], request_id: str) -> Call:
    if request.method not in methods:
        raise MethodNotAllowed(f"This route takes {' and '.join(methods)} only.")
    return read_call(request, request_id)
