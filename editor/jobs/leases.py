"""Holding a job while it is worked on: a lease that another thread extends."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from editor.jobs import clock
from editor.models import WorkerBeat

SILENCE = 2  # leases without a beat after which no worker is taken to be alive

logger = logging.getLogger(__name__)

# The tokens of the jobs that run in this process. Its own sweep leaves them alone: where a long computation kept the
# heartbeat from running, it kept the sweep from running as well, and either may come first afterwards.
own_tokens: set[str] = set()


class LeaseLost(Exception):
    """The job is somebody else's by now; whatever is done for it here must leave no trace."""


class Lease(Protocol):
    """Something that is held for as long as it is extended. ``extend`` raises LeaseLost."""

    def extend(self) -> None: ...


def lease_end() -> Combinable:
    """When a lease taken now runs out."""
    return clock.after(settings.JOB_LEASE_SECONDS)


def find_living_workers() -> QuerySet[WorkerBeat]:
    """The workers that have beaten lately."""
    return WorkerBeat.objects.filter(beaten_at__gt=leases_ago(SILENCE))


def leases_ago(count: int) -> Combinable:
    """The moment ``count`` leases before now."""
    return clock.ago(count * settings.JOB_LEASE_SECONDS)


@contextmanager
def heartbeat(lease: Lease, token: str) -> Iterator[None]:
    """Extend the lease from another thread for as long as the block runs."""
    stop = threading.Event()
    thread = threading.Thread(target=extend_until, args=(lease, stop), name="lease", daemon=True)
    own_tokens.add(token)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        own_tokens.discard(token)


def extend_until(lease: Lease, stop: threading.Event) -> None:
    """Extend the lease every third of it, until told to stop or until it is lost."""
    try:
        while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
            extend(lease)
    except LeaseLost:
        logger.info("A lease is gone")
    finally:
        connection.close()


def extend(lease: Lease) -> None:
    """Hold on; a database that is busy or away is asked again at the next beat."""
    try:
        lease.extend()
    except DatabaseError as error:
        logger.warning("A lease could not be extended: %s", error)
        connection.close()
