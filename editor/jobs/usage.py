"""What jobs take of a hosted service: calls, which it counts and may charge, and time that its rate limit imposes.

As rows keep it: ``{"calls": 2, "waited": 12.5, "waiting": 12.5}``; ``waited`` are seconds, ``waiting`` the seconds of
the wait that is going on, absent without one. Empty where the studio's own engine did the work.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, ngettext

Usage = Mapping[str, Any]


def with_call(usage: Usage) -> dict[str, Any]:
    """One more call."""
    taken = total(usage)
    return {**taken, "calls": taken.get("calls", 0) + 1}


def with_wait(usage: Usage, seconds: float) -> dict[str, Any]:
    """One more wait, which is going on; for 0 none is any more."""
    taken = total(usage)
    waited = round(taken.get("waited", 0.0) + seconds, 1)
    return {**taken, "waited": waited, **({"waiting": seconds} if seconds else {})}


def total(usage: Usage) -> dict[str, Any]:
    """What was taken altogether, without the wait that is going on."""
    return {name: value for name, value in usage.items() if name != "waiting"}


def describe(usage: Usage) -> str:
    """What was taken, in words; empty for nothing."""
    calls, waited = usage.get("calls", 0), round(usage.get("waited", 0))
    parts = [ngettext("{calls} call", "{calls} calls", calls).format(calls=calls)] if calls else []
    if waited:
        parts.append(gettext("waited {seconds} s").format(seconds=waited))
    return ", ".join(parts)


def describe_wait(usage: Usage) -> str:
    """The wait that is going on, in words; empty for none."""
    seconds = usage.get("waiting", 0)
    if not seconds:
        return ""
    return gettext("Waiting {seconds} s: the service limits its calls.").format(seconds=max(1, round(seconds)))
