"""What a worker does again and again beside the jobs, each for all workers."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import QuerySet, Value

from accounts import ending as accounts_ending
from briastudio.worker import due, wakeup
from datafolder.outages import is_away
from editor import cleaning as editor_cleaning
from editor import ending
from editor.jobs import recovery
from engine import cleaning as engine_cleaning
from engine import forgetting, webhooks

LOOK = 6.0  # seconds between two looks for a sweep that is due
LONGEST = 60.0  # seconds after which one whose worker was lost is done by another

logger = logging.getLogger(__name__)

Result = TypeVar("Result")


class Sweep(NamedTuple):
    """A function to call every so many ``seconds``, by one worker; what it returns does not matter.

    What ``waiting`` finds is asked for first, of all such sweeps by one query; without any there is nothing to do.
    Several workers may do at once what is not to be done ``alone``.
    """

    function: Callable[[], object]
    seconds: float
    waiting: Callable[[], QuerySet[Any]] | None = None
    alone: bool = True

    @property
    def name(self) -> str:
        """Where the function is."""
        return f"{self.function.__module__}.{self.function.__qualname__}"


SWEEPS = (
    Sweep(webhooks.deliver, 0, webhooks.find_due, alone=False),
    Sweep(engine_cleaning.settle, 5, engine_cleaning.find_unsettled),
    Sweep(forgetting.finish, 5, forgetting.find_due),
    Sweep(recovery.prune, 300),
    Sweep(engine_cleaning.clean, 600),
    Sweep(ending.end_all, 3600),
    Sweep(accounts_ending.end_all, 3600),
    Sweep(editor_cleaning.clean, 3600),
)


class Sweeper(threading.Thread):
    """Calls the sweeps that are due, in a thread apart from the heartbeat, which cannot wait for them."""

    def __init__(self, sweeps: Sequence[Sweep], worker: str) -> None:
        super().__init__(name="sweeper", daemon=True)
        self.worker, self.sweeps = worker, sweeps
        self.due_at = {sweep.name: 0.0 for sweep in sweeps}  # monotonic seconds

    def run(self) -> None:
        """Sweep for as long as the process lives."""
        with wakeup.Pipe(wakeup.SWEEPS, self.worker) as pipe:
            while True:
                self.look()
                pipe.wait(LOOK)

    def look(self) -> None:
        """Call what is due, and what something waits for."""
        now = time.monotonic()
        sweeps = [sweep for sweep in self.sweeps if now >= self.due_at[sweep.name]]
        for sweep in carefully(partial(find_wanted, sweeps)) or ():
            carefully(partial(call, sweep))
            self.due_at[sweep.name] = time.monotonic() + sweep.seconds


def find_wanted(sweeps: Sequence[Sweep]) -> list[Sweep]:
    """Those of some sweeps for which there is anything to do; one query."""
    found = [sweep.waiting().order_by().values_list(Value(sweep.name)) for sweep in sweeps if sweep.waiting]
    names = {name for (name,) in found[0].union(*found[1:])} if found else set()
    return [sweep for sweep in sweeps if sweep.waiting is None or sweep.name in names]


def call(sweep: Sweep) -> None:
    """Call the function, unless another worker has done so within the time, or does it now."""
    if not sweep.alone:
        sweep.function()
    elif due.take(sweep.name, max(LONGEST, sweep.seconds)):
        try:
            sweep.function()
        finally:
            due.put_off(sweep.name, sweep.seconds)


def carefully(function: Callable[[], Result]) -> Result | None:
    """What the function returns, None where it fails; whatever goes wrong in it, the other sweeps go on."""
    try:
        return function()
    except Exception as error:
        if is_away(error):
            logger.warning("No sweep while the database is away: %s", error)
        else:
            logger.exception("A sweep failed")
        connection.close()
        return None
