"""Applying a recipe to many pictures, or looking for their faces: one job for each, which takes its turn like any
other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet

from editor.jobs import queue
from editor.limits import LimitReached
from editor.models import Job, Picture, RecipeRun, RecipeUse
from editor.recipes import making
from recipes.model import Recipe

APPLY, PREVIEW, FIND = "recipe", "recipe_preview", "find_faces"  # kinds of jobs


def start(owner: str, recipe: Recipe, pictures: Sequence[Picture]) -> RecipeRun:
    """A run of a recipe over some pictures; of those that are not taken any more it says why.

    Raises:
        LimitReached: nothing more is taken of ``owner`` at the moment.
    """
    queue.refuse_excess(owner, coming=1)
    return begin(RecipeRun(owner=owner, name=recipe.name, recipe=making.store(recipe)), pictures)


def preview(owner: str, recipe: Recipe, picture: Picture) -> RecipeRun:
    """A recipe tried on one picture, of which its history gets nothing.

    Raises:
        LimitReached: nothing more is taken of ``owner`` at the moment.
    """
    queue.refuse_excess(owner, coming=1)
    return begin(RecipeRun(owner=owner, name=recipe.name, recipe=making.store(recipe), is_preview=True), [picture])


def begin(run: RecipeRun, pictures: Sequence[Picture]) -> RecipeRun:
    """Keep a new run over some pictures, and queue the job of each."""
    run.save()
    RecipeUse.objects.bulk_create(RecipeUse(run=run, picture=picture) for picture in pictures)
    for use in run.uses.select_related("run", "picture__current"):
        begin_use(use)
    return run


def begin_use(use: RecipeUse) -> None:
    """Queue the job of one picture, from the revision that is shown of it; say with it where that is refused."""
    run, picture = use.run, use.picture
    assert picture.current is not None
    params = {} if run.checks_faces else {"tool": "recipe", "recipe": run.recipe, "name": run.name}
    try:
        with transaction.atomic():
            use.job = queue.enqueue(picture, choose_kind(run), picture.current, params, f"recipe {use.pk}")
    except LimitReached as error:
        use.error = str(error)
    use.save(update_fields=["job", "error"])


def choose_kind(run: RecipeRun) -> str:
    """The kind of the jobs that a run begins with."""
    if run.checks_faces:
        return FIND
    return PREVIEW if run.is_preview else APPLY


def stop(uses: Iterable[RecipeUse]) -> None:
    """Stop what waits or is at work."""
    for use in uses:
        if use.job is not None and use.job.active:
            queue.cancel(use.job)


def again(uses: Iterable[RecipeUse]) -> None:
    """Do those again that failed, were stopped or not begun."""
    for use in uses:
        use.error = ""
        if use.job is None:
            begin_use(use)
        elif use.job.status in Job.UNSUCCESSFUL:
            retry(use, use.job)


def keep(uses: Iterable[RecipeUse]) -> None:
    """Show the results."""
    for use in uses:
        use.decide(RecipeUse.Decision.KEPT)


def undo(uses: Iterable[RecipeUse]) -> None:
    """Show what was there before; the results stay in the history."""
    for use in uses:
        use.decide(RecipeUse.Decision.UNDONE)


def retry(use: RecipeUse, job: Job) -> None:
    """Do the job of one picture again; say with it where that is refused."""
    try:
        with transaction.atomic():
            use.job = queue.retry(job)
    except LimitReached as error:
        use.error = str(error)
    use.decision = RecipeUse.Decision.OPEN
    use.save(update_fields=["job", "error", "decision"])


def list_uses(run: RecipeRun) -> QuerySet[RecipeUse]:
    """The pictures of a run, with what a page shows of them."""
    return run.uses.select_related("run", "picture__current", "job__base", "job__result")
