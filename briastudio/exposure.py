"""Whom the web server can be reached by: this machine alone, unless the API asks for tokens that somebody was given."""

from __future__ import annotations

from briastudio.environment import env_str
from engine.hosts import is_loopback

LOOPBACK = "127.0.0.1"


class InsecureBind(Exception):
    """Other machines would reach an API that takes any token. ``str(error)`` says what to do."""


def host() -> str:
    """The address to listen on."""
    return env_str("STUDIO_HOST", LOOPBACK) or LOOPBACK


def require_token_to_bind(address: str) -> None:
    """Refuse to listen on ``address``, where other machines reach it, no token was made, and the API takes any then.

    The settings must be loaded, and the database up to date.

    Raises:
        InsecureBind: as said.
    """
    if lacks_token(address):
        raise InsecureBind(
            f"Other machines would reach the API at {address}, and it has no tokens yet. "
            "Make one first: python manage.py token create NAME"
        )


def lacks_token(address: str) -> bool:
    """True where other machines would reach an API at ``address`` that takes any token, since none was made."""
    from django.conf import settings  # which a server on loopback does without

    from engine import tokens

    return not is_loopback(address) and not settings.TOKENS_ONLY and not tokens.has_valid_token()


def names(address: str) -> list[str]:
    """What a server that listens on ``address`` alone is called beside loopback's names."""
    return [] if is_loopback(address) or is_everywhere(address) else [reachable(address)]


def is_everywhere(address: str) -> bool:
    """True for the addresses that stand for all of this machine's."""
    return address in {"0.0.0.0", "::"}  # noqa: S104 - compared, not listened on


def reachable(address: str) -> str:
    """Where this machine reaches a server that listens on ``address``, as it is written in a URL."""
    if is_everywhere(address):
        return LOOPBACK if address != "::" else "[::1]"
    return f"[{address}]" if ":" in address else address
