"""Which worker does what one of them is to do for all, and when that is due again."""

from __future__ import annotations

from django.db.models.functions import Now

from editor.jobs import clock
from editor.models import DueSweep


def take(name: str, longest: float) -> bool:
    """True where it is due and this worker is to do it; were it lost, another one may after ``longest`` seconds."""
    until = {"due_at": clock.after(longest)}
    if DueSweep.objects.filter(name=name, due_at__lte=Now()).update(**until):
        return True
    return DueSweep.objects.get_or_create(name=name, defaults=until)[1]


def put_off(name: str, seconds: float) -> None:
    """It was done, and is due again in so many seconds."""
    DueSweep.objects.filter(name=name).update(due_at=clock.after(seconds))
