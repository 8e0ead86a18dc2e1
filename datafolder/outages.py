"""Telling a database on a server that is away from every other failure."""

from __future__ import annotations

from datafolder.room import causes

# What PostgreSQL says of a connection, and of a server that stops, has crashed or is starting (its manual, appendix A).
STATES = ("08", "57P01", "57P02", "57P03")


def is_away(error: BaseException) -> bool:
    """True where an error, or one that it came from, is that of a database server that cannot be asked."""
    return any(is_of_connection(one) for one in causes(error))


def is_of_connection(error: BaseException) -> bool:
    """True where a connection was not made, or was lost: the driver has no state of a query to tell then."""
    if not type(error).__module__.startswith("psycopg"):
        return False
    names = {kind.__name__ for kind in type(error).__mro__}
    state: str | None = getattr(error, "sqlstate", None)
    lost = {"OperationalError", "InterfaceError"} & names and state is None
    return bool(lost) or (state or "").startswith(STATES)
