"""What to do and to say where the database is away for some seconds."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, connection

from datafolder.outages import is_away

PATIENCE = 60.0  # seconds; a server that is started anew takes some ten
PAUSE = 0.5  # seconds before it is asked again

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")


def outlast(ask: Callable[[], Answer]) -> Answer:
    """What ``ask`` returns, a query or a whole transaction that does no harm when it is done twice.

    While the database is away it is asked again, for a minute; not so inside a transaction, which is lost by then.
    """
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return ask()
        except DatabaseError as error:
            if connection.in_atomic_block or not is_away(error) or time.monotonic() > end:
                raise
        logger.warning("The database is away; asking again")
        connection.close()
        time.sleep(PAUSE)


def describe_silence(error: DatabaseError) -> str:
    """That the database does not answer, and why; not so of a server that is away: of that the driver tells address and
    account, which are nobody's business."""
    return "The database does not answer" if is_away(error) else f"The database does not answer: {error}"
