"""What comes of applying a recipe: each picture beside its original, what was found, what failed, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from editor.access import run_read
from editor.http import HtmxRequest, send_file
from editor.jobs.lines import recall_line
from editor.models import Job, RecipeRun, RecipeUse
from editor.recipes import runs
from editor.recipes.reports import describe_nothing, describe_report

ACTS = {"stop": runs.stop, "again": runs.again, "keep": runs.keep, "undo": runs.undo}


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
    def unchanged(self) -> str:
        """What is said where nothing was to be done, so that there is no result; empty elsewhere."""
        is_over = self.job is not None and self.job.status == Job.Status.DONE and not self.is_done
        return describe_nothing(self.report) if is_over else ""

    @property
    def can_be_done_again(self) -> bool:
        """True where there is no result, there should be one, and none will come by itself."""
        return not self.is_active and not self.is_done and not self.unchanged

    @property
    def state(self) -> str:
        """How it stands, in words."""
        if self.job is None:
            return gettext("Not begun")
        if self.job.active:
            return self.place or (gettext(self.job.step) if self.job.step else gettext("Waiting for its turn"))
        return str(STATES[Job.Status(self.job.status)])

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


def build_run(run: RecipeRun) -> RunView:
    """What is shown of a run."""
    uses = list(runs.list_uses(run))
    line = recall_line(str(use.job.pk) for use in uses if use.job and use.job.status == Job.Status.QUEUED)
    return RunView(run, [UseCard(use, line.describe(use.job) if use.job else "") for use in uses])


@require_safe
def page(request: HtmxRequest, run_pk: int) -> HttpResponse:
    """A run with its results; for htmx, which asks while it is at work, the results alone."""
    run = run_read(request, run_pk)
    template = "recipes/_run.html" if request.htmx else "recipes/run.html"
    return render(request, template, {"run": build_run(run)})


@require_POST
def act(request: HtmxRequest, run_pk: int) -> HttpResponse:
    """Keep, undo, stop or do again one picture of a run, or all; the results as they are then."""
    run = run_read(request, run_pk)
    uses = runs.list_uses(run)
    if one := request.POST.get("use", ""):
        uses = uses.filter(pk=read_key(one))
    if what := ACTS.get(request.POST.get("act", "")):
        what(uses)
    if request.htmx:
        return render(request, "recipes/_run.html", {"run": build_run(run)})
    return redirect(read_way_back(request, run_pk))


def read_way_back(request: HttpRequest, pk: int) -> str:
    """The page that asked: that of the run, or that of the revision that a preview is of, below our own pictures."""
    back = request.POST.get("back", "")
    return back if back.startswith("/pictures/") else reverse("recipe_run", args=[pk])


def read_key(text: str) -> int:
    """A primary key in a form or an address; 0, which is nobody's, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


@require_safe
def tried_image(request: HttpRequest, run_pk: int, use_pk: int) -> HttpResponseBase:
    """What a recipe that was tried made of a picture."""
    use = run_read(request, run_pk).uses.select_related("job").filter(pk=use_pk).first()
    if use is None or use.job is None or not use.job.file:
        raise Http404("There is no such result.")
    return send_file(request, use.job.file, "image/png")
