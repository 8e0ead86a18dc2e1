"""The tool "people" against a hosted service faked at the transport."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytest_django import Settings

from editor import people
from editor.history import tree
from editor.models import Job
from tests.bria.fakes import reply
from tests.editor import fake_service
from tests.editor.fake_service import FACE
from tests.editor.user_actions import change, done, edit, erase, pixels_of, uploaded
from tests.narrowing import require

LEFT = 1


pytestmark = pytest.mark.django_db


def test_people_are_changed_by_one_request(hosted: fake_service.Service) -> None:
    picture = uploaded()
    job = change(picture, age=3.0)
    person = require(require(require(picture.current).visual).people)[0]["id"]
    assert hosted.sent_to("/create")[0] == {"changes": [{"id": person, "actions": {"age": 3.0}}]}
    assert (require(job.result).sid, people.list_cards(require(picture.current))[0].controls[0].value) == (
        "sid-created",
        3.0,
    )


def test_a_second_change_of_a_person_is_sent_together_with_the_first_from_the_base(
    hosted: fake_service.Service,
) -> None:
    picture = uploaded()
    first = change(picture, age=3.0).result
    second = change(picture, haircolor="red").result
    body = hosted.sent_to("/create")[1]
    assert (body["changes"][0]["actions"], body.get("sid")) == ({"age": 3.0, "haircolor": "red"}, None)
    assert require(second).parent == first


def test_undo_after_a_merged_change_goes_to_the_change_before(hosted: fake_service.Service) -> None:
    picture = uploaded()
    first = change(picture, age=3.0).result
    change(picture, haircolor="red")
    assert tree.undo(picture) == first


def test_only_the_head_changes_in_a_lossy_result(hosted: fake_service.Service) -> None:
    picture = uploaded()
    change(picture, age=3.0)
    assert pixels_of(require(picture.current))[20, 20, 0] > 250
    assert not pixels_of(require(picture.current))[50:, 60:].any()


def test_taking_a_change_back_asks_nothing(hosted: fake_service.Service) -> None:
    picture = uploaded()
    change(picture, age=3.0)
    asked = len(hosted.asked)
    result = change(picture, age=None).result
    assert len(hosted.asked) == asked
    assert require(result).image == picture.revisions.get(number=1).image


def test_a_person_changed_before_an_erasure_is_registered_anew_and_found_by_the_face(
    hosted: fake_service.Service,
) -> None:
    picture = uploaded()
    change(picture, age=3.0)
    erase(picture, LEFT)
    job = change(picture, age=5.0)
    assert (job.status, job.error) == ("done", "")
    body = hosted.sent_to("/create")[1]
    assert (hosted.uploads, body.get("sid"), body["changes"][0]["actions"]) == (2, None, {"age": 5.0})
    assert body["changes"][0]["id"].startswith("2")


def test_a_person_who_is_not_found_again_ends_the_job_with_a_sentence(hosted: fake_service.Service) -> None:
    picture = uploaded()
    change(picture, age=3.0)
    erase(picture, LEFT)
    hosted.faces = [{"x": 60.0, "y": 40.0, "w": 10.0, "h": 10.0}]
    job = change(picture, age=5.0)
    assert (job.status, "no longer be found in this picture" in job.error) == ("failed", True)


def test_a_visual_the_service_has_forgotten_is_registered_again(hosted: fake_service.Service) -> None:
    picture = uploaded()
    answers = [reply({"message": "no such visual"}, 404), fake_service.ROUTES["/create"](hosted)]
    hosted.overrides["/create"] = lambda: answers.pop(0)
    job = change(picture, age=3.0)
    assert (job.status, hosted.uploads) == ("done", 2)


def test_a_forgotten_visual_is_rebuilt_from_the_base_and_not_from_a_changed_face(hosted: fake_service.Service) -> None:
    picture = uploaded()
    change(picture, age=2.0)
    answers = [reply({"message": "no such visual"}, 404), fake_service.ROUTES["/create"](hosted)]
    hosted.overrides["/create"] = lambda: answers.pop(0)
    change(picture, age=5.0)
    del hosted.overrides["/create"]
    change(picture, age=6.0)
    last = hosted.sent_to("/create")[-1]
    assert (last["changes"][0]["actions"], last.get("sid"), hosted.uploads) == ({"age": 6.0}, None, 2)


def test_another_person_is_changed_from_the_base_where_the_sid_is_forgotten(hosted: fake_service.Service) -> None:
    hosted.faces = [FACE, {"x": 50.0, "y": 10.0, "w": 20.0, "h": 20.0}]
    picture = uploaded()
    change(picture, age=2.0)
    other = people.list_cards(require(picture.current))[1]
    answers = [reply({"message": "no such sid"}, 404), fake_service.ROUTES["/create"](hosted)]
    hosted.overrides["/create"] = lambda: answers.pop(0)
    job = edit(picture, tool="people", changes={other.id: {"age": 4.0}}, faces={other.id: other.rect})
    body = hosted.sent_to("/create")[-1]
    assert (job.status, hosted.uploads, body.get("sid")) == ("done", 1, None)
    assert [entry["actions"] for entry in body["changes"]] == [{"age": 2.0}, {"age": 4.0}]


def test_what_was_erased_stays_erased_after_people_were_changed(hosted: fake_service.Service) -> None:
    picture = uploaded()
    erase(picture, LEFT)
    assert require(change(picture, age=3.0).result).removed == [LEFT]


def test_another_engine_is_told_of_the_picture_before_it_changes_people(
    settings: Settings, hosted: fake_service.Service
) -> None:
    picture = uploaded()
    other = fake_service.use(backend=replace(fake_service.HOSTED, key="other"))
    assert change(picture, age=3.0).status == "done"
    assert other.uploads == 1


def test_a_change_that_crashed_after_it_was_paid_is_not_paid_again(hosted: fake_service.Service) -> None:
    picture = uploaded()
    first = change(picture, age=2.0)
    answers = [reply({"message": "no such visual"}, 404), fake_service.ROUTES["/create"](hosted)]
    hosted.overrides["/create"] = lambda: answers.pop(0)
    job = change(picture, age=5.0)
    paid = len(hosted.sent_to("/create"))
    picture.go_to(require(first.result))
    require(job.result).delete()
    Job.objects.filter(pk=job.pk).update(status=Job.Status.QUEUED)
    again = done(Job.objects.get(pk=job.pk))
    assert (again.status, len(hosted.sent_to("/create"))) == ("done", paid)
