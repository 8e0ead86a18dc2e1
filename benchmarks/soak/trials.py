"""What a trial is, and the table of all of them.

A module of this package registers a function with ``@trial``, which says what each of its figures must come to; the
function does its worst for as long as ``scaled`` says, and returns the figures. It raises ``benchmarks.figures.Absent``
where what it needs is not here. Progress goes to standard error, by ``say``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.figures import Figure

Run = Callable[[], Sequence[Figure]]


@dataclass(frozen=True)
class Target:
    """What a figure must come to, in words and as a question to its ratio, or to its value where it has none."""

    words: str
    is_met: Callable[[float], bool]


@dataclass(frozen=True)
class Trial:
    """A registered trial: its name, what its figures must come to, and the function that runs it."""

    name: str
    targets: Mapping[str, Target]
    run: Run


TRIALS: dict[str, Trial] = {}


def trial(name: str, **targets: Target) -> Callable[[Run], Run]:
    """Register the decorated function under ``name``, with the target of each of its figures."""

    def register(run: Run) -> Run:
        TRIALS[name] = Trial(name, targets, run)
        return run

    return register


def at_most(bound: float) -> Target:
    """The figure is ``bound`` or less."""
    return Target(f"<= {bound:g}", lambda value: value <= bound)


def at_least(bound: float) -> Target:
    """The figure is ``bound`` or more; of counts that ``SOAK_SCALE`` shortens, the shortened one."""
    return Target(f">= {bound:g}", lambda value: value >= bound)


def is_met(target: Target, figure: Figure) -> bool:
    """Whether a figure came to what it must."""
    return target.is_met(figure.value if figure.ratio is None else figure.ratio)


def scaled(amount: int) -> int:
    """So many files, kills or seconds as a whole run takes, times SOAK_SCALE; at least 1."""
    return max(1, round(amount * float(os.environ.get("SOAK_SCALE", "1"))))


def say(text: str) -> None:
    """Tell whoever waits how far it is."""
    print(text, file=sys.stderr, flush=True)
