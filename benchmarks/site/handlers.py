"""Jobs that are timed."""

from __future__ import annotations

import time

from editor.jobs.kinds import handles
from editor.jobs.running import Running
from editor.models import Revision


@handles("simulated")
def ask_service(running: Running) -> Revision:
    """Waits as long as a service would take, ``params["seconds"]``."""
    running.step("Asking")
    time.sleep(running.job.params["seconds"])
    return running.job.base
