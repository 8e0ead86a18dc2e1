"""What a worker does for each kind of job; Django's ``autodiscover_modules`` finds this module by its name."""

from __future__ import annotations

from editor.history import results
from editor.history.results import EditResult
from editor.jobs.kinds import handles
from editor.jobs.running import Failure, Running
from editor.models import Revision
from editor.recipes import applying, face_checks
from editor.recipes.runs import APPLY, FIND, PREVIEW
from editor.sentences import sentence
from editor.service import preparing
from editor.tools.registry import find_tool


@handles("prepare")
def prepare(running: Running) -> Revision:
    """Look the regions and people of the job's revision up.

    Raises:
        Failure: neither could be looked for.
    """
    return preparing.prepare(running)


@handles("edit", "file", "proposal")
def apply_tool(running: Running) -> Revision | None:
    """Apply one tool to one revision and add the outcome to the history; None where that is a file or a proposal.

    Raises:
        Failure: with a sentence for the person.
    """
    if running.job.result is not None:
        return running.job.result
    slug = str(running.job.params.get("tool"))
    tool = find_tool(slug)
    if tool is None:
        raise Failure(sentence("There is no tool called “{tool}”.", tool=slug), "rejected")
    outcome = tool.run(running)
    if outcome is None:
        return None
    return save(running, outcome)


@handles(APPLY)
def apply_recipe(running: Running) -> Revision | None:
    """Apply a recipe to a revision and add the outcome to the history; None where nothing was found to be done.

    Raises:
        Failure: with a sentence for the person.
    """
    if running.job.result is not None:
        return running.job.result
    outcome = applying.apply(running)
    return None if outcome is None else save(running, outcome)


def save(running: Running, outcome: EditResult) -> Revision:
    """Add an outcome to the history."""
    running.step("Saving")
    return results.add_revision(running, outcome)


@handles(PREVIEW)
def try_recipe(running: Running) -> None:
    """Apply a recipe to a revision; the outcome is the job's file.

    Raises:
        Failure: with a sentence for the person.
    """
    applying.try_out(running)


@handles(FIND)
def find_faces(running: Running) -> None:
    """Look for the faces of a revision; where they are is the job's answer.

    Raises:
        Failure: with a sentence for the person.
    """
    face_checks.find(running)
