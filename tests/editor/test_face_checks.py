"""Hiding faces in many pictures: what is looked for, what a person unticks, and what becomes of each picture."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from editor.models import Job, Picture, RecipeRun, RecipeUse, Visual
from editor.recipes import face_checks, runs, saved
from recipes.model import Recipe, Step
from tests.bria.fakes import reply
from tests.editor import factories, fake_service
from tests.editor.clients import get, post, visitor
from tests.editor.user_actions import done, uploaded
from tests.narrowing import require

pytestmark = pytest.mark.django_db(transaction=True)

ADAM, EVA = factories.person(factories.ADAM, 80)["rect"], factories.person(factories.EVA)["rect"]


@pytest.fixture
def alice() -> Client:
    return visitor()


def text(response: Any) -> str:
    return str(response.content.decode())


def picture(name: str = "Holiday", **people: Any) -> Picture:
    """A picture with two people, or with ``people``."""
    row = factories.picture(name=name)
    row.visuals.update(**people)
    return row


def start(client: Client, *pictures: Picture) -> str:
    """The address of a run over some pictures."""
    return str(client.post("/faces/", {"pictures": [row.pk for row in pictures]})["Location"])


def search(client: Client, *pictures: Picture) -> str:
    """The address of a run whose pictures have been looked at."""
    address = start(client, *pictures)
    for job in Job.objects.filter(kind=runs.FIND):
        done(job)
    return address


def uses() -> list[RecipeUse]:
    """The pictures of all runs, in the order in which they were made."""
    return list(RecipeUse.objects.select_related("job").order_by("picture_id"))


def hide(client: Client, address: str, *faces: str, **fields: Any) -> Any:
    """Send the form with these faces ticked."""
    listed = [str(use.pk) for use in uses()]
    wishes: dict[str, Any] = {"listed": listed, "face": list(faces), "method": "pixelate", "strength": "4", **fields}
    return post(client, f"{address}faces/", **wishes)


def edits() -> list[Job]:
    return list(Job.objects.filter(kind="edit").order_by("picture_id"))


def test_each_chosen_picture_is_looked_at_before_anything_is_asked(alice: Client) -> None:
    address = start(alice, picture("One"), picture("Two"))
    picture("Three")
    page = text(get(alice, address))
    assert "Looked for faces in 0 of 2" in page and "Stop One" in page and "Three" not in page
    assert 'hx-trigger="every 1s"' in page and "face-check" not in page


def test_all_that_were_found_are_ticked_and_nothing_is_changed(alice: Client) -> None:
    page = text(get(alice, search(alice, picture())))
    assert page.count('name="face"') == page.count(" checked>\n        <img") == 2
    assert "2 faces were found" in page and "hx-trigger" not in page
    assert not edits()


def test_only_what_stays_ticked_is_hidden(alice: Client) -> None:
    address = search(alice, picture())
    [use] = uses()
    page = text(hide(alice, address, f"{use.pk}-1"))
    [job] = edits()
    assert job.params == {"tool": "hide_faces", "method": "pixelate", "strength": 4, "faces": [ADAM]}
    assert "0 of 1 done" in page and "face-check" not in page


def test_a_picture_in_which_nothing_is_ticked_is_left_as_it_is(alice: Client) -> None:
    address = search(alice, picture("One"), picture("Two"))
    first, _ = uses()
    hide(alice, address, f"{first.pk}-0", f"{first.pk}-1")
    assert [job.picture.name for job in edits()] == ["One"]
    Job.objects.filter(kind="edit").update(status=Job.Status.CANCELLED)
    page = text(get(alice, address))
    assert "Left as it is" in page and "face-check" not in page


def test_somebody_who_ticks_nothing_at_all_is_asked_again(alice: Client) -> None:
    response = hide(alice, search(alice, picture()))
    assert response.status_code == 422 and "Choose at least one face." in text(response)
    assert 'name="face"' in text(response) and " checked>\n        <img" not in text(response)
    assert not edits()


def test_a_wish_that_cannot_be_is_said_and_the_ticks_stay(alice: Client) -> None:
    address = search(alice, picture())
    [use] = uses()
    response = hide(alice, address, f"{use.pk}-0", method="smudge")
    assert response.status_code == 422 and "Choose what hides the faces." in text(response)
    assert text(response).count(" checked>\n        <img") == 1


def test_without_script_one_is_led_back_to_the_run(alice: Client) -> None:
    address = search(alice, picture())
    [use] = uses()
    fields = {"listed": use.pk, "face": f"{use.pk}-0", "method": "fill", "strength": "1"}
    assert alice.post(f"{address}faces/", fields)["Location"] == address
    assert len(edits()) == 1
    assert "Which faces are to be hidden?" not in text(alice.get(address))


def test_a_picture_without_a_face_says_so_and_leads_to_the_editor(alice: Client) -> None:
    row = picture("Meadow", people=[])
    page = text(get(alice, search(alice, row)))
    assert "No face was found" in page and "Look at it in the editor" in page
    assert f'href="/pictures/{row.pk}/"' in page and "face-check" not in page


def test_trying_a_search_again_keeps_what_was_unticked_elsewhere(alice: Client) -> None:
    address = start(alice, picture("One"), picture("Two"))
    first, second = uses()
    done(require(first.job))
    Job.objects.filter(pk=require(second.job).pk).update(status=Job.Status.FAILED, error="The engine is away.")
    page = text(get(alice, address))
    assert "The engine is away." in page and "Try Two again" in page and page.count('name="face"') == 2
    sent: dict[str, Any] = {"act": "again", "use": str(second.pk), "listed": str(first.pk), "face": f"{first.pk}-1"}
    assert "face-check" not in text(post(alice, f"{address}act/", **sent))
    done(Job.objects.get(kind=runs.FIND, status=Job.Status.QUEUED))
    page = text(get(alice, address))
    assert f'value="{first.pk}-0">' in page and f'value="{first.pk}-1" checked>' in page
    assert f'value="{second.pk}-0" checked>' in page


def test_a_search_is_stopped_and_begun_again(alice: Client) -> None:
    address = start(alice, picture())
    assert "Stopped" in text(post(alice, f"{address}act/", act="stop"))
    post(alice, f"{address}act/", act="again")
    assert [job.status for job in Job.objects.all()] == [Job.Status.CANCELLED, Job.Status.QUEUED]


def test_a_form_that_is_sent_twice_hides_once(alice: Client) -> None:
    address = search(alice, picture())
    [use] = uses()
    hide(alice, address, f"{use.pk}-0")
    hide(alice, address, f"{use.pk}-0", f"{use.pk}-1", method="blur")
    assert [job.params["method"] for job in edits()] == ["pixelate"]


def test_two_forms_at_the_same_moment_hide_once(alice: Client) -> None:
    search(alice, picture())
    one, other = uses(), uses()
    face_checks.hide(one, {"method": "blur", "strength": 3})
    face_checks.hide(other, {"method": "fill", "strength": 3})
    assert [job.params["method"] for job in edits()] == ["blur"]


def test_what_no_place_is_left_for_is_said_and_stays_to_be_checked(alice: Client, settings: Settings) -> None:
    address = search(alice, picture("One"), picture("Two"))
    first, second = uses()
    settings.WAITING_JOBS = 1
    hide(alice, address, f"{first.pk}-1", f"{second.pk}-0")
    assert [job.picture.name for job in edits()] == ["Two"]  # the newest comes first
    Job.objects.filter(kind="edit").update(status=Job.Status.CANCELLED)
    page = text(get(alice, address))
    assert "1 job of yours is waiting already" in page
    assert f'value="{first.pk}-0">' in page and f'value="{first.pk}-1" checked>' in page


def test_a_form_lists_no_more_faces_than_can_be_sent(alice: Client) -> None:
    crowd = [factories.person(str(number), number) for number in range(500)]
    address = search(alice, *(picture(name, people=crowd) for name in ("One", "Two")))
    page = text(get(alice, address))
    assert page.count('name="face"') == 500 and page.count('name="listed"') == 1
    assert "1 more picture follows when these are done." in page


def test_of_a_huge_crowd_the_largest_faces_are_listed_and_the_others_told(alice: Client) -> None:
    crowd = [factories.person(str(number), number) for number in range(face_checks.MOST_FOUND + 1)]
    crowd[7]["rect"] = {**crowd[7]["rect"], "w": 39}
    page = text(get(alice, search(alice, picture(people=crowd))))
    assert page.count('name="face"') == face_checks.MOST_FOUND
    assert "1 more face, smaller than these, stays as it is." in page
    assert not any(face["w"] == 39 for face in require(uses()[0].job).received["faces"])


def test_a_form_as_long_as_it_may_be_is_taken(alice: Client) -> None:
    crowd = [factories.person(str(number), number) for number in range(face_checks.MOST_FOUND)]
    address = search(alice, picture(people=crowd))
    [use] = uses()
    assert hide(alice, address, *(f"{use.pk}-{place}" for place in range(len(crowd)))).status_code == 200
    assert len(edits()[0].params["faces"]) == face_checks.MOST_FOUND


def test_somebody_elses_run_does_not_exist(alice: Client) -> None:
    address = search(alice, picture())
    [use] = uses()
    bob = visitor("bob")
    assert hide(bob, address, f"{use.pk}-0").status_code == 404
    assert bob.get(f"{address}uses/{use.pk}/faces/0").status_code == 404
    assert not edits()


@pytest.mark.parametrize("place", [2, 99])
def test_a_face_that_was_not_found_does_not_exist(alice: Client, place: int) -> None:
    address = search(alice, picture())
    assert alice.get(f"{address}uses/{uses()[0].pk}/faces/{place}").status_code == 404


def test_no_picture_is_refused_in_a_sentence(alice: Client) -> None:
    picture()
    response = alice.post("/faces/", {"pictures": [factories.picture(owner="bob").pk]})
    assert response.status_code == 422 and "Choose at least one picture." in text(response)


def test_where_no_place_is_left_at_all_nothing_is_begun(alice: Client, settings: Settings) -> None:
    settings.WAITING_JOBS = 0
    response = alice.post("/faces/", {"pictures": [picture().pk]})
    assert response.status_code == 422 and not RecipeRun.objects.exists()


def test_a_service_that_hides_no_faces_is_not_asked_to(alice: Client, hosted: fake_service.Service) -> None:
    hosted.overrides["/v2/capabilities"] = lambda: reply(status=404)
    row = picture()
    assert "can&#x27;t hide faces" in text(alice.get("/faces/"))
    assert alice.post("/faces/", {"pictures": [row.pk]}).status_code == 422
    assert not RecipeRun.objects.exists()


def test_the_search_stands_on_its_own_page_and_not_in_the_editor(alice: Client) -> None:
    row = picture()
    start(alice, row)
    assert "data-job" not in text(alice.get(f"/pictures/{row.pk}/"))


def test_the_run_is_among_those_of_late(alice: Client) -> None:
    address = search(alice, picture())
    assert f'href="{address}"><bdi>Hide faces</bdi>' in text(alice.get("/recipes/"))


def count_queries(client: Client, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_the_list_costs_the_same_queries_however_many_pictures_it_has(alice: Client) -> None:
    one, many = (search(alice, *(picture() for _ in range(count))) for count in (1, 6))
    alice.get(one)  # notes the visit
    assert count_queries(alice, one) == count_queries(alice, many)


@pytest.fixture
def other_studio(hosted: fake_service.Service) -> fake_service.Service:
    """A service that hides faces."""
    hosted.overrides["/v2/capabilities"] = lambda: reply({"operations": {"hide_faces": {"available": True}}})
    return hosted


def test_people_who_were_not_looked_for_yet_are_looked_for(alice: Client, other_studio: fake_service.Service) -> None:
    row = uploaded()
    Visual.objects.update(people=None)
    search(alice, row)
    assert require(uses()[0].job).received["faces"] == [fake_service.FACE]


def test_a_handle_that_the_service_has_forgotten_is_replaced(alice: Client, other_studio: fake_service.Service) -> None:
    row = uploaded()
    Visual.objects.update(people=None)
    answers = [reply({"message": "unknown"}, 404)]
    other_studio.overrides["/person/info"] = lambda: answers.pop() if answers else other_studio.people()
    search(alice, row)
    assert require(uses()[0].job).received["faces"] == [fake_service.FACE]


def test_a_search_that_fails_says_why(alice: Client, other_studio: fake_service.Service) -> None:
    row = uploaded()
    Visual.objects.update(people=None)
    other_studio.overrides["/person/info"] = lambda: reply({"message": "no luck"}, 422)
    page = text(get(alice, search(alice, row)))
    assert require(uses()[0].job).status == Job.Status.FAILED
    assert "no luck" in page and "Try Holiday again" in page


@pytest.mark.parametrize(("fields", "leads"), [({}, True), ({"faces": [EVA]}, False)])
def test_a_recipe_that_hides_all_faces_leads_to_where_they_can_be_checked(
    alice: Client, fields: dict[str, Any], leads: bool
) -> None:
    row = saved.keep("alice", Recipe((Step("hide_faces", {"method": "blur", **fields}),)), "Nobody")
    assert ("To see them before" in text(alice.get(f"/recipes/{row.pk}/"))) == leads
