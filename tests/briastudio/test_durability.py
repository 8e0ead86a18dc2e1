"""What the database promises against a power cut."""

from __future__ import annotations

import pytest
from django.db import connection

FULL = 2  # sqlite.org/pragma.html#pragma_synchronous


@pytest.mark.django_db
def test_what_was_committed_is_on_the_disk() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (FULL,)
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
