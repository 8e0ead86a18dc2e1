"""What a worker does again and again beside the jobs."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.db import connection

from accounts import ending as accounts_ending
from editor import cleaning as editor_cleaning
from editor import ending
from editor.jobs import recovery
from engine import cleaning as engine_cleaning
from engine import forgetting, webhooks

LOOK = 1.0  # seconds between two looks for a sweep that is due

logger = logging.getLogger(__name__)


class Sweep(NamedTuple):
    """A function to call every so many ``seconds``; what it returns does not matter."""

    function: Callable[[], object]
    seconds: float


SWEEPS = (
    Sweep(webhooks.deliver, 1),
    Sweep(engine_cleaning.settle, 5),
    Sweep(forgetting.finish, 5),
    Sweep(recovery.prune, 60),
    Sweep(engine_cleaning.clean, 600),
    Sweep(ending.end_all, 3600),
    Sweep(accounts_ending.end_all, 3600),
    Sweep(editor_cleaning.clean, 3600),
)


class Sweeper(threading.Thread):
    """Calls the sweeps that are due, in a thread apart from the heartbeat, which cannot wait for them."""

    def __init__(self, sweeps: Sequence[Sweep]) -> None:
        super().__init__(name="sweeper", daemon=True)
        self.due_at = dict.fromkeys(sweeps, 0.0)  # monotonic seconds

    def run(self) -> None:
        """Sweep for as long as the process lives."""
        while True:
            for sweep, due_at in self.due_at.items():
                if time.monotonic() >= due_at:
                    call(sweep)
                    self.due_at[sweep] = time.monotonic() + sweep.seconds
            time.sleep(LOOK)


def call(sweep: Sweep) -> None:
    """Call the function; whatever goes wrong in it, the other sweeps go on."""
    try:
        sweep.function()
    except Exception:
        logger.exception("%s.%s failed", sweep.function.__module__, sweep.function.__qualname__)
        connection.close()
