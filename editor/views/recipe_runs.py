"""What comes of applying a recipe: each picture beside its original, what was found, what failed, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from editor.access import run_read
from editor.http import HtmxRequest, read_key, send_file
from editor.jobs.lines import recall_line
from editor.models import Job, RecipeRun, RecipeUse
from editor.recipes import face_checks, runs
from editor.recipes.reports import describe_nothing, describe_report
from editor.refusals import Refusal
from editor.tools.hide_faces import HideFacesForm

ACTS = {"stop": runs.stop, "again": runs.again, "keep": runs.keep, "undo": runs.undo}
MOST_LISTED = face_checks.MOST_FOUND  # faces and pictures in one form


@dataclass(frozen=True)
class FaceTick:
    """A face that was found, with its number from 1: ``name`` stands for it in the form, ``rect`` is where it is (x, y,
    w, h in pixels)."""

    number: int
    name: str
    rect: Mapping[str, float]
    is_ticked: bool

    @property
    def place(self) -> int:
        """Its place from 0."""
        return self.number - 1


@dataclass(frozen=True)
class UseCard:
    """One picture of a run as it is shown; ``place`` says where in the line it waits."""

    use: RecipeUse
    place: str = ""

    @property
    def job(self) -> Job | None:
        """What is done about it."""
        return self.use.job

    @property
    def is_active(self) -> bool:
        """True while it waits or is at work."""
        return self.job is not None and self.job.active

    @property
    def is_done(self) -> bool:
        """True where there is a result."""
        return self.job is not None and self.job.status == Job.Status.DONE and bool(self.job.result or self.job.file)

    @property
    def has_searched(self) -> bool:
        """True where faces were looked for, and nothing was done about them yet."""
        return self.job is not None and face_checks.has_searched(self.job)

    @property
    def is_open(self) -> bool:
        """True while a person is to say which faces go."""
        return face_checks.is_open(self.use)

    @cached_property
    def faces(self) -> list[FaceTick]:
        """The faces that were found."""
        return [
            FaceTick(place + 1, face_checks.name_tick(self.use, place), rect, place not in self.use.left_out)
            for place, rect in enumerate(face_checks.list_found(self.job))
        ]

    @property
    def more(self) -> int:
        """How many more faces there are, that are not hidden."""
        return face_checks.count_more(self.job)

    @property
    def unchanged(self) -> str:
        """What is said where nothing was to be done, so that there is no result; empty elsewhere."""
        is_over = self.job is not None and self.job.status == Job.Status.DONE
        return describe_nothing(self.report) if is_over and not (self.is_done or self.has_searched) else ""

    @property
    def can_be_done_again(self) -> bool:
        """True where there is no result, there should be one, and none will come by itself."""
        return not (self.is_active or self.is_done or self.has_searched or self.unchanged)

    @property
    def state(self) -> str:
        """How it stands, in words."""
        if self.job is None:
            return gettext("Not begun")
        if self.job.active:
            return self.place or (gettext(self.job.step) if self.job.step else gettext("Waiting for its turn"))
        return self.describe_search() if self.has_searched else str(STATES[Job.Status(self.job.status)])

    def describe_search(self) -> str:
        """What came of looking for faces."""
        if not self.faces:
            return gettext("No face was found")
        if not self.is_open:
            return gettext("Left as it is")
        count = len(self.faces)
        return ngettext("{count} face was found", "{count} faces were found", count).format(count=count)

    @property
    def share(self) -> float | None:
        """How much of the step at hand is done, 0 to 1, where that is known."""
        return self.job.steps[-1].get("share") if self.job and self.job.steps else None

    @property
    def reason(self) -> str:
        """Why something has failed; empty where nothing has."""
        return self.use.error or (self.job.error if self.job else gettext("What was asked is not remembered any more."))

    @property
    def decision(self) -> str:
        """What a person made of the result, in words."""
        said = {"kept": gettext("Kept"), "undone": gettext("Undone")}
        return said.get(self.use.decision, "")

    @property
    def found(self) -> list[str]:
        """What the rules found or did not, a sentence for each step that has anything to say."""
        return describe_report(self.report)

    @property
    def report(self) -> list[Any]:
        """What the engine said of each step; empty as long as it has said nothing."""
        return list((self.job.received or {}).get("report") or []) if self.job else []


STATES = {
    Job.Status.DONE: gettext_lazy("Done"),
    Job.Status.FAILED: gettext_lazy("Did not work"),
    Job.Status.CANCELLED: gettext_lazy("Stopped"),
    Job.Status.UNKNOWN: gettext_lazy("Outcome unknown"),
}


@dataclass(frozen=True)
class RunView:
    """A run as it is shown."""

    run: RecipeRun
    cards: list[UseCard]

    @property
    def is_active(self) -> bool:
        """True while anything waits or is at work."""
        return any(card.is_active for card in self.cards)

    @property
    def ended(self) -> int:
        """How many pictures are not waiting or at work any more."""
        return sum(not card.is_active for card in self.cards)

    @property
    def has_open(self) -> bool:
        """True where a result was neither kept nor undone."""
        return any(card.is_done and not card.use.decision for card in self.cards)

    @property
    def has_failed(self) -> bool:
        """True where something can be done again."""
        return any(card.can_be_done_again for card in self.cards)

    @property
    def is_searching(self) -> bool:
        """True while faces are looked for."""
        return any(card.is_active and card.job is not None and card.job.kind == runs.FIND for card in self.cards)

    @cached_property
    def listed(self) -> list[UseCard]:
        """The pictures whose faces are to be checked, as many as a form holds; none before all were looked at."""
        listed: list[UseCard] = []
        fields = 0
        for card in [] if self.is_active else filter(attrgetter("is_open"), self.cards):
            fields += 1 + len(card.faces)
            if fields <= MOST_LISTED or not listed:
                listed.append(card)
        return listed

    @property
    def further(self) -> int:
        """How many pictures are to be checked after those that are listed."""
        return sum(card.is_open for card in self.others)

    @property
    def others(self) -> list[UseCard]:
        """The pictures that are not listed so."""
        listed = {card.use.pk for card in self.listed}
        return [card for card in self.cards if card.use.pk not in listed]


def build_run(run: RecipeRun) -> RunView:
    """What is shown of a run."""
    uses = list(runs.list_uses(run))
    line = recall_line(str(use.job.pk) for use in uses if use.job and use.job.status == Job.Status.QUEUED)
    return RunView(run, [UseCard(use, line.describe(use.job) if use.job else "") for use in uses])


@require_safe
def page(request: HtmxRequest, run_pk: int) -> HttpResponse:
    """A run with its results; for htmx, which asks while it is at work, the results alone."""
    return render_run(request, run_read(request, run_pk))


def render_run(request: HtmxRequest, run: RecipeRun, refusal: Refusal | None = None) -> HttpResponse:
    """As ``page``; where what a person said of faces is refused, with that at its place."""
    template = "recipes/_run.html" if request.htmx else "recipes/run.html"
    form = HideFacesForm(dict(refusal.posted)) if refusal else HideFacesForm()
    context = {"run": build_run(run), "form": form, "refusal": refusal}
    return render(request, template, context, status=422 if refusal else 200)


@require_POST
def act(request: HtmxRequest, run_pk: int) -> HttpResponse:
    """Keep, undo, stop or do again one picture of a run, or all; the results as they are then."""
    run = run_read(request, run_pk)
    face_checks.note_ticks(read_listed(request, run), set(request.POST.getlist("face")))
    uses = runs.list_uses(run)
    if one := request.POST.get("use", ""):
        uses = uses.filter(pk=read_key(one))
    if what := ACTS.get(request.POST.get("act", "")):
        what(uses)
    if request.htmx:
        return render_run(request, run)
    return redirect(read_way_back(request, run_pk))


def read_listed(request: HttpRequest, run: RecipeRun) -> list[RecipeUse]:
    """The pictures whose faces were listed in the form that was sent, as far as they are still to be checked."""
    keys = [read_key(key) for key in request.POST.getlist("listed")[:MOST_LISTED]]
    return [use for use in runs.list_uses(run).filter(pk__in=keys) if face_checks.is_open(use)] if keys else []


def read_way_back(request: HttpRequest, pk: int) -> str:
    """The page that asked: that of the run, or that of the revision that a preview is of, below our own pictures."""
    back = request.POST.get("back", "")
    return back if back.startswith("/pictures/") else reverse("recipe_run", args=[pk])


@require_safe
def tried_image(request: HttpRequest, run_pk: int, use_pk: int) -> HttpResponseBase:
    """What a recipe that was tried made of a picture."""
    use = run_read(request, run_pk).uses.select_related("job").filter(pk=use_pk).first()
    if use is None or use.job is None or not use.job.file:
        raise Http404("There is no such result.")
    return send_file(request, use.job.file, "image/png")
