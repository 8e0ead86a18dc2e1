"""Telling a database on a server, or a bucket, that is away from every other failure."""

from __future__ import annotations

from datafolder.room import causes

# What PostgreSQL says of a connection, and of a server that stops, has crashed or is starting (its manual, appendix A).
STATES = ("08", "57P01", "57P02", "57P03")
# What botocore says of a connection; the rest it says is about a request that was answered.
UNANSWERED = {"HTTPClientError", "ConnectionError"}


def is_away(error: BaseException) -> bool:
    """True where an error, or one that it came from, is that of a database or a storage that cannot be asked."""
    return is_database_away(error) or is_storage_away(error)


def is_database_away(error: BaseException) -> bool:
    """True where it is that of a database server that cannot be asked."""
    return any(is_of_connection(one) for one in causes(error))


def is_storage_away(error: BaseException) -> bool:
    """True where it is that of a bucket that cannot be asked."""
    return any(is_of_bucket(one) for one in causes(error))


def is_of_connection(error: BaseException) -> bool:
    """True where a connection was not made, or was lost: the driver has no state of a query to tell then."""
    if not type(error).__module__.startswith("psycopg"):
        return False
    state: str | None = getattr(error, "sqlstate", None)
    lost = {"OperationalError", "InterfaceError"} & kinds(error) and state is None
    return bool(lost) or (state or "").startswith(STATES)


def is_of_bucket(error: BaseException) -> bool:
    """True where no answer came, or one that the service itself has failed (5xx)."""
    if not type(error).__module__.startswith("botocore"):
        return False
    answer: dict[str, dict[str, int]] = getattr(error, "response", None) or {}
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return bool(UNANSWERED & kinds(error)) or status >= 500


def kinds(error: BaseException) -> set[str]:
    """The names of the classes that an error is of."""
    return {kind.__name__ for kind in type(error).__mro__}
