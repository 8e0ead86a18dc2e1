"""What is said where the studio cannot start: one sentence, instead of where in the code that was found out."""

from __future__ import annotations

import sqlite3

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from datafolder.room import causes, is_lack_of_room

# What is the fault of the file; all else that SQLite says is the fault of whoever asks.
BROKEN = ("file is not a database", "disk image is malformed", "unable to open database file", "unsupported file")


def describe(error: Exception) -> str:
    """Why the studio does not start, and what helps; empty where nobody can say."""
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if isinstance(error, DatabaseError):
        return describe_database(error)
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename} cannot be used ({error.strerror})."
    return ""


def describe_database(error: DatabaseError) -> str:
    """What is wrong with the file of the database; empty where the file is sound."""
    path = settings.DATABASES["default"]["NAME"]
    reason = " ".join(str(one) for one in causes(error) if isinstance(one, sqlite3.Error))
    if is_lack_of_room(error):
        return f"{path} cannot be written to ({reason}): make room on its disk, or give this account the right to."
    if any(text in reason for text in BROKEN):
        return f"{path} cannot be read as the studio's database ({reason}): move it away, or bring back a copy of it."
    return ""


def require_tables() -> None:
    """Go on only with the tables of this version.

    Raises:
        CommandError: they are older, or newer.
    """
    refuse_newer_data()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(f"The tables in {settings.DATA} are not up to date: run manage.py migrate.")
    connection.close()


def refuse_newer_data() -> None:
    """Go on only with tables that this version knows.

    Raises:
        CommandError: a newer version has used the data folder.
    """
    loader = MigrationLoader(connection)
    ours = {app for app, _ in loader.disk_migrations}
    newer = sorted(key for key in loader.applied_migrations if key[0] in ours and key not in loader.disk_migrations)
    if newer and not any(key in loader.replacements for key in newer):
        names = ", ".join(f"{app} {name}" for app, name in newer)
        raise CommandError(
            f"A newer version of the studio has used {settings.DATA} ({names}): run that version, or name another "
            "folder by STUDIO_DATA."
        )
