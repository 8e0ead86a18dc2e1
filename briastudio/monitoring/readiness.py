"""Whether this web process can answer people: asked by whoever shares requests out among several of them."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.db import DatabaseError

from briastudio.starting import are_tables_late
from editor.jobs.outages import describe_silence

ANY_NAME = "ready"  # of a file that need not be there: asking for it shows whether the storage answers


def find_obstacles() -> list[str]:
    """Why this process cannot answer, as sentences; empty where it can."""
    return [*filter(None, (describe_database(), describe_storage()))]


def describe_database() -> str:
    """What is wrong with the database; empty where it answers and has the tables of this version."""
    try:
        is_late = are_tables_late()
    except DatabaseError as error:
        return describe_silence(error)
    return "The tables are not those of this version: run manage.py migrate" if is_late else ""


def describe_storage() -> str:
    """What is wrong with the storage of files; empty where it answers."""
    try:
        default_storage.exists(ANY_NAME)
    except Exception as error:  # every storage has its own
        return f"The storage does not answer: {error}"
    return ""
