"""Jobs that carry out recipes: by the embedded engine, on pictures with a history of their own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from editor import cleaning, ending, files, limits, pictures
from editor.imaging import uploads
from editor.models import Job, Picture, RecipeRun, RecipeUse, SavedRecipe, Visitor
from editor.recipes import making, runs, saved
from editor.recipes.reports import describe_nothing, describe_report
from engine.recipes.run import apply
from recipes.model import Recipe, Rule, Runs, Step
from tests.editor import factories
from tests.editor.clients import photo
from tests.editor.user_actions import done
from tests.narrowing import require

pytestmark = pytest.mark.django_db(transaction=True)

FILL = Step("gen_fill", {"mask": Runs(64, 48, (70, 20, 2982)), "prompt": "#336699"})
FACES = Step("erase", {"mask": Rule("faces")})


@pytest.fixture
def picture() -> Picture:
    row = pictures.create("alice", "Photo", uploads.accept(photo(64, 48).read(), "photo.png"))
    row.jobs.all().delete()
    row.refresh_from_db()
    return row


def applied(picture: Picture, *steps: Step) -> RecipeUse:
    """What a run over one picture came to."""
    run = runs.start("alice", Recipe(steps, "Paint"), [picture])
    return ended(run)


def ended(run: RecipeRun) -> RecipeUse:
    use = run.uses.select_related("job", "run", "picture").get()
    done(require(use.job))
    picture = use.picture
    picture.refresh_from_db()
    return use


def test_a_result_is_a_step_with_the_bytes_that_the_engine_gives_anywhere(picture: Picture) -> None:
    base = require(picture.current)
    job = require(applied(picture, FILL).job)
    result = require(job.result)
    assert (job.status, result.parent, str(result.title)) == (Job.Status.DONE, base, "Applied the recipe Paint")
    assert files.read(result.image) == apply(Recipe((FILL,)), files.read(base.image)).image
    picture.refresh_from_db()
    assert picture.current == result


def test_what_a_recipe_made_is_part_of_the_next_one(picture: Picture) -> None:
    result = require(require(applied(picture, FILL, Step("hide_faces", {"method": "blur"})).job).result)
    assert [each.step.do for each in making.record(result)] == ["gen_fill", "hide_faces"]


def test_a_rule_that_finds_nothing_is_told_and_makes_no_step(picture: Picture) -> None:
    before = picture.current
    job = require(applied(picture, FACES).job)
    assert (job.status, job.result, job.file) == (Job.Status.DONE, None, "")
    assert (picture.revisions.count(), picture.current) == (1, before)
    assert describe_report(require(job.received)["report"]) == [
        "Step 1: nothing was found (All faces), so nothing was done."
    ]


def test_what_another_step_did_is_kept_where_a_rule_found_nothing(picture: Picture) -> None:
    job = require(applied(picture, FACES, FILL).job)
    picture.refresh_from_db()
    assert picture.current == job.result is not None
    assert describe_nothing(require(job.received)["report"]) == ""


def test_a_recipe_that_only_looks_changes_nothing_and_tells_what_it_saw(picture: Picture) -> None:
    report = require(require(applied(picture, Step("product_check", {})).job).received)["report"]
    assert picture.revisions.count() == 1
    assert describe_nothing(report) == "Nothing was changed." and describe_report(report)


def test_a_step_that_cannot_be_done_is_named(picture: Picture) -> None:
    tall = Step("erase", {"mask": Runs(10, 90, (0, 100, 800))})
    job = require(applied(picture, FILL, tall).job)
    assert job.status == Job.Status.FAILED and "Step 2 (erase)" in str(job.error)


def test_a_result_that_comes_late_waits_in_the_history(picture: Picture) -> None:
    run = runs.start("alice", Recipe((FILL,), "Paint"), [picture])
    moved = factories.revision(picture, picture.current, "upload", image=require(picture.current).image)
    picture.go_to(moved)
    use = ended(run)
    picture.refresh_from_db()
    assert picture.current == moved
    use.decide(RecipeUse.Decision.KEPT)
    picture.refresh_from_db()
    assert picture.current == require(use.job).result


def test_undoing_leads_nobody_away_who_has_gone_on(picture: Picture) -> None:
    use = applied(picture, FILL)
    picture.refresh_from_db()
    further = factories.revision(picture, picture.current, "upload", image=require(picture.current).image)
    picture.go_to(further)
    RecipeUse.objects.get(pk=use.pk).decide(RecipeUse.Decision.UNDONE)
    picture.refresh_from_db()
    assert picture.current == further


def test_a_preview_leaves_no_trace_in_the_history(picture: Picture) -> None:
    base = require(picture.current)
    use = ended(runs.preview("alice", Recipe((FILL,), "Paint"), picture))
    assert picture.revisions.count() == 1
    assert files.read(require(use.job).file) == apply(Recipe((FILL,)), files.read(base.image)).image


def test_what_waits_keeps_the_recipes_file(picture: Picture) -> None:
    run = runs.start("alice", Recipe((FILL,), "Paint"), [picture])
    cleaning.clean(timedelta(0))
    assert files.exists(run.recipe)


def age(row: Any, days: int) -> None:
    type(row).objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(days=days))


def test_old_runs_are_forgotten_and_their_results_stay(picture: Picture) -> None:
    use = applied(picture, FILL)
    age(use.run, 91)
    ending.end_runs()
    assert not RecipeRun.objects.exists()
    assert picture.revisions.count() == 2


def test_recipes_count_to_the_quota_and_go_with_their_owner() -> None:
    before = limits.count_bytes("alice")
    row = saved.keep("alice", Recipe((FILL,)), "Paint")
    saved.keep("bob", Recipe((FILL,)), "His")
    assert limits.count_bytes("alice") - before == len(row.text)
    saved.delete_all("alice")
    assert [row.owner for row in SavedRecipe.objects.all()] == ["bob"]


def test_recipes_are_taken_along_into_an_account() -> None:
    saved.keep("alice", Recipe((FILL,)), "Paint")
    saved.hand_over("alice", "account")
    assert [row.owner for row in SavedRecipe.objects.all()] == ["account"]


def test_the_recipes_of_a_visitor_long_away_go() -> None:
    saved.keep("alice", Recipe((FILL,)), "Paint")
    ending.note_visit("alice")
    Visitor.objects.update(seen_at=timezone.now() - timedelta(days=4000))
    ending.end_visits()
    assert not SavedRecipe.objects.exists()
