"""Who may ask: tokens that somebody was given, or on one's own machine any, as long as nobody was given one."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import timezone

from engine.errors import Forbidden, Unauthorized
from engine.hosts import is_loopback
from engine.models import Token

HEADER = "api_token"
INSIDE = "studio"  # the owner of what the studio asks of itself; a digest is never spelled so
SIGNING_SALT = b"bria-webhook-signing-v1"
LENGTH = 16  # bytes; 32 hexadecimal digits, as Bria's tokens have
# What proxies, tunnels and content networks add to what they pass on, beside X-Forwarded-For and its like.
PROXY_HEADERS = {
    *("forwarded", "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "x-original-forwarded-for"),
    *("true-client-ip", "cf-connecting-ip", "cf-ray", "cdn-loop", "fly-client-ip", "fastly-client-ip"),
    *("x-envoy-external-address", "x-azure-clientip", "tailscale-user-login"),
}
USE_NOTED = timedelta(hours=1)  # how exactly it is known when a token was last used: noting it is a write


class NameTaken(Exception):
    """A valid token has this name already."""


def create(name: str, account: str = "") -> str:
    """A new token for ``name``, of the account with the owner name ``account``; its text, this once.

    Only its digest is kept.

    Raises:
        NameTaken: the account has one that was not revoked.
    """
    text = secrets.token_hex(LENGTH)
    try:
        with transaction.atomic():
            Token.objects.create(name=name, account=account, digest=hash_token(text))
    except IntegrityError:
        raise NameTaken(name) from None
    return text


def revoke(name: str) -> bool:
    """Make the token invalid at once that has this name and no account; False where there is none."""
    return bool(revoke_all(Token.objects.filter(name=name, account="")))


def revoke_all(tokens: QuerySet[Token]) -> int:
    """Make tokens invalid at once; how many were not so before."""
    return tokens.filter(revoked_at=None).update(revoked_at=timezone.now())


def has_valid_token() -> bool:
    """True where somebody has a token that was not revoked."""
    return Token.objects.filter(revoked_at=None).exists()


def identify_owner(request: HttpRequest, *, inside: bool) -> str:
    """What stands for the caller in everything that belongs to them.

    Raises:
        Unauthorized: no token, or one that nobody was given.
        Forbidden: a token that was revoked.
    """
    text = read_token(request)
    if not text:
        raise Unauthorized("Send your token in the api_token header.")
    if inside:
        return INSIDE
    digest = hash_token(text)
    token = Token.objects.filter(digest=digest).first()
    if token is None:
        refuse_stranger(request)
        return digest
    note_use(token)
    return token.account or digest


def read_token(request: HttpRequest) -> str:
    """The token in the request's header; empty where there is none."""
    return request.headers.get(HEADER, "").strip()


def hash_token(text: str) -> str:
    """64 hexadecimal digits that stand for a token, and cannot be turned back into it."""
    return hashlib.sha256(text.encode()).hexdigest()


def derive_signing_key(text: str) -> str:
    """The key that webhooks to the owner of the token are signed with, in hexadecimal digits (docs.bria.ai)."""
    return hmac.new(text.encode(), SIGNING_SALT, hashlib.sha256).hexdigest()


def refuse_stranger(request: HttpRequest) -> None:
    """Refuse a token that nobody was given, unless nobody was given any and the request comes from this machine.

    With ``TOKENS_ONLY`` it is refused in any case.

    Raises:
        Unauthorized: as said.
    """
    if settings.TOKENS_ONLY or Token.objects.exists():
        raise Unauthorized("This token is not known here.")
    if not is_local(request):
        raise Unauthorized("From another machine a token is needed: manage.py token create NAME makes one.")


def note_use(token: Token) -> None:
    """Refuse the token where it was revoked; else remember that it was used.

    Raises:
        Forbidden: it was.
    """
    if token.revoked_at:
        raise Forbidden("This token was revoked.")
    now = timezone.now()
    if token.used_at is None or token.used_at < now - USE_NOTED:
        Token.objects.filter(pk=token.pk).update(used_at=now)


def is_local(request: HttpRequest) -> bool:
    """True where the request comes from this machine and names it, and no proxy says that it only passes it on."""
    host, _ = split_domain_port(request.get_host())
    is_from_here = is_loopback(request.META.get("REMOTE_ADDR", ""))
    return is_from_here and is_loopback(host) and not any(map(is_of_proxy, request.headers))


def is_of_proxy(header: str) -> bool:
    """Whether a header of this name is written by proxies alone."""
    return header.lower().startswith("x-forwarded-") or header.lower() in PROXY_HEADERS
