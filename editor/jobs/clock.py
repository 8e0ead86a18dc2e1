"""The time that leases, beats and sweeps go by: the database's, for the clocks of several hosts disagree.

What is here stands in queries and is computed there.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import DateTimeField, ExpressionWrapper
from django.db.models.expressions import Combinable
from django.db.models.functions import Now


def after(seconds: float) -> Combinable:
    """So many seconds from now."""
    return ExpressionWrapper(Now() + timedelta(seconds=seconds), DateTimeField())


def ago(seconds: float) -> Combinable:
    """So many seconds before now."""
    return after(-seconds)
