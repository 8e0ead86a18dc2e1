"""Whether this web process can answer people: asked by whoever shares requests out among several of them."""

from __future__ import annotations

import logging
from functools import cache

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from editor.jobs.outages import describe_silence

ANY_NAME = "ready"  # of a file that need not be there: asking for it shows whether the storage answers


logger = logging.getLogger(__name__)


def find_obstacles() -> list[str]:
    """Why this process cannot answer, as sentences; empty where it can."""
    return [*filter(None, (describe_database(), describe_storage()))]


def describe_database() -> str:
    """What is wrong with the database; empty where it answers and has the tables of this version."""
    try:
        is_late = not find_migrations() <= MigrationRecorder(connection).applied_migrations().keys()
    except DatabaseError as error:
        return describe_silence(error)
    return "The tables are not those of this version: run manage.py migrate" if is_late else ""


@cache
def find_migrations() -> frozenset[tuple[str, str]]:
    """What tables of this version have seen, as (app, name): read once, since migrations come with the code."""
    return frozenset(MigrationLoader(None).graph.nodes)


def describe_storage() -> str:
    """What is wrong with the storage of files, without where it is, for strangers may ask; the log has the rest."""
    try:
        default_storage.exists(ANY_NAME)
    except Exception as error:  # every storage has its own
        logger.warning("The storage does not answer: %s", error)
        return "The storage does not answer."
    return ""
