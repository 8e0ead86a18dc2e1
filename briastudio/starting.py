"""What is said where the studio cannot start: one sentence, instead of where in the code that was found out."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from pkgutil import iter_modules

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from datafolder.outages import is_away
from datafolder.room import causes, is_lack_of_room

LATE = re.compile(r"no such (table|column)|(relation|column) .* does not exist")  # SQLite's words, and PostgreSQL's
# What is the fault of the file; all else that SQLite says is the fault of whoever asks.
BROKEN = ("file is not a database", "disk image is malformed", "unable to open database file", "unsupported file")

# PostgreSQL's word for an account that may not do what is asked (appendix A); no word at all comes from its driver.
UNUSABLE = (None, "42501")


def describe(error: Exception) -> str:
    """Why the studio does not start, and what helps; empty where nobody can say."""
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if isinstance(error, DatabaseError):
        return describe_tables(error) or describe_database(error)
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename} cannot be used ({error.strerror})."
    return ""


def describe_database(error: DatabaseError) -> str:
    """What is wrong with the database; empty where it is sound."""
    return describe_server(error) if connection.vendor == "postgresql" else describe_file(error)


def describe_server(error: DatabaseError) -> str:
    """What keeps the studio from using the database of a server; empty where it can."""
    if is_lack_of_room(error):
        return f"The database {name_database()} cannot be written to, for its disk is full."
    if not is_away(error) and not any(getattr(one, "sqlstate", "") in UNUSABLE for one in causes(error)):
        return ""
    reason = " ".join(str(error).split()) or type(error).__name__
    return f"The database {name_database()} cannot be used: see DATABASE_URL, and whether its server runs ({reason})."


def name_database() -> str:
    """The database as a person knows it, without the password."""
    database = settings.DATABASES["default"]
    if connection.vendor != "postgresql":
        return f"in {settings.DATA}"
    where = ":".join(filter(None, (database["HOST"], database["PORT"])))
    return f"{database['NAME']} on {where or 'this machine'}"


def describe_file(error: DatabaseError) -> str:
    """What is wrong with the file of the database; empty where the file is sound."""
    path = settings.DATABASES["default"]["NAME"]
    reason = " ".join(str(one) for one in causes(error) if isinstance(one, sqlite3.Error))
    if is_lack_of_room(error):
        return f"{path} cannot be written to ({reason}): make room on its disk, or give this account the right to."
    if any(text in reason for text in BROKEN):
        return f"{path} cannot be read as the studio's database ({reason}): move it away, or bring back a copy of it."
    return ""


def describe_tables(error: DatabaseError) -> str:
    """What is to be done where a table or a column is missing; empty where none is."""
    if not LATE.search(str(error)):
        return ""
    return f"The tables of this studio are not those of this version ({error}): run manage.py migrate."


def require_tables() -> None:
    """Go on only with the tables of this version.

    Raises:
        CommandError: they are older, or newer.
    """
    if are_tables_late():
        raise CommandError(f"The tables of the database {name_database()} are not up to date: run manage.py migrate.")
    connection.close()


def are_tables_late() -> bool:
    """True where there are migrations that the database has not seen.

    Raises:
        CommandError: a newer version has used the database.
    """
    if has_seen_just_these():
        return False
    executor = MigrationExecutor(connection)
    refuse_newer_data(executor.loader)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def has_seen_just_these() -> bool:
    """True where the database has seen just the migrations that there are, by their names: to read them takes longer
    than the rest of a start."""
    ours = {(app.label, name) for app in apps.get_app_configs() for name in list_migrations(app)}
    labels = {label for label, _ in ours}
    seen = MigrationRecorder(connection).applied_migrations()
    return ours == {(label, name) for label, name in seen if label in labels}


def list_migrations(app: AppConfig) -> Iterator[str]:
    """The names of an app's migrations."""
    folder = Path(app.path, "migrations")
    return (module.name for module in iter_modules([str(folder)]) if module.name[0] not in "_~")


def require_services() -> None:
    """Go on only where files can be kept, and Redis answers where it is to be used.

    Raises:
        CommandError: what the settings name cannot be used.
    """
    for service in (default_storage, cache):
        find_problem = getattr(service, "find_problem", None)
        if find_problem and (problem := find_problem()):
            raise CommandError(problem)


def refuse_newer_data(loader: MigrationLoader) -> None:
    """Go on only with tables that this version knows.

    Raises:
        CommandError: a newer version has used the data folder.
    """
    ours = {app for app, _ in loader.disk_migrations}
    newer = sorted(key for key in loader.applied_migrations if key[0] in ours and key not in loader.disk_migrations)
    if newer and not any(key in loader.replacements for key in newer):
        names = ", ".join(f"{app} {name}" for app, name in newer)
        other = "database by DATABASE_URL" if connection.vendor == "postgresql" else "folder by STUDIO_DATA"
        raise CommandError(
            f"A newer version of the studio has used the database {name_database()} ({names}): run that version, or "
            f"name another {other}."
        )
