"""kill -9 of worker, web server and supervisor, a thousand times at random steps of what a person does."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout

from benchmarks.figures import Figure
from benchmarks.soak.trials import at_least, at_most, say, scaled, trial
from harness.bad_service import bad_service
from harness.kills import Rounds
from harness.processes import temporary_folder

KILLS = 1000
SEED = 11


@trial("kills", kills=at_least(scaled(KILLS)), kills_survived=at_least(1), edits_lost=at_most(0), paid_twice=at_most(0))
def kills() -> list[Figure]:
    """How many kills there were, the share after which all was in order, and what was lost or paid for twice."""
    # What the studios had to say is shown in the end, and is no figure.
    with redirect_stdout(sys.stderr), temporary_folder("studio-kills-") as folder, bad_service() as service:
        tally = Rounds(folder, int(os.environ.get("SOAK_SEED", SEED)), service).play(scaled(KILLS), say)
    for problem in tally.problems:
        say(problem)
    count = sum(tally.kills.values())
    survived = tally.survived if not tally.problems else min(tally.survived, count - 1)
    return [
        Figure("kills", count, "kills"),
        Figure("kills_survived", survived, "kills", "kills", count, survived / count),
        Figure("edits_lost", tally.edits_lost, "edits"),
        Figure("paid_twice", tally.paid_twice, "orders"),
    ]
