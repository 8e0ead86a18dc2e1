"""The seam between answering and working: requests on record are carried out, in any process."""

from __future__ import annotations

from datafolder.outages import is_away
from engine import dispatch, moderation
from engine.errors import EngineError, InternalError
from engine.models import Request
from engine.outcomes import Arguments, Outcome
from engine.storing import name_failure


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
    return moderation.judge_outcome(checks, dispatch.run(operation, arguments))
