"""Which function does the jobs of which kind: functions register themselves, so that the queue imports none of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.utils.module_loading import autodiscover_modules

from editor.jobs.running import Running
from editor.models import Revision

# Does a claimed job and returns the revision that is its outcome, None where that is a file or there is none; raises
# ``Failure``.
Handler = Callable[[Running], Revision | None]

_handlers: dict[str, Handler] = {}


def handles(*kinds: str) -> Callable[[Handler], Handler]:
    """Register the decorated function for these kinds of jobs."""

    def register(handler: Handler) -> Handler:
        _handlers.update(dict.fromkeys(kinds, handler))
        return handler

    return register


def find_handler(kind: str) -> Handler:
    """The function that does jobs of this kind.

    Raises:
        ValueError: there is none.
    """
    load_handlers()
    if kind not in _handlers:
        raise ValueError(f"There is no kind of job called {kind!r}")
    return _handlers[kind]


@cache
def load_handlers() -> None:
    """Import ``handlers.py`` of each app; not before a job is at hand, for it brings all tools and numpy along."""
    autodiscover_modules("handlers")
