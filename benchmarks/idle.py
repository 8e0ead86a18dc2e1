"""What a studio does while nobody is there."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from benchmarks.figures import Absent, Figure, figure
from harness.processes import temporary_folder, wait_for
from harness.studio import run_studio

SETTLED = 10  # seconds; what follows a start is over after so many of calm
CALM = 0.05  # share of a core; the first start compiles the engine, by a process of its own
PATIENCE = 300  # seconds until then
WATCHED = 60  # seconds


@figure("idle_cpu", "<= 0.5 %")
def idle_cpu() -> Figure:
    """Share of a core that all processes of an idle studio take together, once it is warm."""
    if sys.platform != "linux":
        raise Absent("the processor's time is read from /proc, which Linux has")
    with temporary_folder("studio-idle-") as folder, run_studio(folder) as studio:
        wait_for(lambda: share_taken(studio.process.pid, SETTLED) < CALM, PATIENCE, "the studio to be calm")
        share = share_taken(studio.process.pid, WATCHED)
    return Figure("idle_cpu", 100 * share, "% of a core")


def share_taken(root: int, seconds: float) -> float:
    """The share of a core that a process and its descendants take while so many seconds pass."""
    before = processor_seconds(root)
    time.sleep(seconds)
    return (processor_seconds(root) - before) / seconds


def processor_seconds(root: int) -> float:
    """What a process and all that descend from it have taken of the processors so far, those that ended among them."""
    parents, ticks = {}, {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        fields = status.read_text().rpartition(")")[2].split()
        process = int(status.parent.name)
        parents[process], ticks[process] = int(fields[1]), sum(map(int, fields[11:15]))
    return sum(ticks[process] for process in ticks if descends(process, root, parents)) / os.sysconf("SC_CLK_TCK")


def descends(process: int, root: int, parents: dict[int, int]) -> bool:
    """Whether a process is ``root`` or was started by it, or by one of those."""
    while process and process != root:
        process = parents.get(process, 0)
    return process == root
