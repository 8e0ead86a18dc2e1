"""The job "prepare" against a hosted service faked at the transport."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytest_django import Settings

from editor import pictures
from editor.history import branches
from editor.jobs import execution, queue
from editor.models import Job, Picture
from tests.bria.fakes import Reply, reply
from tests.editor import factories, fake_service
from tests.editor.fake_service import FACE
from tests.editor.user_actions import done, uploaded
from tests.narrowing import require

pytestmark = pytest.mark.django_db


def test_a_picture_is_prepared_with_its_regions_and_people(hosted: fake_service.Service) -> None:
    visual = require(require(uploaded().current).visual)
    assert (visual.visual_id, visual.backend, bool(visual.regions)) == (
        f"{1:016x}",
        "hosted",
        True,
    )
    assert require(visual.people)[0]["rect"] == FACE


def test_the_steps_are_told_as_they_happen(hosted: fake_service.Service) -> None:
    steps = [step["name"] for step in uploaded().jobs.get().steps]
    assert steps == ["Registering", "Finding regions", "Finding people"]


def test_preparing_again_asks_only_for_what_is_missing(hosted: fake_service.Service) -> None:
    picture = uploaded()
    pictures.prepare(require(picture.current))
    done(require(picture.jobs.last()))
    assert [path.rpartition("/")[2] for path in hosted.asked].count("upload") == 1
    assert [path.rpartition("/")[2] for path in hosted.asked].count("mask_generator") == 1


def test_masks_that_cannot_be_used_are_said_and_people_are_found_all_the_same(hosted: fake_service.Service) -> None:
    hosted.overrides["/files/masks.zip"] = lambda: reply(b"PK broken")
    visual = require(require(uploaded().current).visual)
    assert "masks could not be used" in visual.regions_error
    assert visual.people


def test_a_service_without_people_says_why(hosted: fake_service.Service) -> None:
    hosted.overrides["/person/info"] = lambda: reply({"message": "too few pixels"}, 506)
    assert "too few pixels" in require(require(uploaded().current).visual).people_error


def test_a_service_that_takes_no_files_is_used_without_a_handle(hosted: fake_service.Service) -> None:
    hosted.overrides["/v1/upload"] = lambda: reply({"message": "gone"}, 404)
    visual = require(require(uploaded().current).visual)
    assert (visual.visual_id, bool(visual.regions), visual.people) == ("", True, None)
    assert "STUDIO_PUBLIC_URL" in visual.people_error


def test_a_service_that_takes_no_files_fetches_from_a_public_address(settings: Settings) -> None:
    hosted = fake_service.use(backend=replace(fake_service.HOSTED, public_url="https://studio.example.com"))
    hosted.overrides["/v1/upload"] = lambda: reply({"message": "gone"}, 404)
    assert require(require(uploaded().current).visual).visual_id
    assert hosted.sent_to("/v1/register")[0]["image_url"].startswith("https://studio.example.com/shared/")


def again(picture: Picture) -> Job:
    pictures.prepare(require(picture.current))
    job = done(require(picture.jobs.last()))
    picture.refresh_from_db()
    return job


def test_looking_again_registers_once_an_address_is_known(settings: Settings, hosted: fake_service.Service) -> None:
    hosted.overrides["/v1/upload"] = lambda: reply({"message": "gone"}, 404)
    picture = uploaded()
    reachable = fake_service.use(backend=replace(fake_service.HOSTED, public_url="https://studio.example.com"))
    reachable.overrides["/v1/upload"] = lambda: reply({"message": "gone"}, 404)
    again(picture)
    current = require(picture.current)
    assert (
        require(current.visual).people_error,
        len(require(require(current.visual).people)),
    ) == ("", 1)


def test_a_handle_forgotten_while_preparing_is_replaced(hosted: fake_service.Service) -> None:
    answers = [reply({"message": "no such visual"}, 404), fake_service.ROUTES["/objects/mask_generator"](hosted)]
    hosted.overrides["/objects/mask_generator"] = lambda: answers.pop(0)
    assert require(require(uploaded().current).visual).regions
    assert hosted.uploads == 2


def test_people_are_found_where_regions_fail(hosted: fake_service.Service) -> None:
    hosted.overrides["/objects/mask_generator"] = lambda: reply({"message": "out of order"}, 400)
    visual = require(require(uploaded().current).visual)
    assert "out of order" in visual.regions_error
    assert visual.people


def test_preparing_fails_where_nothing_can_be_found(hosted: fake_service.Service) -> None:
    for route in ("/objects/mask_generator", "/person/info"):
        hosted.overrides[route] = lambda: reply({"message": "out of order"}, 400)
    assert uploaded().jobs.get().status == "failed"


def test_a_step_that_is_deleted_while_it_is_looked_at_leaves_nothing_behind(hosted: fake_service.Service) -> None:
    picture = uploaded()
    step = factories.revision(picture, picture.current, "erase", visual=None, image=require(picture.current).image)
    job = queue.enqueue(picture, "prepare", step, {}, "k")

    def deleting() -> Reply:
        branches.delete(step)
        return reply({"visual_id": "0" * 16})

    hosted.overrides["/v1/upload"] = deleting
    execution.run(job.pk)
    assert (picture.visuals.count(), picture.revisions.count(), picture.jobs.count()) == (1, 1, 1)
