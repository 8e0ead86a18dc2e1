"""The parts that the editor page is made of, each with a version.

The page includes every part. After that the browser says which versions it shows
(``editor.http.read_shown_versions``), and gets the parts that differ, swapped in by id; where none does, the answer is
empty. So a panel that somebody is typing in is left alone unless it really changed.
"""

from __future__ import annotations

import functools
import re
import uuid
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha1
from operator import attrgetter
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from editor import marketplace, proposals
from editor.access import is_editable_by, workspace_read
from editor.history import graph, tree
from editor.http import STOP_POLLING, HtmxRequest, read_shown_versions
from editor.jobs.lines import recall_line
from editor.models import FIRST, Job, Picture, Revision
from editor.refusals import Refusal
from editor.service import backends, capabilities
from editor.tools import find_spots, other_fills
from editor.tools.framing import Framing
from editor.tools.registry import PANELS, TOOLS
from editor.tools.tool import Panel
from editor.views.choices import FillChoice, SpotChoice, list_fills, list_spots
from editor.views.job_cards import (
    SHOWN,
    JobCard,
    job_cards,
    layers_card,
    longest_pause,
    select_unseen,
    unseen_jobs,
)
from editor.views.people import FaceChoice, PersonCard, build_cards, build_face_choices

# What the page shows of a job at work, by the names of its columns.
JOB_FACTS = ("pk", "status", "steps", "usage", "cancel_requested", "result_id")
read_facts = attrgetter(*JOB_FACTS)
PANEL_TEMPLATES = {panel.slug: panel.template for panel in PANELS}
LINES = re.compile(r"(\d{1,9})-(\d{0,9})")


@dataclass(frozen=True)
class Part:
    """One element of the page: its id, what tells it from an older state of itself, and the template of its content."""

    name: str
    version: str
    template: str


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

    @property
    def is_looking(self) -> bool:
        """True while somebody looks at the picture, or is about to."""
        return any(card.job.active and card.job.kind == "prepare" for card in self.jobs)

    @cached_property
    def state(self) -> str:
        """What ``read_jobs_state`` says of the picture as long as nothing changes."""
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

    @property
    def regions_url(self) -> str:
        """Where the browser finds the regions; empty while there are none."""
        visual = self.current.visual
        if visual is None or not visual.regions:
            return ""
        return reverse("early_regions" if visual.awaits_objects else "regions", args=[self.picture.pk, visual.pk])

    @property
    def early_regions_url(self) -> str:
        """Where those are that were found before objects, for who has begun to select with them; empty without such."""
        visual = self.current.visual
        return reverse("early_regions", args=[self.picture.pk, visual.pk]) if visual and visual.has_objects else ""

    @property
    def regions_state(self) -> str:
        """ready, failed, finding, or unknown where nobody is looking."""
        visual = self.current.visual
        return lookup_state(bool(visual and visual.regions), bool(visual and visual.regions_error), self.working)

    @property
    def objects_state(self) -> str:
        """ready (also where nothing else is to come), failed, finding, or unknown where nobody is looking.

        Of pictures that were looked at before the engine knew objects nobody has looked for them.
        """
        visual = self.current.visual
        if visual is None or not visual.regions:
            return "ready"
        is_old = bool(visual.visual_id) and not visual.early_regions
        waits = visual.awaits_objects or (is_old and self.abilities[capabilities.PARTS].available)
        return lookup_state(not waits, bool(visual.objects_error), self.is_looking)

    @property
    def looking_states(self) -> tuple[str, ...]:
        """How far everything is that is looked up."""
        return self.regions_state, self.people_state, self.objects_state

    @property
    def people_state(self) -> str:
        """ready, failed, finding, or unknown where nobody is looking."""
        visual = self.current.visual
        known = visual is not None and visual.people is not None
        return lookup_state(known, bool(visual and visual.people_error), self.working)

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

    @property
    def distractions_url(self) -> str:
        """Where the browser finds what may distract; empty until everything about the picture was looked up."""
        visual = self.current.visual
        if visual is None or not visual.regions or "finding" in self.looking_states:
            return ""
        return reverse("distractions", args=[self.picture.pk, visual.pk])

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
        current, visual = self.current, self.current.visual
        facts: dict[str, tuple[Any, ...]] = {
            "revision": (current.number, visual and visual.pk, self.regions_url, current.removed, bool(self.redo)),
            "toolbar": (current.number, self.is_new),
            "history": (self.history,),
            "regions": (
                self.regions_state,
                visual and (visual.regions_error, visual.objects_error),
                self.objects_state,
                *self.fill_facts,
            ),
            "people": (current.number, visual and visual.pk, self.people_state),
            "hide_faces": (current.number, visual and visual.pk, self.people_state),
            "cleanup": (current.number, visual and visual.pk, self.looking_states, *self.fill_facts),
            "spots": (current.number, self.offered_spots and self.offered_spots.pk, *self.fill_facts),
            "image_to_psd": (current.number, self.layers and self.layers.version),
        }
        for name in PANEL_TEMPLATES:
            facts.setdefault(name, (current.number,))
        return {"jobs": self.jobs_part, **{name: make_part(name, values) for name, values in facts.items()}}


def make_part(name: str, facts: tuple[Any, ...]) -> Part:
    """A part of which ``facts`` are all that it shows."""
    return Part(name, digest(facts), PANEL_TEMPLATES.get(name, f"editor/_{name}.html"))


@functools.cache
def blank_forms() -> dict[str, forms.Form]:
    """The forms in which nobody has entered anything yet, the same ones for everybody."""
    return {slug: tool.form() for slug, tool in TOOLS.items() if tool.form}


def lookup_state(known: bool, failed: bool, working: bool) -> str:
    """One word for how far looking something up has come."""
    if known:
        return "ready"
    if failed:
        return "failed"
    return "finding" if working else "unknown"


def read_jobs_state(pk: int, owner: str) -> str:
    """A short name for how far the jobs of a picture are, and which revision is current, by one small query.

    Of a picture that ``owner`` may not edit it is that of one without jobs. While any of them waits, its place in line
    belongs to it, which takes a few more.
    """
    rows = select_unseen(pk).filter(is_editable_by(owner, "picture__")).values_list("picture__current_id", *JOB_FACTS)
    return state_of(tuple(rows[:SHOWN]))


def state_of(facts: tuple[tuple[Any, ...], ...]) -> str:
    """A short name for what ``JOB_FACTS`` say of jobs, each after the number of the revision shown.

    While any of them waits, the places in line stand apart: where nothing else changed, nothing else is shown anew.
    """
    waiting = [str(job) for _, job, status, *_ in facts if status == Job.Status.QUEUED]
    if not waiting:
        return digest(facts)
    places = recall_line(waiting).places
    return f"{digest(facts)}-{digest(tuple(places.get(job) for job in waiting))}"


def facts_in(state: str) -> str:
    """The part of a state that says everything but places in line."""
    return state.partition("-")[0]


def digest(facts: tuple[Any, ...]) -> str:
    """A short name for a state."""
    return sha1(repr(facts).encode(), usedforsecurity=False).hexdigest()[:12]


def load_workspace(request: HttpRequest, pk: int, refusal: Refusal | None = None) -> Workspace:
    """The workspace of one's own picture as it is now, for the browser that asks; else 404.

    The jobs are read first, for a job ends after what it found is stored: one that has ended here has its outcome here
    too, and one that has not is asked after again.
    """
    rows = unseen_jobs(pk)
    return Workspace(workspace_read(request, pk), rows, refusal, read_place(request), read_shown_lines(request))


def read_shown_lines(request: HttpRequest) -> tuple[int, int | None] | None:
    """The lines of the history that the browser shows, from its header ``Studio-Lines: first-last`` or ``first-``."""
    match = LINES.fullmatch(request.headers.get("Studio-Lines", ""))
    return (int(match[1]), int(match[2]) if match[2] else None) if match else None


def read_place(request: HttpRequest) -> int | None:
    """The revision around which the history was asked for, by a page without script."""
    place = request.GET.get("place", "")
    return int(place) if place.isdecimal() and len(place) < 10 else None


def render_page(request: HttpRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    """The whole editor page."""
    context = {"workspace": load_workspace(request, pk, refusal), "most_bytes": settings.PHOTO_BYTES}
    return render(request, "editor/picture.html", context, status=422 if refusal else 200)


def render_changed_parts(
    request: HtmxRequest, pk: int, refusal: Refusal | None = None, known: str = ""
) -> HttpResponse:
    """The parts whose versions differ from what the browser shows, for htmx to swap in; 204 where none does.

    The panel of a refused form is sent in any case, with everything that was entered. Who waits for jobs says which
    state of them is ``known``.
    """
    workspace = load_workspace(request, pk, refusal)
    shown = read_shown_versions(request)
    wanted = refusal.panel if refusal else ""
    parts = [
        part for part in workspace.list_parts(known) if part.name == wanted or shown.get(part.name) != part.version
    ]
    if not parts:
        return HttpResponse(status=204)
    status = 422 if refusal else (200 if workspace.working else STOP_POLLING)
    return render(request, "editor/_parts.html", {"workspace": workspace, "parts": parts}, status=status)


def respond(request: HtmxRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    """What has changed on the page; without script, the page itself."""
    if request.htmx:
        return render_changed_parts(request, pk, refusal)
    return render_page(request, pk, refusal) if refusal else redirect("editor", pk)
