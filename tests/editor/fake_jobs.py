"""The kinds of jobs that only tests do; importing this module registers them."""

from __future__ import annotations

import os
import time
from pathlib import Path

from editor.jobs.kinds import handles
from editor.jobs.running import Failure, Running
from editor.models import Job, Revision


@handles("quick")
def quick(running: Running) -> Revision:
    """Done in three steps, the second of which is told often."""
    running.step("Looking")
    for part in range(50):
        running.step("Working", part / 50)
    running.step("Saving")
    return running.job.base


@handles("slow")
def slow(running: Running) -> Revision:
    """Takes ``params["seconds"]`` on its first attempt and writes a line per attempt to ``params["marks"]``."""
    mark(running)
    if running.job.attempt == 1:
        sleep(running, running.job.params["seconds"])
    return running.job.base


@handles("paid")
def paid(running: Running) -> Revision:
    """Waits in the middle of a call that costs money."""
    running.store_order({"call": "erase"})
    mark(running)
    sleep(running, running.job.params["seconds"])
    return running.job.base


@handles("resumed")
def resumed(running: Running) -> Revision | None:
    """Asks once, keeps the handle, and is slow afterwards."""
    if running.job.received is None:
        running.store_order({"call": "erase"})
        running.store_answer({"request_id": "r-1"})
    return slow(running)


@handles("broken")
def broken(running: Running) -> None:
    """Has a mistake in it; ``params["sent"]`` says whether it comes in the middle of a call."""
    if running.job.params.get("sent"):
        running.store_order({"call": "erase"})
    raise ZeroDivisionError


@handles("refused")
def refused(running: Running) -> None:
    """Is refused with the kind in ``params``, after the service gave the answer in them."""
    if answer := running.job.params.get("answer"):
        running.store_order({"call": "erase"})
        running.store_answer(answer)
    raise Failure("The service said no.", running.job.params["kind"])


@handles("cancels_itself")
def cancels_itself(running: Running) -> Revision:
    """Is cancelled by a person while it runs."""
    Job.objects.filter(pk=running.job.pk).update(cancel_requested=True)
    running.step("Going on")
    raise AssertionError("A cancelled job went on")


def mark(running: Running) -> None:
    """Leave a line that the test can see from outside."""
    with Path(running.job.params["marks"]).open("a") as marks:
        marks.write(f"attempt {running.job.attempt}\n")


def sleep(running: Running, seconds: float) -> None:
    """Sleep, checking now and then."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        running.check()
        time.sleep(0.05)


def sweep() -> None:
    """Leaves a line, and fails."""
    with Path(os.environ["TEST_SWEPT"]).open("a") as marks:
        marks.write("swept\n")
    raise ZeroDivisionError
