"""The parts that the editor page is made of, each with a version.

The page includes every part. After that the browser says which versions it shows (``editor.http.seen``), and gets
the parts that differ, swapped in by id; where none does, the answer is empty. So a panel that somebody is typing in is
left alone unless it really changed.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha1
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from editor import history
from editor.http import STOP_POLLING, HtmxRequest, seen
from editor.models import Job, Picture, Revision
from editor.refusals import Refusal
from editor.tools.table import PANELS, TOOLS, Panel
from editor.views.people import PersonCard, shown_cards

PREPARING = ("Registering", "Finding regions", "Finding people")
FAILED = {Job.Status.FAILED, Job.Status.UNKNOWN}


@dataclass(frozen=True)
class Part:
    """One element of the page: its id, what tells it from an older state of itself, and the template of its content."""

    name: str
    version: str
    template: str


@dataclass(frozen=True)
class Entry:
    """A line of the history; ``branch_of`` is the number it starts from where that is not the line above."""

    revision: Revision
    current: bool
    branch_of: int | None
    depth: int


@dataclass(frozen=True)
class JobCard:
    """A job as it is shown: with the steps still to come, and ``late`` where its result waits in the history."""

    job: Job
    late: bool

    @property
    def version(self) -> str:
        """Changes with everything that the card shows."""
        job = self.job
        return f"{job.pk}{job.status}{job.steps}{job.cancel_requested}{self.late}"

    @property
    def title(self) -> str:
        """What the job does, as a heading."""
        if self.job.kind == "prepare":
            return "Looking at the picture"
        tool = TOOLS.get(self.job.params.get("tool", ""))
        return str(tool.working) if tool else "Working"

    @property
    def announcement(self) -> str:
        """What a screen reader says of it while it is at work, being stopped, or cancelled."""
        if self.job.status == Job.Status.CANCELLED:
            return "Cancelled"
        step = self.job.step or self.title
        return f"Stopping. This step is being finished: {step}" if self.job.cancel_requested else step

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The steps with their state: done, now or next."""
        begun = [str(step["name"]) for step in self.job.steps]
        coming = [name for name in PREPARING if name not in begun] if self.job.kind == "prepare" else []
        states = ["done"] * (len(begun) - 1) + ["now"] * bool(begun)
        return [*zip(begun, states, strict=True), *((name, "next") for name in coming)]

    @property
    def share(self) -> float | None:
        """How much of the step at hand is done, 0 to 1, where that is known."""
        return self.job.steps[-1].get("share") if self.job.steps else None


@dataclass(frozen=True)
class Workspace:
    """Everything the editor page shows of one picture. ``watched`` are jobs the browser last saw at work."""

    picture: Picture
    watched: frozenset[str] = frozenset()
    refusal: Refusal | None = None

    @cached_property
    def current(self) -> Revision:
        """The revision that is shown."""
        assert self.picture.current is not None
        return self.picture.current

    @cached_property
    def revisions(self) -> list[Revision]:
        """The whole history, oldest first."""
        return list(self.picture.revisions.all())

    @cached_property
    def entries(self) -> list[Entry]:
        """The history as lines; what was made from an older state says from which, and stands further in."""
        numbers = {row.pk: row.number for row in self.revisions}
        depths: dict[int | None, int] = {None: 0}
        above: int | None = None
        lines = []
        for row in self.revisions:
            branches = row.parent_id != above
            depths[row.pk] = depths[row.parent_id] + branches
            branch_of = numbers[row.parent_id] if branches and row.parent_id else None
            lines.append(Entry(row, row.pk == self.current.pk, branch_of, depths[row.pk]))
            above = row.pk
        return lines

    @cached_property
    def redo(self) -> Revision | None:
        """Where Redo leads."""
        return history.next_on_branch(self.current)

    @cached_property
    def original(self) -> Revision:
        """The picture as it was uploaded."""
        return self.revisions[0]

    @cached_property
    def cards(self) -> list[PersonCard]:
        """The people of the revision shown."""
        return shown_cards(self.current, self.refusal)

    @cached_property
    def jobs(self) -> list[JobCard]:
        """The jobs to show: all at work, else the newest where it failed, was stopped or its result waits unseen."""
        rows = list(self.picture.jobs.select_related("result").order_by("-created_at", "-pk")[:10])
        active = [JobCard(job, late=False) for job in rows if job.active]
        if active or not rows:
            return active[::-1]
        newest = rows[0]
        watched = str(newest.pk) in self.watched
        late = watched and newest.result is not None and newest.result_id != self.current.pk
        stopped = watched and newest.status == Job.Status.CANCELLED
        return [JobCard(newest, late)] if late or stopped or newest.status in FAILED else []

    @property
    def working(self) -> bool:
        """True while a job of the picture is at work."""
        return any(card.job.active for card in self.jobs)

    @property
    def new_key(self) -> str:
        """A key that makes one edit of one form."""
        return str(uuid.uuid4())

    @property
    def regions_url(self) -> str:
        """Where the browser finds the regions; empty while there are none."""
        visual = self.current.visual
        return reverse("regions", args=[self.picture.pk, visual.pk]) if visual and visual.regions else ""

    @property
    def regions_state(self) -> str:
        """ready, failed, finding, or unknown where nobody is looking."""
        visual = self.current.visual
        return state_of(bool(visual and visual.regions), bool(visual and visual.regions_error), self.working)

    @property
    def people_state(self) -> str:
        """ready, failed, finding, or unknown where nobody is looking."""
        visual = self.current.visual
        known = visual is not None and visual.people is not None
        return state_of(known, bool(visual and visual.people_error), self.working)

    @property
    def panels(self) -> list[Panel]:
        """The places of the tool rail."""
        return PANELS

    @property
    def panel_parts(self) -> list[tuple[Panel, Part]]:
        """The places of the tool rail with what they show."""
        parts = self.parts
        return [(panel, parts[panel.slug]) for panel in PANELS]

    @cached_property
    def forms(self) -> dict[str, forms.Form]:
        """The form of each tool that has one, by slug; one that was refused with what was entered, and the reasons."""
        refused = self.refusal.tool if self.refusal else ""
        posted = dict(self.refusal.posted) if self.refusal else {}
        made = {slug: tool.form for slug, tool in TOOLS.items() if tool.form}
        return {slug: form(posted) if slug == refused else form() for slug, form in made.items()}

    @property
    def parts(self) -> dict[str, Part]:
        """All parts by name."""
        current, visual = self.current, self.current.visual
        facts: dict[str, tuple[Any, ...]] = {
            "shown": (current.number, visual and visual.pk, self.regions_url, current.removed, bool(self.redo)),
            "toolbar": (current.number,),
            "jobs": tuple(card.version for card in self.jobs),
            "history": (current.number, len(self.revisions)),
            "regions": (self.regions_state, visual and visual.regions_error),
            "people": (current.number, visual and visual.pk, self.people_state),
        }
        templates = {panel.slug: panel.template for panel in PANELS}
        for name in templates:
            facts.setdefault(name, (current.number,))
        return {
            name: Part(name, version_of(values), templates.get(name, f"editor/_{name}.html"))
            for name, values in facts.items()
        }


def state_of(known: bool, failed: bool, working: bool) -> str:
    """One word for how far looking something up has come."""
    if known:
        return "ready"
    if failed:
        return "failed"
    return "finding" if working else "unknown"


def version_of(facts: tuple[Any, ...]) -> str:
    """A short name for a state."""
    return sha1(repr(facts).encode(), usedforsecurity=False).hexdigest()[:12]


def read(request: HttpRequest, picture: Picture, refusal: Refusal | None = None) -> Workspace:
    """The workspace as it is now, for the browser that asks."""
    return Workspace(picture, frozenset(request.headers.get("Studio-Watching", "").split()), refusal)


def page(request: HttpRequest, picture: Picture, refusal: Refusal | None = None) -> HttpResponse:
    """The whole editor page."""
    context = {"workspace": read(request, picture, refusal), "most_bytes": settings.UPLOAD_BYTES}
    return render(request, "editor/picture.html", context, status=422 if refusal else 200)


def changed_parts(request: HtmxRequest, picture: Picture, refusal: Refusal | None = None) -> HttpResponse:
    """The parts whose versions differ from what the browser shows, for htmx to swap in; 204 where none does.

    The panel of a refused form is sent in any case, with everything that was entered.
    """
    workspace = read(request, picture, refusal)
    shown = seen(request)
    wanted = refusal.panel if refusal else ""
    parts = [part for name, part in workspace.parts.items() if shown.get(name) != part.version or name == wanted]
    if not parts:
        return HttpResponse(status=204)
    status = 422 if refusal else (200 if workspace.working else STOP_POLLING)
    return render(request, "editor/_parts.html", {"workspace": workspace, "parts": parts}, status=status)


def answer(request: HtmxRequest, picture: Picture, refusal: Refusal | None = None) -> HttpResponse:
    """What has changed on the page; without script, the page itself."""
    if request.htmx:
        return changed_parts(request, picture, refusal)
    return page(request, picture, refusal) if refusal else redirect("editor", picture.pk)
