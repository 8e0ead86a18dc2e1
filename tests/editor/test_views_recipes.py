"""The pages of recipes: kept, brought along, renamed, deleted, made of a revision, and applied to pictures."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from editor.models import Job, Picture, RecipeRun, RecipeUse, Revision, SavedRecipe
from editor.recipes import saved
from editor.recipes.runs import APPLY, PREVIEW
from recipes.model import Recipe, Rule, Step
from tests.editor import factories, fake_service
from tests.editor.clients import get, post, visitor
from tests.narrowing import require

pytestmark = pytest.mark.django_db

WAITING = "Stop Holiday"
BLUR = Step("blur_background", {"scale": 3})


@pytest.fixture
def alice() -> Client:
    return visitor()


def keep(name: str = "Blur", owner: str = "alice", *steps: Step) -> SavedRecipe:
    return saved.keep(owner, Recipe(steps or (BLUR,)), name)


def file_of(**content: Any) -> io.BytesIO:
    """A recipe's file."""
    file = io.BytesIO(json.dumps({"recipe": 1, "steps": [{"do": "remove_background"}], **content}).encode())
    file.name = "dust.recipe.json"
    return file


def blurred() -> Picture:
    """A picture whose background was blurred."""
    return edited("blur_background", scale=3)


def edited(tool: str, **params: Any) -> Picture:
    """A picture that a tool made something of; its images are called as stored files are."""
    picture = factories.picture()
    picture.go_to(factories.revision(picture, require(picture.current), tool, params=params, sid=""))
    for revision in picture.revisions.all():
        Revision.objects.filter(pk=revision.pk).update(image=f"00/{revision.number:064x}.png")
    return picture


def text(response: Any) -> str:
    return str(response.content.decode())


def test_nobody_has_recipes() -> None:
    keep()
    assert "You have no recipes yet." in text(Client().get("/recipes/"))


def test_ones_own_are_listed_with_what_they_do(alice: Client) -> None:
    keep("Dust", "alice", Step("erase", {"mask": Rule("objects", at_most=0.01)}))
    keep("Hers", "bob")
    page = text(alice.get("/recipes/"))
    assert "Erase: objects up to 1 percent of the picture" in page
    assert "Hers" not in page


def test_of_a_long_recipe_the_first_steps_are_listed(alice: Client) -> None:
    keep("Long", "alice", *[BLUR] * 9, Step("erase", {"mask": Rule("faces")}))
    page = text(alice.get("/recipes/"))
    assert page.count("Blur the background") == 8 and "and 2 more" in page and "All faces" not in page


def test_the_list_reads_no_recipe(alice: Client) -> None:
    keep("Dust", "alice", Step("erase", {"mask": Rule("spots")}), BLUR)
    SavedRecipe.objects.update(text="no recipe any more")
    with CaptureQueriesContext(connection) as queries:
        page = text(alice.get("/recipes/"))
    assert "Erase: Spots: dust, blemishes, hairs · Blur the background" in page
    assert not [query for query in queries if '"editor_savedrecipe"."text"' in query["sql"]]


@pytest.mark.parametrize("address", ["", "file", "name/", "deletion/"])
def test_somebody_elses_do_not_exist(alice: Client, address: str) -> None:
    assert alice.get(f"/recipes/{keep(owner='bob').pk}/{address}").status_code == 404


def test_a_file_is_brought_along_and_taken_away_again(alice: Client) -> None:
    assert alice.post("/recipes/", {"recipe": file_of(name="Cut-outs")}).status_code == 302
    row = SavedRecipe.objects.get()
    assert row.name == "Cut-outs"
    response = alice.get(f"/recipes/{row.pk}/file")
    assert "Cut-outs.recipe.json" in response["Content-Disposition"]
    assert json.loads(response.content)["steps"] == [{"do": "remove_background"}]


def test_a_file_without_a_name_is_called_as_it_is(alice: Client) -> None:
    alice.post("/recipes/", {"recipe": file_of()})
    assert SavedRecipe.objects.get().name == "dust"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cannot be read as JSON"),
        (b"[]", "This is no recipe"),
        (b'{"recipe": 9, "steps": []}', "version 9 of the format"),
        (b'{"recipe": 1, "steps": [{"do": "erase", "mask": "/etc/passwd"}]}', "no path or address"),
        (b" " * 8_000_001, "a recipe has at most 8"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(alice: Client, content: bytes, words: str) -> None:
    file = io.BytesIO(content)
    file.name = "odd.json"
    response = alice.post("/recipes/", {"recipe": file})
    assert (response.status_code, words in text(response)) == (422, True)
    assert not SavedRecipe.objects.exists()


def test_no_file_is_refused_in_a_sentence(alice: Client) -> None:
    response = alice.post("/recipes/", {})
    assert "Choose a recipe&#x27;s file first." in text(response)


def test_a_full_quota_takes_no_recipe(alice: Client, settings: Settings) -> None:
    keep()
    settings.QUOTA_BYTES = 1
    response = alice.post("/recipes/", {"recipe": file_of()})
    assert (response.status_code, SavedRecipe.objects.count()) == (422, 1)


def test_a_recipe_is_renamed(alice: Client) -> None:
    row = keep()
    alice.post(f"/recipes/{row.pk}/name/", {"name": "Soft"})
    row.refresh_from_db()
    assert row.name == "Soft"
    assert json.loads(alice.get(f"/recipes/{row.pk}/file").content)["name"] == "Soft"


def test_a_recipe_keeps_its_name_where_none_is_given(alice: Client) -> None:
    row = keep()
    response = alice.post(f"/recipes/{row.pk}/name/", {"name": ""})
    assert response.status_code == 422 and "needs a name" in text(response)


def test_a_recipe_is_deleted_when_that_was_asked_first(alice: Client) -> None:
    row = keep()
    assert "Delete “<bdi>Blur</bdi>”?" in text(alice.get(f"/recipes/{row.pk}/deletion/"))
    assert SavedRecipe.objects.exists()
    alice.post(f"/recipes/{row.pk}/deletion/")
    assert not SavedRecipe.objects.exists()


# Making one


def making(client: Client, made: Picture, **fields: Any) -> Any:
    return client.post(f"/pictures/{made.pk}/revisions/2/recipe/", {"name": "Soft", "step-0": "1", **fields})


def test_a_step_of_the_history_leads_to_its_recipe(alice: Client) -> None:
    picture = blurred()
    assert f"/pictures/{picture.pk}/revisions/2/recipe/" in text(alice.get(f"/pictures/{picture.pk}/"))
    page = text(alice.get(f"/pictures/{picture.pk}/revisions/2/recipe/"))
    assert 'name="step-0" value="1" checked' in page


def test_the_original_has_none(alice: Client) -> None:
    page = text(alice.get(f"/pictures/{factories.picture().pk}/revisions/1/recipe/"))
    assert "This is the original" in page


def test_what_is_saved_is_the_recipe(alice: Client) -> None:
    response = making(alice, blurred())
    row = SavedRecipe.objects.get()
    assert response["Location"] == f"/recipes/{row.pk}/"
    assert saved.open_saved(row).steps == (BLUR,)


def test_it_can_be_downloaded_without_being_kept(alice: Client) -> None:
    response = making(alice, blurred(), download="1")
    assert json.loads(response.content)["name"] == "Soft"
    assert not SavedRecipe.objects.exists()


def test_a_recipe_of_no_step_is_refused_with_all_that_was_entered(alice: Client) -> None:
    response = alice.post(f"/pictures/{blurred().pk}/revisions/2/recipe/", {"name": "Nothing"})
    assert response.status_code == 422
    assert "A recipe needs at least one step." in text(response) and 'value="Nothing"' in text(response)


BOX = {"kind": "box", "add": True, "points": [1, 1, 9, 9]}
DRAWN = {"steps": [BOX], "edges": {"smooth": 0, "grow": 0, "feather": 0}}


def test_a_mark_becomes_what_distracts_where_the_engine_finds_it(alice: Client) -> None:
    picture = edited("erase", selection=DRAWN)
    assert ">What distracts</option>" in text(alice.get(f"/pictures/{picture.pk}/revisions/2/recipe/"))
    assert making(alice, picture, **{"mark-0": "distractions"}).status_code == 302
    [step] = saved.open_saved(SavedRecipe.objects.get()).steps
    assert step == Step("erase", {"mask": Rule("distractions")})


def test_what_distracts_is_no_choice_where_the_engine_lacks_the_rule(
    alice: Client, hosted: fake_service.Service
) -> None:
    hosted.knows_parts = True
    page = text(alice.get(f"/pictures/{edited('erase', selection=DRAWN).pk}/revisions/2/recipe/"))
    assert 'value="objects"' in page and 'value="distractions"' not in page


@pytest.mark.parametrize(("fields", "words"), [({"name": ""}, "needs a name"), ({"name": "x" * 201}, "at most 200")])
def test_a_name_that_is_none_is_said_at_the_field(alice: Client, fields: dict[str, str], words: str) -> None:
    response = making(alice, blurred(), **fields)
    assert response.status_code == 422 and words in text(response)


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"mark-0": "nobody"}, "Choose what is meant."), ({"mark-0": "objects", "share-0": "200"}, "from 0.01 to 100")],
)
def test_a_mark_that_cannot_be_is_said_at_the_field(
    alice: Client, hosted: fake_service.Service, fields: dict[str, str], words: str
) -> None:
    hosted.knows_parts = True
    picture = edited("erase", selection=DRAWN)
    response = making(alice, picture, **fields)
    assert response.status_code == 422 and words in text(response)
    assert making(alice, picture, **{"mark-0": "objects", "share-0": "2"}).status_code == 302
    [step] = saved.open_saved(SavedRecipe.objects.get()).steps
    assert step.fields["mask"] == Rule("objects", at_most=0.02)


def test_a_preview_is_a_job_that_the_history_gets_nothing_of(alice: Client) -> None:
    picture, other = blurred(), factories.picture(name="Other")
    response = making(alice, picture, **{"try": "1", "picture": str(other.pk)})
    run = RecipeRun.objects.get()
    assert f"preview={run.pk}" in response["Location"]
    job = Job.objects.get()
    assert (job.kind, job.picture, run.is_preview) == (PREVIEW, other, True)
    page = text(alice.get(response["Location"]))
    assert "Stop Other" in page and f'value="{other.pk}" selected' in page
    assert "data-job" not in text(alice.get(f"/pictures/{other.pk}/"))


def test_a_preview_on_somebody_elses_picture_does_not_exist(alice: Client) -> None:
    other = factories.picture(owner="bob")
    assert making(alice, blurred(), **{"try": "1", "picture": str(other.pk)}).status_code == 404


# Applying one


def apply(client: Client, *pictures: Picture) -> Any:
    return client.post(f"/recipes/{keep().pk}/", {"pictures": [picture.pk for picture in pictures]})


def test_each_chosen_picture_gets_a_job(alice: Client) -> None:
    chosen = [factories.picture(name="One"), factories.picture(name="Two")]
    factories.picture(name="Three")
    response = apply(alice, *chosen)
    assert response["Location"] == f"/recipes/runs/{RecipeRun.objects.get().pk}/"
    assert {job.picture for job in Job.objects.filter(kind=APPLY)} == set(chosen)
    page = text(alice.get(response["Location"]))
    assert "0 of 2 done" in page and "Three" not in page


def test_somebody_elses_pictures_get_none(alice: Client) -> None:
    factories.picture()
    response = apply(alice, factories.picture(owner="bob"))
    assert response.status_code == 422 and "Choose at least one picture." in text(response)


def test_all_are_chosen_by_a_link(alice: Client) -> None:
    factories.picture()
    assert text(alice.get(f"/recipes/{keep().pk}/?all=1")).count(" checked") == 1


def test_what_no_place_is_left_for_is_said_of_each_picture(alice: Client, settings: Settings) -> None:
    settings.WAITING_JOBS = 1
    response = apply(alice, factories.picture(), factories.picture())
    assert Job.objects.count() == 1
    assert text(alice.get(response["Location"])).count("1 job of yours is waiting already") == 1


def test_where_no_place_is_left_at_all_nothing_is_begun(alice: Client, settings: Settings) -> None:
    settings.WAITING_JOBS = 0
    response = apply(alice, factories.picture())
    assert response.status_code == 422 and not RecipeRun.objects.exists()


def finished(picture: Picture) -> RecipeUse:
    """The picture in a run, with its result, which is shown."""
    use = RecipeUse.objects.select_related("job").get(picture=picture)
    job = require(use.job)
    job.result = factories.revision(picture, job.base, "recipe", sid="")
    job.status = Job.Status.DONE
    job.save()
    picture.go_to(job.result)
    return use


def act(client: Client, what: str, use: RecipeUse | None = None) -> Any:
    fields: dict[str, Any] = {"act": what, **({"use": str(use.pk)} if use else {})}
    return post(client, f"/recipes/runs/{RecipeRun.objects.get().pk}/act/", **fields)


def test_a_result_is_undone_and_kept_again(alice: Client) -> None:
    picture = factories.picture()
    apply(alice, picture)
    use = finished(picture)
    assert "Undone" in text(act(alice, "undo", use))
    picture.refresh_from_db()
    assert require(picture.current).number == 1
    assert "Kept" in text(act(alice, "keep", use))
    picture.refresh_from_db()
    assert require(picture.current).number == 2


def test_all_are_undone_at_once(alice: Client) -> None:
    both = [factories.picture(), factories.picture()]
    apply(alice, *both)
    for picture in both:
        finished(picture)
    act(alice, "undo")
    assert [require(picture.current).number for picture in Picture.objects.all()] == [1, 1]


def test_what_waits_is_stopped_and_done_again(alice: Client) -> None:
    apply(alice, factories.picture())
    assert "Stopped" in text(act(alice, "stop"))
    assert WAITING in text(act(alice, "again"))
    assert [job.status for job in Job.objects.all()] == [Job.Status.CANCELLED, Job.Status.QUEUED]


def test_a_failure_says_its_reason(alice: Client) -> None:
    apply(alice, factories.picture())
    Job.objects.update(status=Job.Status.FAILED, error="Step 1 (erase): no such luck.")
    page = text(get(alice, f"/recipes/runs/{RecipeRun.objects.get().pk}/"))
    assert "no such luck" in page and "Try again" in page


def test_where_nothing_was_found_there_is_nothing_to_keep_or_undo(alice: Client) -> None:
    apply(alice, factories.picture())
    found = {"mask": {"rule": "faces", "count": 0, "share": 0.0, "things": []}}
    report = [{"number": 1, "do": "erase", "done": False, "found": found, "warnings": []}]
    Job.objects.update(status=Job.Status.DONE, received={"report": report})
    page = text(get(alice, f"/recipes/runs/{RecipeRun.objects.get().pk}/"))
    assert "Nothing was found, so nothing was changed." in page
    assert not [act for act in ("Keep", "Undo", "Try again", "After") if act in page]
    act(alice, "undo")
    assert RecipeUse.objects.get().decision == ""


def test_a_result_that_was_deleted_can_be_made_again(alice: Client) -> None:
    apply(alice, factories.picture())
    report = [{"number": 1, "do": "blur_background", "done": True, "found": {}, "warnings": []}]
    Job.objects.update(status=Job.Status.DONE, received={"report": report})
    page = text(get(alice, f"/recipes/runs/{RecipeRun.objects.get().pk}/"))
    assert "Try again" in page and "nothing was changed" not in page


def test_the_results_are_asked_for_only_while_something_is_at_work(alice: Client) -> None:
    apply(alice, factories.picture())
    address = f"/recipes/runs/{RecipeRun.objects.get().pk}/"
    assert 'hx-trigger="every 1s"' in text(get(alice, address))
    act(alice, "stop")
    assert "hx-trigger" not in text(get(alice, address))


def test_somebody_elses_run_does_not_exist(alice: Client) -> None:
    apply(alice, factories.picture())
    assert visitor("bob").get(f"/recipes/runs/{RecipeRun.objects.get().pk}/").status_code == 404
    assert act(visitor("bob"), "stop").status_code == 404


def test_nothing_else_can_be_done_with_a_run(alice: Client) -> None:
    apply(alice, factories.picture())
    assert act(alice, "burn").status_code == 200
    assert Job.objects.get().status == Job.Status.QUEUED


def count_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_a_run_costs_the_same_queries_however_many_pictures_it_has(alice: Client) -> None:
    addresses = [apply(alice, *(factories.picture() for _ in range(count)))["Location"] for count in (1, 6)]
    cache.clear()
    first = count_queries(alice, addresses[0])
    cache.clear()
    assert count_queries(alice, addresses[1]) == first


def test_the_list_of_recipes_costs_the_same_queries_however_many_there_are(alice: Client) -> None:
    keep()
    alice.get("/recipes/")  # notes the visit
    first = count_queries(alice, "/recipes/")
    for number in range(5):
        keep(str(number))
    assert count_queries(alice, "/recipes/") == first


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [
        ("", "/recipes/runs/1/"),
        ("/pictures/1/revisions/2/recipe/?preview=1", None),
        ("https://example.com/", "/recipes/runs/1/"),
    ],
)
def test_without_script_one_is_led_back_to_where_one_was(alice: Client, back: str, leads_to: str | None) -> None:
    run = RecipeRun.objects.create(pk=1, owner="alice", name="Faces")
    response = post(alice, f"/recipes/runs/{run.pk}/act/", htmx=False, act="stop", back=back)
    assert response["Location"] == (leads_to or back)
