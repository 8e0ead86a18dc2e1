"""The rows that a backup holds: reading them as of one moment, and putting them in the place of others."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, time
from typing import IO, Any

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

# What each installation makes for itself (a queue's deliveries come from the jobs, permissions from the tables), and
# what has no meaning a moment later. The tables of axes and the admin are there with STUDIO_ACCOUNTS alone, so that a
# backup with them would not fit a studio without.
LEFT_OUT = {
    "admin.logentry",
    "auth.permission",
    "axes.accessattempt",
    "axes.accessattemptexpiration",
    "axes.accessfailurelog",
    "axes.accesslog",
    "contenttypes.contenttype",
    "django_tasks_db.dbtaskresult",
    "editor.workerbeat",
    "engine.ratewindow",
}
NAME = re.compile(r"(?:engine/)?[0-9a-f]{2}/[0-9a-f]{64}[\w.]*")  # of a stored file, in the text of a row
BATCH = 500  # rows that are in memory at a time


class ExactEncoder(DjangoJSONEncoder):
    """JSON with times to the microsecond; Django's own keeps milliseconds."""

    def default(self, o: Any) -> Any:
        """The value of ``o`` in JSON."""
        return o.isoformat() if isinstance(o, datetime | time) else super().default(o)


def tables() -> list[type[models.Model]]:
    """The models whose rows are kept."""
    return [model for model in apps.get_models() if model._meta.managed and label(model) not in LEFT_OUT]


def label(model: type[models.Model]) -> str:
    """What a model is called in a backup, such as ``editor.picture``."""
    return model._meta.label_lower


@contextmanager
def one_moment() -> Iterator[None]:
    """Have all that is read inside be of one moment, without keeping anybody from writing meanwhile."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def write(model: type[models.Model], stream: IO[str]) -> int:
    """Write the rows of a model, one a line; how many."""
    rows = model._default_manager.order_by("pk").iterator(BATCH)
    counted = Counted(rows)
    serializers.serialize("jsonl", counted, stream=stream, cls=ExactEncoder, use_natural_foreign_keys=True)
    return counted.count


class Counted:
    """Goes through an iterable once, and counts."""

    def __init__(self, items: Iterable[Any]) -> None:
        self.items, self.count = items, 0

    def __iter__(self) -> Iterator[Any]:
        for item in self.items:
            self.count += 1
            yield item


def find_names(line: str) -> list[str]:
    """The names of stored files in the line of a row."""
    return NAME.findall(line)


def are_any() -> bool:
    """True where somebody's work is in the tables: pictures, or visuals and tokens of the API."""
    kept = [model for model in tables() if label(model).startswith(("editor.", "engine."))]
    return any(model._default_manager.exists() for model in kept)


def replace_all(lines: dict[str, Iterable[str]]) -> None:
    """Have the tables hold these rows, by the label of their model, and no others.

    All or nothing: whoever reads meanwhile sees the rows before.
    """
    with transaction.atomic():
        for model in reversed(tables()):
            model._default_manager.all()._raw_delete(connection.alias)
        for model in tables():
            insert(lines.get(label(model), ()))
        reset_sequences()


def insert(lines: Iterable[str]) -> None:
    """Insert the rows of one table."""
    rows = (row for line in lines for row in serializers.deserialize("jsonl", [line]))
    while batch := list(itertools.islice(rows, BATCH)):
        type(batch[0].object)._base_manager.bulk_create([row.object for row in batch])
        for row in batch:
            insert_relations(row)


def insert_relations(row: Any) -> None:
    """Insert what a row of the other table of a many-to-many relation names."""
    for accessor, objects in (row.m2m_data or {}).items():
        getattr(row.object, accessor).set(objects)


def reset_sequences() -> None:
    """Have the next rows get ids beyond these, where the database would not see to it."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
