"""The tool "erase", and what all edits share, against a hosted service faked at the transport."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import requests
from pytest_django import Settings

from editor import files, pictures
from editor.jobs import queue, running
from editor.models import Job
from editor.service import backends
from tests.bria.fakes import BASE, Reply, reply
from tests.editor import fake_service
from tests.editor.user_actions import done, edit, erase, pixels_of, uploaded
from tests.narrowing import require

LEFT, RIGHT = 1, 2


pytestmark = pytest.mark.django_db


def test_erasing_sends_the_ids_and_makes_a_child_of_the_revision(hosted: fake_service.Service) -> None:
    picture = uploaded()
    job = erase(picture, LEFT)
    assert hosted.sent_to("/objects/remove")[0]["changes"] == [
        {"mask_id": LEFT, "mask_source": "generated", "actions": {"remove": True}}
    ]
    result = require(job.result)
    assert (require(result.parent).number, result.sid, result.removed) == (
        1,
        "sid-removed",
        [LEFT],
    )
    assert picture.current == job.result


def test_a_lossy_result_changes_nothing_outside_the_mask(hosted: fake_service.Service) -> None:
    picture = uploaded()
    erase(picture, LEFT)
    columns = pixels_of(require(picture.current))[30, :, 0]
    assert columns[0] > 250
    assert not columns[60:].any()


def test_a_second_erasure_continues_from_the_sid(hosted: fake_service.Service) -> None:
    picture = uploaded()
    erase(picture, LEFT)
    erase(picture, RIGHT)
    assert hosted.sent_to("/objects/remove")[1]["sid"] == "sid-removed"
    assert require(picture.current).removed == [LEFT, RIGHT]


def test_an_erased_region_cannot_be_erased_again(hosted: fake_service.Service) -> None:
    picture = uploaded()
    erase(picture, LEFT)
    job = erase(picture, LEFT, key="again")
    assert (job.status, job.error_kind) == ("failed", "rejected")
    assert "no longer exist" in job.error


def test_a_region_that_never_was_is_refused(hosted: fake_service.Service) -> None:
    assert erase(uploaded(), 99).status == "failed"


def test_without_a_handle_the_picture_and_its_mask_are_sent(hosted: fake_service.Service) -> None:
    hosted.overrides["/v1/upload"] = lambda: reply({"message": "gone"}, 404)
    picture = uploaded()
    job = erase(picture, LEFT)
    body = hosted.sent_to("/image/edit/erase")[0]
    assert fake_service.decoded(body["image"]).shape == (60, 80, 3)
    mask = fake_service.decoded(body["mask"])
    assert (mask[30, 5], mask[30, 70]) == (255, 0)
    current = require(picture.current)
    assert (job.status, current.sid, current.removed) == ("done", "", [LEFT])


def test_a_sid_the_service_has_forgotten_costs_nothing_but_the_sid(hosted: fake_service.Service) -> None:
    picture = uploaded()
    erase(picture, LEFT)
    hosted.overrides["/objects/remove"] = lambda: reply({"message": "unknown sid"}, 404)
    job = erase(picture, RIGHT)
    assert job.status == "done"
    assert "/v2/image/edit/erase" in hosted.asked


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, "token"),
        (400, "rejected"),
        (403, "forbidden"),
        (429, "rate-limit"),
        (506, "unsupported"),
    ],
)
def test_an_error_of_the_service_becomes_a_sentence_and_loses_nothing(
    hosted: fake_service.Service, status: int, kind: str
) -> None:
    picture = uploaded()
    hosted.overrides["/objects/remove"] = lambda: reply({"message": "No, thank you."}, status)
    job = erase(picture, LEFT)
    assert (job.status, job.error_kind, require(picture.current).number) == ("failed", kind, 1)
    assert "No, thank you." in job.error


def test_a_service_that_cannot_be_reached_is_said(hosted: fake_service.Service) -> None:
    picture = uploaded()
    hosted.overrides["/objects/remove"] = lambda: requests.ConnectTimeout()
    job = erase(picture, LEFT)
    assert (job.status, job.error_kind) == ("failed", "unreachable")
    assert "your request is saved" in job.error


@pytest.mark.parametrize("status", [500, 502, 504])
def test_an_order_that_the_service_broke_over_ends_as_outcome_unknown(
    hosted: fake_service.Service, status: int
) -> None:
    picture = uploaded()
    hosted.overrides["/objects/remove"] = lambda: reply({"message": "Oh dear."}, status)
    job = erase(picture, LEFT)
    assert (job.status, require(picture.current).number) == ("unknown", 1)


def test_an_order_whose_answer_was_lost_ends_as_outcome_unknown(hosted: fake_service.Service) -> None:
    picture = uploaded()
    hosted.overrides["/objects/remove"] = lambda: requests.ReadTimeout()
    assert erase(picture, LEFT).status == "unknown"


def test_a_result_that_arrives_late_waits_in_the_history(hosted: fake_service.Service) -> None:
    picture = uploaded()
    original = picture.current
    elsewhere = erase(picture, RIGHT).result
    job = erase(picture, LEFT, base=original)
    assert (require(job.result).parent, picture.current) == (original, elsewhere)


def test_a_job_that_runs_again_after_a_crash_does_not_pay_again(hosted: fake_service.Service) -> None:
    picture = uploaded()
    job = queue.enqueue(picture, "edit", require(picture.current), {"tool": "erase", "mask_ids": [LEFT]}, "key")
    Job.objects.filter(pk=job.pk).update(received={"objects/remove": {"url": f"{BASE}/files/white.jpg", "sid": "s"}})
    assert require(done(job).result).sid == "s"
    assert not hosted.sent_to("/objects/remove")


def test_a_job_that_had_made_its_revision_before_a_crash_makes_no_second_one(hosted: fake_service.Service) -> None:
    picture = uploaded()
    job = erase(picture, LEFT)
    Job.objects.filter(pk=job.pk).update(status=Job.Status.QUEUED)
    assert done(job).status == "done"
    assert picture.revisions.count() == 2


def test_a_cancelled_job_leaves_no_revision(hosted: fake_service.Service) -> None:
    picture = uploaded()
    job = queue.enqueue(picture, "edit", require(picture.current), {"tool": "erase", "mask_ids": [LEFT]}, "key")

    def cancelled_meanwhile() -> Reply:
        Job.objects.filter(pk=job.pk).update(cancel_requested=True)
        return fake_service.ROUTES["/objects/remove"](hosted)

    hosted.overrides["/objects/remove"] = cancelled_meanwhile
    assert done(job).status == "cancelled"
    assert picture.revisions.count() == 1


def test_deleting_a_picture_deletes_what_only_it_needed(hosted: fake_service.Service) -> None:
    picture, other = uploaded(), uploaded()
    regions = require(require(picture.current).visual).regions
    erase(picture, LEFT)
    erased = require(picture.current).image
    pictures.delete(picture)
    assert not require(files.local_path(erased)).exists() or files.is_wanted(erased)
    assert require(files.local_path(require(other.current).image)).exists()
    assert require(files.local_path(regions)).exists()


def test_a_service_is_named_on_the_revision_it_made(hosted: fake_service.Service) -> None:
    assert require(erase(uploaded(), LEFT).result).engine == backends.current().label


def test_regions_that_belong_to_another_map_are_refused(hosted: fake_service.Service) -> None:
    job = edit(uploaded(), tool="erase", mask_ids=[LEFT], visual=-1)
    assert (job.status, "have changed" in job.error) == ("failed", True)


def test_another_engine_is_not_asked_by_ids_it_does_not_know(settings: Settings, hosted: fake_service.Service) -> None:
    picture = uploaded()
    other = fake_service.use(backend=replace(fake_service.HOSTED, key="other"))
    erase(picture, LEFT)
    assert "/v2/image/edit/erase" in other.asked
    assert not other.sent_to("/objects/remove")


def test_what_is_being_paid_for_is_written_down_before_it_is_asked(hosted: fake_service.Service) -> None:
    picture = uploaded()
    seen = []

    def look() -> Reply:
        seen.append(picture.jobs.get(kind="edit").sent)
        return fake_service.ROUTES["/objects/remove"](hosted)

    hosted.overrides["/objects/remove"] = look
    erase(picture, LEFT)
    assert seen == [{"call": "objects/remove", "paid": True, "answered": False}]


def test_a_refusal_leaves_nothing_uncertain(hosted: fake_service.Service) -> None:
    hosted.overrides["/objects/remove"] = lambda: reply({"message": "no"}, 400)
    assert not running.is_uncertain(erase(uploaded(), LEFT))


@pytest.mark.parametrize("lost", [{"cancel_requested": True}, {"lease_token": "another"}])
def test_a_result_that_nobody_waits_for_any_more_is_dropped(hosted: fake_service.Service, lost: dict[str, Any]) -> None:
    picture = uploaded()

    def meanwhile() -> Reply:
        picture.jobs.filter(kind="edit").update(**lost)
        return fake_service.ROUTES["/files/white.jpg"](hosted)

    hosted.overrides["/files/white.jpg"] = meanwhile
    erase(picture, LEFT)
    assert picture.revisions.count() == 1


def test_a_result_that_is_gone_is_not_asked_for_again_for_free(hosted: fake_service.Service) -> None:
    hosted.overrides["/files/white.jpg"] = lambda: reply(b"", 403)
    job = erase(uploaded(), LEFT)
    assert (job.error_kind, queue.retry(job).received) == ("gone", None)


def test_trying_again_after_a_passing_failure_does_not_pay_again(hosted: fake_service.Service) -> None:
    picture = uploaded()
    hosted.overrides["/files/white.jpg"] = lambda: reply(b"", 503)
    job = erase(picture, LEFT)
    del hosted.overrides["/files/white.jpg"]
    assert done(queue.retry(done(queue.retry(job)))).status == "done"
    assert len(hosted.sent_to("/objects/remove")) == 1


def test_a_request_that_failed_for_good_is_made_anew(hosted: fake_service.Service) -> None:
    hosted.overrides["/v1/upload"] = lambda: reply({"message": "gone"}, 404)
    picture = uploaded()
    failed = {"status": "ERROR", "error": {"code": 500, "message": "failed", "details": ""}}
    hosted.overrides["/v2/status/r1"] = lambda: reply(failed)
    job = erase(picture, LEFT)
    assert not queue.retry(job).received


def selection(*steps: dict[str, Any], **edges: float) -> dict[str, Any]:
    return {"steps": list(steps), "edges": {"smooth": 0, "grow": 0, "feather": 0, **edges}}


BOX = {"kind": "box", "add": True, "points": [30.0, 10.0, 50.0, 40.0]}


def test_what_was_painted_is_erased_by_its_mask(hosted: fake_service.Service) -> None:
    picture = uploaded()
    job = edit(picture, tool="erase", selection=selection(BOX))
    mask = fake_service.decoded(hosted.sent_to("/image/edit/erase")[0]["mask"])
    assert (mask[20, 40], mask[20, 20]) == (255, 0)
    pixels = pixels_of(require(picture.current))[:, :, 0]
    result = require(job.result)
    assert (result.title, result.removed, result.sid) == (
        "Removed what was painted",
        [],
        "",
    )
    assert (pixels[20, 40] > 250, pixels[20, 20], pixels[50, 40]) == (True, 0, 0)


def test_regions_that_were_painted_over_are_gone(hosted: fake_service.Service) -> None:
    whole = {**BOX, "points": [0.0, 0.0, 38.0, 60.0]}
    assert require(edit(uploaded(), tool="erase", selection=selection(whole)).result).removed == [LEFT]


def test_a_feathered_edge_fades_into_the_picture(hosted: fake_service.Service) -> None:
    picture = uploaded()
    edit(picture, tool="erase", selection=selection(BOX, feather=4))
    row = pixels_of(require(picture.current))[25, 24:36, 0].astype(int)
    assert (row[:2] == 0).all()
    assert (row[2:].argsort() == range(10)).all()


def test_the_shadow_is_asked_for_by_ids_and_by_mask(hosted: fake_service.Service) -> None:
    picture = uploaded()
    erase(picture, LEFT, include_shadow=True)
    edit(picture, tool="erase", selection=selection(BOX), include_shadow=True)
    bodies = hosted.sent_to("/objects/remove") + hosted.sent_to("/image/edit/erase")
    assert [body["include_shadow"] for body in bodies] == [True, True]


def test_a_selection_that_holds_nothing_fails_with_a_sentence(hosted: fake_service.Service) -> None:
    job = edit(uploaded(), tool="erase", selection=selection(BOX, {**BOX, "add": False}))
    assert (job.status, job.error) == ("failed", "Nothing is selected. Select something first.")
