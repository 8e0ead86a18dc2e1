"""Django's backend for PostgreSQL, which takes every text that SQLite takes.

PostgreSQL's texts and JSON hold no NUL (its manual, sections 8.3 and 8.14). Files and addresses bring it along all the
same; U+FFFD takes its place, in what is stored as in what is looked for.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base, operations
from psycopg.types.string import StrDumperUnknown

NUL, INSTEAD = "\0", "\ufffd"


def without_nul(value: Any) -> Any:
    """A JSON value whose texts hold no NUL."""
    if isinstance(value, str):
        return value.replace(NUL, INSTEAD)
    if isinstance(value, list | tuple):
        return [without_nul(item) for item in value]
    if isinstance(value, dict):
        return {without_nul(name): without_nul(item) for name, item in value.items()}
    return value


class TextDumper(StrDumperUnknown):
    """Sends texts without NUL."""

    def dump(self, obj: str) -> Any:
        """The text as the server takes it."""
        return super().dump(obj.replace(NUL, INSTEAD))


class DatabaseOperations(operations.DatabaseOperations):
    """As Django's, for JSON."""

    def adapt_json_value(self, value: Any, encoder: Any) -> Any:
        """The value as the driver takes it."""
        return super().adapt_json_value(without_nul(value), encoder)


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's, for texts."""

    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection to the server."""
        connection = super().get_new_connection(conn_params)
        connection.adapters.register_dumper(str, TextDumper)
        return connection
