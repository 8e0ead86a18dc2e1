"""The tool "distractions": what was found to distract and accepted is erased together, as regions are."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_noop

from editor.history.results import EditResult
from editor.jobs.running import Running
from editor.tools import erase

read = erase.read


def clean_up(running: Running) -> EditResult:
    """Erase the regions of all accepted suggestions in one step.

    Raises:
        Failure: as ``erase.erase``.
    """
    return replace(erase.erase(running), title=gettext_noop("Removed distractions"))
