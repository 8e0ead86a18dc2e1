"""The database that ``DATABASE_URL`` names: one of PostgreSQL, or else a file of SQLite in the data folder."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FORM = "DATABASE_URL must be an address such as postgres://user:password@host:5432/name"
SCHEMES = {"postgres", "postgresql"}
KEPT_OPEN = 60  # seconds; opening a database takes longer than most of what is asked
# A server that is gone is noticed within 20 s, not after the two hours of the kernel (libpq, section 34.1.2).
PATIENCE = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "tcp_user_timeout": 20_000}


def configure(url: str, folder: Path) -> dict[str, Any]:
    """An entry of Django's ``DATABASES``; ``folder`` is where the file lies without a ``url``.

    Raises:
        ImproperlyConfigured: the address is none of PostgreSQL, or what speaks with that is not installed.
    """
    if not url:
        return configure_sqlite(folder / "studio.sqlite3")
    if find_spec("psycopg") is None:
        raise ImproperlyConfigured("DATABASE_URL is set, and the package for it is not installed: run make hosts.")
    return configure_postgres(url)


def configure_sqlite(path: Path) -> dict[str, Any]:
    """A file, for all processes of one machine."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": KEPT_OPEN,
        "OPTIONS": {
            # Without IMMEDIATE two writers that first read end in "database is locked", whatever the timeout.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: what was answered, or is about to be paid for, survives a power cut. A commit takes 4 ms so.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def configure_postgres(url: str) -> dict[str, Any]:
    """A database on a server; what stands behind the address's ``?`` is passed on, such as ``sslmode``.

    Raises:
        ImproperlyConfigured: that is no such address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(FORM) from None
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in SCHEMES or not name:
        raise ImproperlyConfigured(FORM)
    return {
        "ENGINE": "briastudio.services.postgres",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": KEPT_OPEN,
        "CONN_HEALTH_CHECKS": True,  # a connection of before the server's restart is opened anew
        "OPTIONS": {**PATIENCE, "application_name": "bria-studio", **dict(parse_qsl(parts.query))},
    }
