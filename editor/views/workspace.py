"""Everything that the editor page shows of one picture, and what each of its parts depends on."""

from __future__ import annotations

import functools
import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.utils import timezone

from editor import marketplace, proposals
from editor.history import graph, tree
from editor.models import FIRST, Job, Picture, Revision
from editor.refusals import Refusal
from editor.service import backends, capabilities
from editor.tools import find_spots, other_fills
from editor.tools.framing import Framing
from editor.tools.registry import PANELS, TOOLS
from editor.tools.tool import Panel
from editor.views.choices import FillChoice, SpotChoice, list_fills, list_spots
from editor.views.job_cards import JobCard, job_cards, layers_card, longest_pause
from editor.views.job_state import facts_in, read_facts, state_of
from editor.views.lookups import Lookups
from editor.views.page_parts import PANEL_TEMPLATES, Part, make_part
from editor.views.people import FaceChoice, PersonCard, build_cards, build_face_choices


@dataclass(frozen=True)
class Workspace:
    """Everything the editor page shows of one picture.

    ``rows`` are its jobs (``unseen_jobs``), read before the picture; ``place`` is where in the history the page was
    opened, where that is not the revision shown; ``drawn`` are the first and the last line of the history that the
    browser shows, None for the end.
    """

    picture: Picture
    rows: list[Job]
    refusal: Refusal | None = None
    place: int | None = None
    drawn: tuple[int, int | None] | None = None

    @cached_property
    def current(self) -> Revision:
        """The revision that is shown."""
        assert self.picture.current is not None
        return self.picture.current

    @cached_property
    def history(self) -> graph.Window:
        """The part of the history that is shown."""
        if self.drawn:
            return graph.window_again(self.picture, self.current.number, *self.drawn)
        return graph.window_around(self.picture, self.current.number, self.place)

    @cached_property
    def redo(self) -> Revision | None:
        """Where Redo leads."""
        return tree.next_on_branch(self.current)

    @property
    def is_new(self) -> bool:
        """True while the picture is what it was uploaded as, and nothing else."""
        return self.current.parent_id is None and self.redo is None

    @property
    def original_number(self) -> int:
        """The number of the revision that was uploaded."""
        return FIRST

    @cached_property
    def cards(self) -> list[PersonCard]:
        """The people of the revision shown."""
        return build_cards(self.current, self.refusal)

    @cached_property
    def faces(self) -> list[FaceChoice]:
        """The faces of the revision shown, to be hidden."""
        return build_face_choices(self.current, self.refusal)

    @cached_property
    def jobs(self) -> list[JobCard]:
        """The jobs to show: those whose end is to be told, and all at work."""
        return job_cards(self.rows, self.current)

    @property
    def working(self) -> bool:
        """True while a job of the picture is at work."""
        return any(card.job.active for card in self.jobs)

    @cached_property
    def state(self) -> str:
        """What ``editor.views.job_state`` says of the picture as long as nothing changes."""
        return state_of(tuple((self.picture.current_id, *read_facts(job)) for job in self.rows))

    @property
    def longest_pause(self) -> int:
        """How many milliseconds a page that waits for the jobs may leave between two questions."""
        return longest_pause(self.jobs)

    @property
    def waited(self) -> float:
        """Seconds since the newest of the jobs at work was asked for."""
        newest = max(card.job.created_at for card in self.jobs if card.job.active)
        return (timezone.now() - newest).total_seconds()

    @property
    def new_key(self) -> str:
        """A key that makes one edit of one form."""
        return str(uuid.uuid4())

    @cached_property
    def lookups(self) -> Lookups:
        """What is looked up about the revision shown."""
        at_work = frozenset(card.job.kind for card in self.jobs if card.job.active)
        return Lookups(self.current, at_work, self.abilities)

    @cached_property
    def abilities(self) -> capabilities.Abilities:
        """What the engine that answers can do, by slug."""
        return capabilities.abilities()

    @cached_property
    def framing(self) -> Framing:
        """How large the picture may become."""
        return Framing(self.current, self.abilities)

    @property
    def remarks(self) -> list[marketplace.Remark]:
        """What marketplaces would say of the revision shown, where it is a packshot."""
        return marketplace.list_remarks(self.current)

    @cached_property
    def layers(self) -> JobCard | None:
        """The newest job for layers of the revision shown that was not in vain; None without one."""
        return layers_card(self.picture, self.current)

    @property
    def offered_spots(self) -> Job | None:
        """The job whose spots are proposed for the revision shown; None before any were looked for."""
        return proposals.find_offered(self.rows, find_spots.TOOL.slug, self.current)

    @cached_property
    def spots(self) -> list[SpotChoice]:
        """The spots that are proposed, ticked unless a form that was refused says otherwise."""
        return list_spots(self.offered_spots, self.refusal)

    @property
    def offered_fills(self) -> Job | None:
        """The job whose fills are proposed instead of the one shown; None before they were asked for."""
        return proposals.find_offered(self.rows, other_fills.TOOL.slug, self.current)

    @cached_property
    def fills(self) -> list[FillChoice]:
        """The fills to choose from, the one shown first; none where no other looks different."""
        return list_fills(self.offered_fills)

    @property
    def fills_at_work(self) -> bool:
        """True while other fills are being made."""
        return proposals.is_at_work(self.rows, other_fills.TOOL.slug, self.current)

    @property
    def refills(self) -> bool:
        """True where the last step erased something that can be filled otherwise."""
        return other_fills.is_offered(self.current, self.abilities)

    @property
    def fill_facts(self) -> tuple[Any, ...]:
        """What panels show of other fills; nothing where none are offered."""
        job = self.offered_fills
        return (self.current.number, self.fills_at_work, job and job.pk) if self.refills else ()

    @cached_property
    def service(self) -> str:
        """The name of the hosted service that counts each edit as a call; empty without one."""
        backend = backends.current()
        return backend.label if backend.paid else ""

    @property
    def panel_parts(self) -> list[tuple[Panel, Part]]:
        """The places of the tool rail with what they show."""
        parts = self.parts
        return [(panel, parts[panel.slug]) for panel in PANELS]

    @cached_property
    def forms(self) -> dict[str, forms.Form]:
        """The form of each tool that has one, by slug; one that was refused with what was entered, and the reasons."""
        form = TOOLS[self.refusal.tool].form if self.refusal and self.refusal.tool in TOOLS else None
        if self.refusal is None or form is None:
            return blank_forms()
        return {**blank_forms(), self.refusal.tool: form(dict(self.refusal.posted))}

    @cached_property
    def jobs_part(self) -> Part:
        """The part that tells of jobs."""
        return make_part("jobs", (self.state,))

    def list_parts(self, known: str) -> list[Part]:
        """The parts that may differ from those of a browser that knows the state ``known``; all where it knows none."""
        is_place_alone = bool(known) and facts_in(known) == facts_in(self.state)
        return [self.jobs_part] if is_place_alone else list(self.parts.values())

    @cached_property
    def parts(self) -> dict[str, Part]:
        """All parts by name."""
        current, visual, lookups = self.current, self.current.visual, self.lookups
        facts: dict[str, tuple[Any, ...]] = {
            "revision": (current.number, visual and visual.pk, lookups.regions_url, current.removed, bool(self.redo)),
            "toolbar": (current.number, self.is_new),
            "history": (self.history,),
            "regions": (
                lookups.regions_state,
                visual and (visual.regions_error, visual.objects_error),
                lookups.objects_state,
            ),
            "fills": self.fill_facts,
            "people": (current.number, visual and visual.pk, lookups.people_state),
            "hide_faces": (current.number, visual and visual.pk, lookups.people_state),
            "cleanup": (current.number, visual and visual.pk, lookups.states, *self.fill_facts),
            "spots": (current.number, self.offered_spots and self.offered_spots.pk, *self.fill_facts),
            "image_to_psd": (current.number, self.layers and self.layers.version),
        }
        for name in PANEL_TEMPLATES:
            facts.setdefault(name, (current.number,))
        return {"jobs": self.jobs_part, **{name: make_part(name, values) for name, values in facts.items()}}


@functools.cache
def blank_forms() -> dict[str, forms.Form]:
    """The forms in which nobody has entered anything yet, the same ones for everybody."""
    return {slug: tool.form() for slug, tool in TOOLS.items() if tool.form}
