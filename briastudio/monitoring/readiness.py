"""Whether this web process can answer people: asked by whoever shares requests out among several of them."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

ANY_NAME = "ready"  # of a file that need not be there: asking for it shows whether the storage answers


def find_obstacles() -> list[str]:
    """Why this process cannot answer, as sentences; empty where it can."""
    return [*filter(None, (describe_database(), describe_storage()))]


def describe_database() -> str:
    """What is wrong with the database; empty where it answers and has the tables of this version."""
    try:
        executor = MigrationExecutor(connection)
        late = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return f"The database does not answer: {error}"
    return "The tables are not those of this version: run manage.py migrate" if late else ""


def describe_storage() -> str:
    """What is wrong with the storage of files; empty where it answers."""
    try:
        default_storage.exists(ANY_NAME)
    except Exception as error:  # every storage has its own
        return f"The storage does not answer: {error}"
    return ""
