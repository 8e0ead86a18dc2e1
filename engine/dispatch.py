"""Operations by name, for any process, with rows or without."""

from __future__ import annotations

from django.utils.module_loading import import_string

from engine import large_jobs
from engine.edits.registry import EDITS
from engine.outcomes import Arguments, Outcome

# What registered images, and masks, are asked for beside the isolated edits, by the names of Bria's routes.
OTHERS = (
    *("mask_generator", "all_masks", "objects_info", "objects_parts", "person_info"),
    *("objects_remove", "create", "image_to_psd", "segment_object", "product_check", "spots"),
)
# By path, because the operations bring numba and scipy, for which the first page need not wait.
OPERATIONS = {
    **{slug: f"engine.runners.{slug}.run" for slug in (*(edit.slug for edit in EDITS), *OTHERS)},
    "recipes_run": "engine.recipes.request.run",
}
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


def run(operation: str, arguments: Arguments) -> Outcome:
    """Do the work in this thread.

    Raises:
        EngineError: it cannot be done.
    """
    do = import_string(OPERATIONS[FORMER_NAMES.get(operation, operation)])
    with large_jobs.in_turn(arguments):
        outcome: Outcome = do(**arguments)
    return outcome
