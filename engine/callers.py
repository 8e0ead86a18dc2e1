"""Requests into calls: who asks, how often, and with what."""

from __future__ import annotations

from django.http import HttpRequest

from bria.environ import ASKER, INLINE, INTERNAL
from engine import rates, tokens
from engine.calls import Call
from engine.models import new_key
from engine.payloads import parse
from engine.records import RowRecords


def read_call(request: HttpRequest, request_id: str | None = None) -> Call:
    """The call behind ``request``.

    Raises:
        Unauthorized, Forbidden: no token, or one that is not taken.
        TooManyRequests: more calls than the limit.
        BadRequest, TooLarge: the body cannot be read.
    """
    inline = bool(request.META.get(INLINE))
    inside = inline or bool(request.META.get(INTERNAL))
    owner = tokens.identify_owner(request, inside=inside)
    if not inside:
        rates.count(owner, request)
    return Call(
        version=1 if request.path_info.startswith("/v1/") else 2,
        request_id=request_id or new_key(),
        owner=owner,
        origin=request.build_absolute_uri("/").rstrip("/"),
        inline=inline,
        inside=inside,
        payload=parse(request, inside=inside),
        signing_key=tokens.derive_signing_key(tokens.read_token(request)),
        asker=request.META.get(ASKER, ""),
        records=RowRecords(),
    )
