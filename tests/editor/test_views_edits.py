"""Asking for edits, watching them, stopping them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from editor import selections
from editor.models import Job, Picture
from tests.editor import factories
from tests.editor.clients import get, key, post, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture() -> Picture:
    return factories.picture()


@pytest.fixture
def alice() -> Client:
    return visitor()


def erase(client: Client, picture: Picture, **fields: str) -> HttpResponse:
    shown = {"revision": "1", "visual": str(picture.visuals.get().pk)}
    wanted: dict[str, Any] = {"tool": "erase", "key": key(), "mask_ids": "3,1,3", **shown, **fields}
    return post(client, f"/pictures/{picture.pk}/edits/", **wanted)


def job(picture: Picture, **wishes: object) -> Job:
    fields = {"kind": "edit", "params": {"tool": "erase"}, "key": key(), "base": picture.current, **wishes}
    return Job.objects.create(picture=picture, **fields)


def status(client: Client, picture: Picture) -> HttpResponse:
    return get(client, f"/pictures/{picture.pk}/status/")


def test_it_has_the_selected_regions_erased(picture: Picture, alice: Client) -> None:
    response = erase(alice, picture)
    visual = picture.visuals.get()
    assert picture.jobs.get().params == {"tool": "erase", "selection": selections.select_regions([1, 3], visual.pk)}
    assert b">Cancel</button>" in response.content


def test_it_does_once_what_is_sent_twice(picture: Picture, alice: Client) -> None:
    once = key()
    erase(alice, picture, key=once)
    erase(alice, picture, key=once)
    assert picture.jobs.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"mask_ids": ""},
        {"mask_ids": "1,x"},
        {"mask_ids": "0"},
        {"mask_ids": "99999"},
        {"mask_ids": "", "selection": "{"},
        {"visual": ""},
        {"visual": "x"},
        {"tool": "magic"},
        {"key": "1"},
    ],
)
def test_it_refuses_a_wrong_form_with_a_sentence(picture: Picture, alice: Client, wrong: dict[str, str]) -> None:
    response = erase(alice, picture, **wrong)
    assert response.status_code == 422
    assert b'class="refusal"' in response.content
    assert not picture.jobs.exists()


def test_it_has_a_selection_erased_by_ids_wherever_that_is_all(picture: Picture, alice: Client) -> None:
    visual = picture.visuals.get()
    taken = [{"kind": "regions", "add": True, "ids": [5, 2]}, {"kind": "regions", "add": False, "ids": [5]}]
    erase(alice, picture, mask_ids="", visual="", selection=json.dumps({"visual": visual.pk, "steps": taken}))
    selection = picture.jobs.get().params["selection"]
    assert (selections.list_whole_regions(selection), selection["visual"]) == ([2], visual.pk)


def test_it_has_a_painted_selection_and_its_shadow_erased(picture: Picture, alice: Client) -> None:
    box = {"kind": "box", "add": True, "points": [1.0, 2.0, 3.0, 4.0]}
    erase(alice, picture, mask_ids="", selection=json.dumps({"steps": [box]}), include_shadow="on")
    edges = {"smooth": 0, "grow": 0, "feather": 0}
    selection = {"steps": [box], "edges": edges}
    assert picture.jobs.get().params == {"tool": "erase", "selection": selection, "include_shadow": True}


def test_it_refuses_regions_of_another_state_of_the_picture_at_once(picture: Picture, alice: Client) -> None:
    taken = [{"kind": "regions", "add": True, "ids": [2]}, {"kind": "invert"}]
    stale = json.dumps({"visual": picture.visuals.get().pk + 1, "steps": taken})
    for fields in ({"mask_ids": "", "selection": stale}, {"visual": "99"}):
        response = erase(alice, picture, **fields)
        assert response.status_code == 422
        assert "have changed" in response.content.decode()


def test_it_knows_no_revision_of_that_number(picture: Picture, alice: Client) -> None:
    assert erase(alice, picture, revision="7").status_code == 404


def change(client: Client, picture: Picture, fields: dict[str, str], htmx: bool = True) -> HttpResponse:
    wanted: dict[str, Any] = {"tool": "people", "revision": "1", "key": key(), **fields}
    return post(client, f"/pictures/{picture.pk}/edits/", htmx=htmx, **wanted)


def test_it_has_people_changed(picture: Picture, alice: Client) -> None:
    change(alice, picture, {f"p-{factories.EVA}-age": "3.5"})
    params = picture.jobs.get().params
    assert params["changes"] == {factories.EVA: {"age": 3.5}}
    assert params["faces"][factories.EVA]["w"] == 40


def test_it_gives_the_people_panel_back_with_what_was_entered(picture: Picture, alice: Client) -> None:
    response = change(alice, picture, {f"p-{factories.EVA}-age": "99", f"p-{factories.ADAM}-haircolor": "red"})
    assert response.status_code == 422
    content = response.content.decode()
    assert "Age must lie between" in content
    assert 'value="99"' in content
    assert '<option value="red" selected>' in content


@pytest.mark.parametrize("tool", [{"tool": "erase"}, {"tool": "gen_fill", "fill": "surroundings"}])
def test_it_refuses_strokes_that_would_take_minutes_to_draw(
    picture: Picture, alice: Client, tool: dict[str, str]
) -> None:
    picture.revisions.update(width=8000, height=6000)
    sweep = {"kind": "brush", "add": True, "radius": 30, "points": [0, 0, 8000, 6000]}
    for count, status in ((100, 422), (50, 200)):
        selection = json.dumps({"steps": [sweep] * count})
        response = erase(alice, picture, mask_ids="", selection=selection, **tool)
        assert response.status_code == status
        assert (b"too many strokes" in response.content) == (status == 422)


def test_it_refuses_a_wrong_people_form_in_the_people_panel(picture: Picture, alice: Client) -> None:
    content = change(alice, picture, {"key": "1", f"p-{factories.EVA}-age": "3.5"}).content.decode()
    assert content.index('id="part-people"') < content.index('role="alert"')
    assert 'value="3.5"' in content


def test_it_gives_the_whole_page_back_where_there_is_no_script(picture: Picture, alice: Client) -> None:
    response = change(alice, picture, {}, htmx=False)
    assert response.status_code == 422
    assert b"Move a slider" in response.content
    assert b"<title>" in response.content


def test_it_shows_the_step_at_hand_and_goes_on_asking(picture: Picture, alice: Client) -> None:
    job(picture, status="running", steps=[{"name": "Erasing"}])
    response = status(alice, picture)
    assert response.status_code == 200
    assert b"Erasing" in response.content
    assert b"<job-poll" in response.content


def test_asking_costs_one_query_while_nothing_changes(
    picture: Picture, alice: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    running = job(picture, status="running", steps=[{"name": "Erasing"}])
    [address] = re.findall(r'hx-get="([^"]+state=[^"]+)"', status(alice, picture).content.decode())
    with django_assert_num_queries(2):  # the session is the other one
        assert alice.get(address, headers={"HX-Request": "true"}).status_code == 204
    Job.objects.filter(pk=running.pk).update(steps=[{"name": "Erasing"}, {"name": "Saving"}])
    assert b"Saving" in alice.get(address, headers={"HX-Request": "true"}).content


def test_a_state_does_not_tell_of_another_persons_picture(picture: Picture, alice: Client) -> None:
    job(picture, status="running", steps=[{"name": "Erasing"}])
    [address] = re.findall(r'hx-get="([^"]+state=[^"]+)"', status(alice, picture).content.decode())
    assert visitor("bob").get(address, headers={"HX-Request": "true"}).status_code == 404


def test_it_stops_asking_when_the_work_is_done(picture: Picture, alice: Client) -> None:
    job(picture, status="done", result=picture.current)
    response = status(alice, picture)
    assert response.status_code == 286
    assert b"<job-poll" not in response.content


def test_it_says_what_failed_and_offers_to_try_again(picture: Picture, alice: Client) -> None:
    failed = job(picture, status="failed", error="The service is full.")
    assert b"The service is full." in status(alice, picture).content
    response = post(alice, f"/pictures/{picture.pk}/jobs/{failed.pk}/retry/")
    assert b">Cancel</button>" in response.content
    assert picture.jobs.filter(status="queued").count() == 1


def test_a_page_of_yesterday_tries_again_at_the_address_it_knows(picture: Picture, alice: Client) -> None:
    failed = job(picture, status="failed")
    address = f"/pictures/{picture.pk}/jobs/{failed.pk}"
    response = post(alice, f"{address}/retrial/")
    assert (response.status_code, response["Location"]) == (308, f"{address}/retry/")
    alice.post(f"{address}/retrial/", follow=True)
    assert picture.jobs.filter(status="queued").count() == 1


def test_a_page_of_yesterday_asks_for_previews_at_the_address_it_knows(picture: Picture, alice: Client) -> None:
    address = f"/pictures/{picture.pk}/revisions/1"
    response = post(alice, f"{address}/veil")
    assert (response.status_code, response["Location"]) == (308, f"{address}/background-preview")


def test_a_page_of_yesterday_asks_for_layers_by_the_name_it_knows(picture: Picture, alice: Client) -> None:
    response = post(alice, f"/pictures/{picture.pk}/edits/", tool="layers", revision="1", key=key())
    assert response.status_code == 200
    assert picture.jobs.get(kind="file").params["tool"] == "image_to_psd"


def test_it_warns_that_trying_again_may_cost_where_the_outcome_is_unknown(picture: Picture, alice: Client) -> None:
    job(picture, status="unknown", error="Nobody knows whether this was done.")
    content = status(alice, picture).content
    assert b"outcome unknown" in content
    assert b"may cost a second time" in content


def test_it_cancels_a_job(picture: Picture, alice: Client) -> None:
    queued = job(picture)
    post(alice, f"/pictures/{picture.pk}/jobs/{queued.pk}/cancellation/")
    queued.refresh_from_db()
    assert queued.status == "cancelled"


@pytest.fixture
def late(picture: Picture) -> Job:
    """A job whose result came while one was elsewhere, and after which the result was looked at automatically."""
    result = factories.revision(picture, picture.current, "erase", title="Without the lamp")
    late = job(picture, status="done", result=result)
    job(picture, kind="prepare", params={}, base=result, result=result, status="done", seen=True)
    return late


def test_a_result_that_came_late_is_announced_until_it_is_shown(picture: Picture, alice: Client, late: Job) -> None:
    for _ in range(2):
        assert b"it is in the history as" in alice.get(f"/pictures/{picture.pk}/").content
    assert b"it is in the history as" in status(alice, picture).content
    post(alice, f"/pictures/{picture.pk}/current/", to="2")
    post(alice, f"/pictures/{picture.pk}/current/", to="undo")
    assert b"it is in the history as" not in status(alice, picture).content


def test_a_result_that_came_late_is_announced_until_that_is_dismissed(
    picture: Picture, alice: Client, late: Job
) -> None:
    post(alice, f"/pictures/{picture.pk}/jobs/{late.pk}/dismissal/")
    assert b"it is in the history as" not in alice.get(f"/pictures/{picture.pk}/").content


def test_a_result_that_came_late_is_announced_beside_what_is_at_work(
    picture: Picture, alice: Client, late: Job
) -> None:
    running = job(picture, status="running")
    content = status(alice, picture).content.decode()
    assert content.index("it is in the history as") < content.index(f"cancel-{running.pk}")


def test_what_failed_is_told_until_it_is_dismissed_or_something_else_is_asked_for(
    picture: Picture, alice: Client
) -> None:
    failed = job(picture, status="failed", error="The service is full.")
    assert b"The service is full." in alice.get(f"/pictures/{picture.pk}/").content
    post(alice, f"/pictures/{picture.pk}/jobs/{failed.pk}/dismissal/")
    assert b"The service is full." not in alice.get(f"/pictures/{picture.pk}/").content
    job(picture, status="failed", error="The service is full.")
    post(alice, f"/pictures/{picture.pk}/preparation/")
    assert b"The service is full." not in alice.get(f"/pictures/{picture.pk}/").content


def test_it_looks_at_a_picture_again_but_not_twice_at_once(picture: Picture, alice: Client) -> None:
    post(alice, f"/pictures/{picture.pk}/preparation/")
    post(alice, f"/pictures/{picture.pk}/preparation/")
    assert [row.kind for row in picture.jobs.all()] == ["prepare"]


def test_it_closes_identity_attributes_behind_a_notice(alice: Client) -> None:
    picture = factories.picture()
    assert picture.current is not None
    assert picture.current.visual is not None
    picture.current.visual.people = [factories.person(factories.EVA, gender=["male"], age=["mid-20"])]
    picture.current.visual.save()
    content = alice.get(f"/pictures/{picture.pk}/").content.decode()
    assert content.index("Identity attributes") < content.index(f'name="p-{factories.EVA}-gender"')
    assert '<details class="identity">' in content


def test_it_says_where_nothing_can_be_changed(picture: Picture, alice: Client) -> None:
    visual = picture.visuals.get()
    visual.people = [{**factories.person(factories.EVA), "actions": {}}]
    visual.save()
    assert b"This face can't be changed." in alice.get(f"/pictures/{picture.pk}/").content


def test_it_says_that_nobody_was_found(picture: Picture, alice: Client) -> None:
    assert picture.current is not None
    assert picture.current.visual is not None
    picture.current.visual.people = []
    picture.current.visual.save()
    assert b"No faces found" in alice.get(f"/pictures/{picture.pk}/").content


@pytest.mark.parametrize("after", ["editor_job", "editor_picture"])
def test_what_ends_while_the_page_asks_is_not_missed(picture: Picture, alice: Client, after: str) -> None:
    visual = picture.visuals.get()
    running = job(picture, kind="prepare", params={}, status=Job.Status.RUNNING)
    ended: list[str] = []

    def end_meanwhile(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if f'FROM "{after}"' in sql and not ended:
            ended.append(sql)
            visual.regions = "found.bsl"
            visual.save()
            Job.objects.filter(pk=running.pk).update(status=Job.Status.DONE)
        return answer

    with connection.execute_wrapper(end_meanwhile):
        response = status(alice, picture)
    assert ended
    assert response.status_code == 200
    response = status(alice, picture)
    assert response.status_code == 286
    assert f"/visuals/{visual.pk}/regions".encode() in response.content
