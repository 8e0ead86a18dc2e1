"""The jobs "prepare" and "edit" against a hosted service faked at the transport."""

from __future__ import annotations

import io

import numpy as np
import pytest
import requests
from PIL import Image

from editor import backends, files, history, jobs, people, pictures
from editor.models import Job, Picture, Revision
from editor.uploads import Accepted
from tests.bria.fakes import reply
from tests.editor import service
from tests.editor.service import FACE

pytestmark = pytest.mark.django_db

LEFT, RIGHT = 1, 2


@pytest.fixture
def hosted(settings):
    """The hosted service, which takes files."""
    return service.use(settings)


def uploaded() -> Picture:
    """A black picture, prepared."""
    rows, columns = service.SIZE
    black = Accepted(service.picture(), columns, rows, "PNG", b"", None, {}, ())
    picture = pictures.create("alice", "Holiday", black)
    done(picture.jobs.get())
    picture.refresh_from_db()
    return picture


def done(job: Job) -> Job:
    """The job after it ran."""
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def edit(picture: Picture, base: Revision | None = None, key: str = "", **params: object) -> Job:
    """An edit, run."""
    base = base or picture.current
    assert base is not None
    job = done(jobs.enqueue(picture, "edit", base, dict(params), key or str(params)))
    picture.refresh_from_db()
    return job


def erase(picture: Picture, *mask_ids: int, **options: object) -> Job:
    """Regions erased."""
    return edit(picture, tool="erase", mask_ids=list(mask_ids), **options)


def change(picture: Picture, base: Revision | None = None, **values: object) -> Job:
    """The first person changed."""
    base = base or picture.current
    assert base is not None
    card = people.cards(base)[0]
    return edit(picture, base, tool="people", changes={card.id: values}, faces={card.id: card.rect})


def pixels_of(revision: Revision) -> np.ndarray:
    """The revision's image as an array."""
    return np.asarray(Image.open(io.BytesIO(files.read(revision.image))))


def test_a_picture_is_prepared_with_its_regions_and_people(hosted):
    visual = uploaded().current.visual
    assert (visual.visual_id, visual.backend, bool(visual.regions)) == (f"{1:016x}", "hosted", True)
    assert visual.people[0]["rect"] == FACE


def test_the_steps_are_told_as_they_happen(hosted):
    steps = [step["name"] for step in uploaded().jobs.get().steps]
    assert steps == ["Registering", "Finding regions", "Finding people"]


def test_preparing_again_asks_only_for_what_is_missing(hosted):
    picture = uploaded()
    pictures.prepare(picture.current)
    done(picture.jobs.last())
    assert [path.rpartition("/")[2] for path in hosted.asked].count("upload") == 1
    assert [path.rpartition("/")[2] for path in hosted.asked].count("mask_generator") == 1


def test_masks_that_cannot_be_used_are_said_and_people_are_found_all_the_same(hosted):
    hosted.overrides["/files/masks.zip"] = lambda: reply(b"PK broken")
    visual = uploaded().current.visual
    assert "masks could not be used" in visual.regions_error
    assert visual.people


def test_a_service_without_people_says_why(hosted):
    hosted.overrides["/person/info"] = lambda: reply({"message": "too few pixels"}, 506)
    assert "too few pixels" in uploaded().current.visual.people_error


def test_a_service_that_takes_no_files_is_used_without_a_handle(hosted):
    hosted.overrides["/v1/upload"] = lambda: reply({"message": "gone"}, 404)
    visual = uploaded().current.visual
    assert (visual.visual_id, bool(visual.regions), visual.people) == ("", True, None)
    assert "STUDIO_PUBLIC_URL" in visual.people_error


def test_a_service_that_takes_no_files_fetches_from_a_public_address(settings):
    hosted = service.use(settings, backend=service.Backend(public_url="https://studio.example.com"))
    hosted.overrides["/v1/upload"] = lambda: reply({"message": "gone"}, 404)
    assert uploaded().current.visual.visual_id
    assert hosted.sent_to("/v1/register")[0]["image_url"].startswith("https://studio.example.com/shared/")


def test_erasing_sends_the_ids_and_makes_a_child_of_the_revision(hosted):
    picture = uploaded()
    job = erase(picture, LEFT)
    assert hosted.sent_to("/objects/remove")[0]["changes"] == [
        {"mask_id": LEFT, "mask_source": "generated", "actions": {"remove": True}}
    ]
    assert (job.result.parent.number, job.result.sid, job.result.removed) == (1, "sid-removed", [LEFT])
    assert picture.current == job.result


def test_a_lossy_result_changes_nothing_outside_the_mask(hosted):
    picture = uploaded()
    erase(picture, LEFT)
    columns = pixels_of(picture.current)[30, :, 0]
    assert columns[0] > 250
    assert not columns[60:].any()


def test_a_second_erasure_continues_from_the_sid(hosted):
    picture = uploaded()
    erase(picture, LEFT)
    erase(picture, RIGHT)
    assert hosted.sent_to("/objects/remove")[1]["sid"] == "sid-removed"
    assert picture.current.removed == [LEFT, RIGHT]


def test_an_erased_region_cannot_be_erased_again(hosted):
    picture = uploaded()
    erase(picture, LEFT)
    job = erase(picture, LEFT, key="again")
    assert (job.status, job.error_kind) == ("failed", "rejected")
    assert "not there any more" in job.error


def test_a_region_that_never_was_is_refused(hosted):
    assert erase(uploaded(), 99).status == "failed"


def test_without_a_handle_the_picture_and_its_mask_are_sent(hosted):
    hosted.overrides["/v1/upload"] = lambda: reply({"message": "gone"}, 404)
    picture = uploaded()
    job = erase(picture, LEFT)
    body = hosted.sent_to("/image/edit/erase")[0]
    assert service.decoded(body["image"]).shape == (60, 80, 3)
    mask = service.decoded(body["mask"])
    assert (mask[30, 5], mask[30, 70]) == (255, 0)
    assert (job.status, picture.current.sid, picture.current.removed) == ("done", "", [LEFT])


def test_a_sid_the_service_has_forgotten_costs_nothing_but_the_sid(hosted):
    picture = uploaded()
    erase(picture, LEFT)
    hosted.overrides["/objects/remove"] = lambda: reply({"message": "unknown sid"}, 404)
    job = erase(picture, RIGHT)
    assert job.status == "done"
    assert "/v2/image/edit/erase" in hosted.asked


def test_people_are_changed_by_one_request(hosted):
    picture = uploaded()
    job = change(picture, age=3.0)
    person = picture.current.visual.people[0]["id"]
    assert hosted.sent_to("/create")[0] == {"changes": [{"id": person, "actions": {"age": 3.0}}]}
    assert (job.result.sid, people.cards(picture.current)[0].controls[0].value) == ("sid-created", 3.0)


def test_a_second_change_of_a_person_is_sent_together_with_the_first_from_the_base(hosted):
    picture = uploaded()
    first = change(picture, age=3.0).result
    second = change(picture, haircolor="red").result
    body = hosted.sent_to("/create")[1]
    assert (body["changes"][0]["actions"], body.get("sid")) == ({"age": 3.0, "haircolor": "red"}, None)
    assert second.parent == first


def test_undo_after_a_merged_change_goes_to_the_change_before(hosted):
    picture = uploaded()
    first = change(picture, age=3.0).result
    change(picture, haircolor="red")
    assert history.undo(picture) == first


def test_only_the_head_changes_in_a_lossy_result(hosted):
    picture = uploaded()
    change(picture, age=3.0)
    assert pixels_of(picture.current)[20, 20, 0] > 250
    assert not pixels_of(picture.current)[50:, 60:].any()


def test_taking_a_change_back_asks_nothing(hosted):
    picture = uploaded()
    change(picture, age=3.0)
    asked = len(hosted.asked)
    result = change(picture, age=None).result
    assert len(hosted.asked) == asked
    assert result.image == picture.revisions.get(number=1).image


def test_a_person_changed_before_an_erasure_is_registered_anew_and_found_by_the_face(hosted):
    picture = uploaded()
    change(picture, age=3.0)
    erase(picture, LEFT)
    job = change(picture, age=5.0)
    assert (job.status, job.error) == ("done", "")
    body = hosted.sent_to("/create")[1]
    assert (hosted.uploads, body.get("sid"), body["changes"][0]["actions"]) == (2, None, {"age": 5.0})
    assert body["changes"][0]["id"].startswith("2")


def test_a_person_who_is_not_found_again_ends_the_job_with_a_sentence(hosted):
    picture = uploaded()
    change(picture, age=3.0)
    erase(picture, LEFT)
    hosted.faces = [{"x": 60.0, "y": 40.0, "w": 10.0, "h": 10.0}]
    job = change(picture, age=5.0)
    assert (job.status, "not found in this picture" in job.error) == ("failed", True)


def test_a_visual_the_service_has_forgotten_is_registered_again(hosted):
    picture = uploaded()
    answers = [reply({"message": "no such visual"}, 404), service.ROUTES["/create"](hosted)]
    hosted.overrides["/create"] = lambda: answers.pop(0)
    job = change(picture, age=3.0)
    assert (job.status, hosted.uploads) == ("done", 2)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, "token"),
        (400, "rejected"),
        (403, "forbidden"),
        (429, "rate-limit"),
        (500, "service"),
        (506, "unsupported"),
    ],
)
def test_an_error_of_the_service_becomes_a_sentence_and_loses_nothing(hosted, status, kind):
    picture = uploaded()
    hosted.overrides["/objects/remove"] = lambda: reply({"message": "No, thank you."}, status)
    job = erase(picture, LEFT)
    assert (job.status, job.error_kind, picture.current.number) == ("failed", kind, 1)
    assert "No, thank you." in job.error


def test_a_service_that_cannot_be_reached_is_said(hosted):
    picture = uploaded()
    hosted.overrides["/objects/remove"] = lambda: requests.ConnectTimeout()
    job = erase(picture, LEFT)
    assert (job.status, job.error_kind) == ("failed", "unreachable")


def test_an_order_whose_answer_was_lost_ends_as_outcome_unknown(hosted):
    picture = uploaded()
    hosted.overrides["/objects/remove"] = lambda: requests.ReadTimeout()
    assert erase(picture, LEFT).status == "unknown"


def test_a_result_that_arrives_late_waits_in_the_history(hosted):
    picture = uploaded()
    original = picture.current
    elsewhere = erase(picture, RIGHT).result
    job = erase(picture, LEFT, base=original)
    assert (job.result.parent, picture.current) == (original, elsewhere)


def test_a_job_that_runs_again_after_a_crash_does_not_pay_again(hosted):
    picture = uploaded()
    job = jobs.enqueue(picture, "edit", picture.current, {"tool": "erase", "mask_ids": [LEFT]}, "key")
    Job.objects.filter(pk=job.pk).update(
        received={"objects/remove": {"url": f"{service.BASE}/files/white.jpg", "sid": "s"}}
    )
    assert done(job).result.sid == "s"
    assert not hosted.sent_to("/objects/remove")


def test_a_job_that_had_made_its_revision_before_a_crash_makes_no_second_one(hosted):
    picture = uploaded()
    job = erase(picture, LEFT)
    Job.objects.filter(pk=job.pk).update(status=Job.Status.QUEUED)
    assert done(job).status == "done"
    assert picture.revisions.count() == 2


def test_a_cancelled_job_leaves_no_revision(hosted):
    picture = uploaded()
    job = jobs.enqueue(picture, "edit", picture.current, {"tool": "erase", "mask_ids": [LEFT]}, "key")

    def cancelled_meanwhile():
        Job.objects.filter(pk=job.pk).update(cancel_requested=True)
        return service.ROUTES["/objects/remove"](hosted)

    hosted.overrides["/objects/remove"] = cancelled_meanwhile
    assert done(job).status == "cancelled"
    assert picture.revisions.count() == 1


def test_deleting_a_picture_deletes_what_only_it_needed(hosted):
    picture, other = uploaded(), uploaded()
    regions = picture.current.visual.regions
    erase(picture, LEFT)
    erased = picture.current.image
    pictures.delete(picture)
    assert not files.local_path(erased).exists() or files.is_wanted(erased)
    assert files.local_path(other.current.image).exists()
    assert files.local_path(regions).exists()


def test_a_service_is_named_on_the_revision_it_made(hosted):
    assert erase(uploaded(), LEFT).result.engine == backends.current().label
