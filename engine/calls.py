"""One request to the API, as the routes see it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest

from bria.environ import INLINE, INTERNAL
from engine import images, rates, tokens
from engine.models import new_key
from engine.payloads import Payload, parse


@dataclass(frozen=True)
class Call:
    """Who asks for what, in which ``version`` of the API (1 or 2).

    ``owner`` stands for the token, ``origin`` is the address the engine was reached at ("http://127.0.0.1:8000"). A
    webhook is signed with ``signing_key``. ``seen`` gathers what moderation is to judge: stored files by field.
    """

    version: int
    request_id: str
    owner: str
    origin: str
    inline: bool
    inside: bool
    payload: Payload
    signing_key: str = field(default="", repr=False)
    seen: dict[str, str] = field(default_factory=dict)

    @property
    def limits(self) -> images.Limits:
        """How large an image this caller may send."""
        return images.limits_for(inside=self.inside)


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
    )
