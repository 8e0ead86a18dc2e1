"""Holding back transactions that would do the same thing at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


def wait_in_line(name: str) -> None:
    """Until this transaction ends, let no other one go on past this with the same ``name``.

    SQLite has but one transaction at a time that writes.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Let nobody else be inside a block with the same ``name``, on a database that several machines share."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])
