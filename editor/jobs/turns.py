"""Whose turn it is: deliveries are taken from their owners in turn, whoever came first with however many.

An owner is a session, or a token of the API; the second argument of a delivery's task says whose it is. The next owner
is the one who was served longest ago and has not as many at work as one may have; of what waits of theirs the most
urgent is taken, and then the oldest.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from editor import locks
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
        locks.wait_in_line(f"turns of {queue}")  # two who count at once would both begin an owner's last job
        owner = find_next_owner(queue)
        if owner is None:
            return None
        taken = ready(queue).select_for_update(skip_locked=True).filter(owner=owner)
        delivery: DBTaskResult[Any, Any] | None = taken.first()
        if delivery is not None:
            delivery.claim(worker)
            Turn.objects.update_or_create(owner=owner, defaults={"served_at": Now()})
    return delivery


def find_next_owner(queue: str) -> str | None:
    """Whose turn it is in a queue; None where nobody waits who may have one more at work."""
    lines = dict(ready(queue).order_by().values_list("owner").annotate(came=Min("enqueued_at")))
    served = dict(Turn.objects.filter(owner__in=list(lines)).values_list("owner", "served_at"))
    free = set(lines) - find_busy(queue)
    return min(free, key=lambda owner: line_up(lines[owner], served.get(owner)), default=None)


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
    ordered = sorted(lines.values(), key=lambda line: line_up(first_came(line), served.get(line[0].owner)))
    rounds = zip_longest(*ordered)
    return [waiting for taken in rounds for waiting in taken if waiting is not None]


def line_up(came_at: datetime, served_at: datetime | None) -> datetime:
    """What an owner's line is ordered by among those of others, its first having come then: the earliest goes first."""
    came_at -= HEAD_START
    return came_at if served_at is None else max(came_at, served_at)


def first_came(line: Sequence[Waiting]) -> datetime:
    """Since when the first of a line waits."""
    return min(waiting.since for waiting in line)


def read_waiting(queue: str) -> Iterator[Waiting]:
    """What waits, the most urgent first, and then the oldest."""
    for row in ready(queue).values_list("pk", "argument", "owner", "enqueued_at"):
        yield Waiting(*row)


def find_busy(queue: str) -> set[str]:
    """The owners who have as many deliveries at work as one may have at the same time."""
    running = deliveries(queue).filter(status=TaskResultStatus.RUNNING).exclude(owner="")
    busy = running.order_by().values_list("owner").annotate(count=Count("pk")).filter(count__gte=settings.RUNNING_JOBS)
    return {owner for owner, _ in busy}


def ready(queue: str) -> QuerySet[Any]:
    """The deliveries that wait in a queue."""
    waiting: QuerySet[Any] = deliveries(queue).ready()
    return waiting


def deliveries(queue: str) -> Any:
    """The deliveries of a queue, each with the first argument of its task and the owner."""
    return DBTaskResult.objects.filter(queue_name=queue).annotate(argument=argument(0), owner=argument(1))


def argument(place: int) -> Coalesce:
    """An argument that a delivery's task is called with; empty where it has none there."""
    return Coalesce(KT(f"args_kwargs__args__{place}"), Value(""), output_field=TextField())


def prune() -> None:
    """Forget who was served long ago; asked first, for a delete would take SQLite's write lock."""
    old = Turn.objects.filter(served_at__lt=timezone.now() - KEPT)
    if old.exists():
        old.delete()
