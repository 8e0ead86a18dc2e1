"""The seam between answering and working: what to do, by name, in any process."""

from __future__ import annotations

from django.utils.module_loading import import_string

from datafolder.outages import is_away
from engine import large_jobs, moderation
from engine.edits.registry import EDITS
from engine.errors import EngineError, InternalError
from engine.models import Arguments, Outcome, Request
from engine.storing import name_failure

# What registered images, and masks, are asked for beside the isolated edits, by the names of Bria's routes.
OTHERS = (
    *("mask_generator", "all_masks", "objects_info", "objects_parts", "person_info"),
    *("objects_remove", "create", "image_to_psd", "segment_object", "spots"),
)
# By path, because the operations bring numba and scipy, for which the first page need not wait.
OPERATIONS = {slug: f"engine.runners.{slug}.run" for slug in (*(edit.slug for edit in EDITS), *OTHERS)}
# Requests that an earlier version queued name some operations otherwise, and are still to be done.
FORMER_NAMES = {
    "change": "create",
    "fill": "gen_fill",
    "layers": "image_to_psd",
    "objects": "objects_info",
    "people": "person_info",
    "remove": "objects_remove",
    "segment": "mask_generator",
}


def finish(request: Request) -> None:
    """Do the work of ``request`` and store what comes of it.

    Raises:
        EngineError: it cannot be done; that is stored as well.
    """
    try:
        request.complete(perform(request.operation, request.arguments, request.checks))
    except EngineError as error:
        request.fail(error)
        raise
    except Exception as error:
        if not is_away(error):  # else it is done again
            request.fail(name_failure(error))
        raise
    except BaseException:
        request.fail(InternalError("The engine failed; its log says why."))
        raise


def perform(operation: str, arguments: Arguments, checks: moderation.Checks) -> Outcome:
    """Do the work in this thread, and have ``checks`` judged before and after it.

    Raises:
        EngineError: it cannot be done, or is not to be.
    """
    moderation.judge_input(checks)
    run = import_string(OPERATIONS[FORMER_NAMES.get(operation, operation)])
    with large_jobs.in_turn(arguments):
        outcome = run(**arguments)
    return moderation.judge_outcome(checks, outcome)
