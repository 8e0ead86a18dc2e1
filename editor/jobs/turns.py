"""Whose turn it is: deliveries are taken from their owners in turn, whoever came first with however many.

An owner is a session, or a token of the API; the second argument of a delivery's task says whose it is. The next owner
is the one who was served longest ago and has not as many at work as one may have; of what waits of theirs the most
urgent is taken, and then the oldest.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from editor.models import Turn

# Whoever comes is put before those who were served within this time, and after those who have waited longer: strangers
# go first, and however many of them come, nobody waits for ever.
HEAD_START = timedelta(minutes=1)
KEPT = timedelta(days=1)  # of an owner who wants nothing any more


@dataclass(frozen=True)
class Waiting:
    """A delivery that waits: what it is called with first, whose it is, and since when."""

    pk: uuid.UUID
    argument: str
    owner: str
    since: datetime


def take_next(queue: str, worker: str) -> DBTaskResult[Any, Any] | None:
    """The delivery of ``queue`` whose turn it is, claimed for ``worker``; None where none waits that may begin."""
    if not ready(queue).exists():  # asked first, for to claim takes SQLite's write lock
        return None
    with transaction.atomic():
        busy = find_busy(queue)
        for waiting in list_in_turn(queue):
            if waiting.owner in busy:
                continue
            delivery = ready(queue).select_for_update(skip_locked=True).filter(pk=waiting.pk).first()
            if delivery is not None:
                delivery.claim(worker)
                Turn.objects.update_or_create(owner=waiting.owner, defaults={"served_at": timezone.now()})
                return delivery
    return None


def find_places(queue: str = "default") -> dict[str, int]:
    """The place in line of everything that waits in a queue, from 1, by the id it is delivered with."""
    places: dict[str, int] = {}
    for place, waiting in enumerate(list_in_turn(queue), 1):
        places.setdefault(waiting.argument, place)
    return places


def list_in_turn(queue: str) -> list[Waiting]:
    """What waits in a queue in the order in which it will be taken, if nothing more comes."""
    lines: dict[str, list[Waiting]] = defaultdict(list)
    for waiting in read_waiting(queue):
        lines[waiting.owner].append(waiting)
    served = dict(Turn.objects.filter(owner__in=list(lines)).values_list("owner", "served_at"))
    ordered = sorted(lines.values(), key=lambda line: line_up(line, served.get(line[0].owner)))
    rounds = zip_longest(*ordered)
    return [waiting for taken in rounds for waiting in taken if waiting is not None]


def line_up(line: Sequence[Waiting], served_at: datetime | None) -> datetime:
    """What an owner's line is ordered by among those of others: the earliest goes first."""
    came = min(waiting.since for waiting in line) - HEAD_START
    return came if served_at is None else max(came, served_at)


def read_waiting(queue: str) -> Iterator[Waiting]:
    """What waits, the most urgent first, and then the oldest."""
    columns = ("pk", "args_kwargs", "enqueued_at")
    for pk, called, since in ready(queue).values_list(*columns):
        argument, owner = read_arguments(called)
        yield Waiting(pk, argument, owner, since)


def find_busy(queue: str) -> set[str]:
    """The owners who have as many deliveries at work as one may have at the same time."""
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, queue_name=queue)
    owners = (read_arguments(called)[1] for called in running.values_list("args_kwargs", flat=True))
    return {owner for owner, count in Counter(owners).items() if owner and count >= settings.RUNNING_JOBS}


def read_arguments(called: dict[str, Any]) -> tuple[str, str]:
    """What a task is called with first, and its owner; empty for what belongs to nobody."""
    arguments: list[str] = [*called["args"], "", ""]
    return arguments[0], arguments[1]


def ready(queue: str) -> QuerySet[DBTaskResult[Any, Any]]:
    """The deliveries that wait in a queue."""
    waiting: QuerySet[DBTaskResult[Any, Any]] = DBTaskResult.objects.ready().filter(queue_name=queue)
    return waiting


def prune() -> None:
    """Forget who was served long ago; asked first, for a delete would take SQLite's write lock."""
    old = Turn.objects.filter(served_at__lt=timezone.now() - KEPT)
    if old.exists():
        old.delete()
