"""What a tool and a panel are. A module of a tool declares itself as its ``TOOL``; ``registry`` lists them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise

from editor.history.results import EditResult
from editor.jobs.running import Running
from editor.models import Revision


@dataclass(frozen=True)
class Tool:
    """One operation that a person can apply to a revision.

    Attributes:
        slug: names its module, form, template and tests. It is the name of Bria's route, but for "people", which
            reads as the panel does (its route is ``create``), and "distractions", "spots" and "other_fills", which have
            none.
        panel: the panel that its form stands in, shown again where the form is refused.
        working: what the studio is doing meanwhile, as a heading.
        read: what the job needs, from the posted form; raises ``Refused``.
        run: does it, in a worker; raises ``Failure``. None where the outcome is the job's file or a
            proposal.
        form: what it can be asked, for the panel's template; None where the panel makes its fields itself.
        kind: the kind of its jobs: "edit" for a revision, "file" for a file beside which edits can go on, "proposal"
            for what a person chooses from (``editor.proposals``).
    """

    slug: str
    panel: str
    working: str | Promise
    read: Callable[[HttpRequest, Revision], dict[str, Any]]
    run: Callable[[Running], EditResult | None]
    form: type[forms.Form] | None = None
    kind: str = "edit"


@dataclass(frozen=True)
class Panel:
    """One place of the tool rail; ``key`` opens it.

    ``template`` is its content, swapped as it changes; ``permanent`` what stands below that and is never swapped.
    """

    slug: str
    label: str | Promise
    key: str
    template: str
    permanent: str = ""

    @property
    def icon(self) -> str:
        """The template of its icon."""
        return f"icons/{self.slug}.svg"
