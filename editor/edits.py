"""The jobs "edit" and "file": one tool applied to one revision, for another revision or for a file."""

from __future__ import annotations

from typing import Any

from editor.history import results
from editor.jobs.running import Failure, Running
from editor.models import Revision
from editor.sentences import sentence
from editor.tools.registry import TOOLS


def apply(running: Running) -> Revision | None:
    """Do what the job asks and add the outcome to the history; None where it is a file instead.

    Raises:
        Failure: with a sentence for the person.
    """
    done: Revision | None = running.job.result
    if done is not None:
        return done
    tool: Any = running.job.params.get("tool")
    if tool not in TOOLS:
        raise Failure(sentence("There is no tool called “{tool}”.", tool=tool), "rejected")
    made = TOOLS[tool].run(running)
    if made is None:
        return None
    running.step("Saving")
    return results.add_revision(running, made)
