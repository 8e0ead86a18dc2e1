"""What is kept for a while to be found again: in this process, or in Redis for those of several machines."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from django.core.exceptions import ImproperlyConfigured

SCHEMES = ("redis", "rediss", "unix")
PATIENCE = 1  # seconds to connect, and for an answer; pages wait for it

logger = logging.getLogger(__name__)


def configure(url: str) -> dict[str, Any]:
    """An entry of Django's ``CACHES``: in memory without a ``url``.

    Raises:
        ImproperlyConfigured: it is no address of Redis, or what speaks with that is not installed.
    """
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if urlsplit(url).scheme not in SCHEMES:
        raise ImproperlyConfigured("REDIS_URL must be an address such as redis://:password@host:6379/0")
    if find_spec("redis") is None:
        raise ImproperlyConfigured("REDIS_URL is set, and the package for it is not installed: run make hosts.")
    options = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
    return {"BACKEND": "briastudio.services.caches.SharedCache", "LOCATION": url, "OPTIONS": options}


class SharedCache(RedisCache):
    """A cache in Redis without which everything goes on: while that is away, nothing is kept and nothing is found."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value, ``default`` where there is none."""
        return self.ask(default, super().get, key, default, version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value."""
        self.ask(None, super().set, key, value, timeout, version)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value where there is none; False where there is."""
        return bool(self.ask(False, super().add, key, value, timeout, version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Count on.

        Raises:
            ValueError: there is no such count.
        """
        counted = self.ask(None, super().incr, key, delta, version)
        if counted is None:
            raise ValueError(f"There is no count {key!r}")
        return int(counted)

    def find_problem(self) -> str:
        """Why nothing can be kept here, and what helps; empty where it can."""
        import redis

        try:
            super().set("bria-studio", 1, PATIENCE)
        except (redis.RedisError, OSError, ValueError) as error:
            return f"Redis cannot be used: see REDIS_URL, and whether its server runs ({error})."
        return ""

    def ask(self, otherwise: Any, function: Any, *arguments: Any) -> Any:
        """What a function of the cache returns, or something else while Redis is away."""
        import redis  # only where it is used

        try:
            return function(*arguments)
        except redis.RedisError as error:
            logger.warning("Redis is away: %s", error)
            return otherwise
