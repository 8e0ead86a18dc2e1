"""The seam between answering and working: what to do, by name, in any process."""

from __future__ import annotations

from typing import Any

from django.utils.module_loading import import_string

from engine import moderation
from engine.errors import EngineError, InternalError
from engine.models import Request

Arguments = dict[str, Any]  # only what JSON can say, images by the names of stored files: any process can do the work
Outcome = dict[str, Any]  # the same; "file" names the stored result

# By path, because the operations bring numba and scipy, for which the first page need not wait.
OPERATIONS = {
    "segment": "engine.runners.masks.segment",
    "all_masks": "engine.runners.masks.list_masks",
    "objects": "engine.runners.masks.list_objects",
    "people": "engine.runners.people.list_people",
    "layers": "engine.runners.layers.layer",
    "erase": "engine.runners.erasing.erase_mask",
    "remove": "engine.runners.erasing.remove_objects",
    "change": "engine.runners.people.change_people",
    "fill": "engine.runners.erasing.fill_mask",
    "erase_foreground": "engine.runners.backgrounds.erase_foreground",
    "remove_background": "engine.runners.backgrounds.remove_background",
    "blur_background": "engine.runners.backgrounds.blur_background",
    "replace_background": "engine.runners.backgrounds.replace_background",
    "crop_foreground": "engine.runners.backgrounds.crop_foreground",
    "expand": "engine.runners.frames.expand",
    "increase_resolution": "engine.runners.frames.increase_resolution",
}


def finish(request: Request) -> None:
    """Do the work of ``request`` and keep what comes of it.

    Raises:
        EngineError: it cannot be done; that is kept as well.
    """
    try:
        request.complete(perform(request.operation, request.arguments, request.checks))
    except EngineError as error:
        request.fail(error)
        raise
    finally:
        if not request.is_finished:
            request.fail(InternalError("The engine failed; its log says why."))


def perform(operation: str, arguments: Arguments, checks: moderation.Checks) -> Outcome:
    """Do the work in this thread, and have ``checks`` judged before and after it.

    Raises:
        EngineError: it cannot be done, or is not to be.
    """
    moderation.judge_input(checks)
    return moderation.judged(checks, import_string(OPERATIONS[operation])(**arguments))
