"""Recipes with a service that knows none: each step is an order of its own, which is paid for once."""

from __future__ import annotations

import base64
import io
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from editor import cleaning, files, pictures
from editor.imaging import uploads
from editor.jobs import queue, recovery
from editor.models import Job, Picture, RecipeUse, Revision
from editor.recipes import runs, saved
from harness.images import png
from recipes.model import Embedded, Ids, Recipe, Rule, Runs, Step
from tests.bria.fakes import BASE, Reply, reply
from tests.editor import fake_service
from tests.editor.clients import visitor
from tests.editor.user_actions import done, pixels_of, uploaded
from tests.narrowing import require

pytestmark = pytest.mark.django_db(transaction=True)

ROWS, COLUMNS = fake_service.SIZE
BLUR, ENLARGE = Step("blur_background", {"scale": 3}), Step("increase_resolution", {"desired_increase": 2})
LEFT_HALF = Runs(COLUMNS, ROWS, (0, *([COLUMNS // 2] * (2 * ROWS))))
ERASE = Step("erase", {"mask": LEFT_HALF, "masks_known": True})
TALL = Step("erase", {"mask": Runs(10, 90, (0, 100, 800))})


@pytest.fixture
def service(hosted: fake_service.Service) -> fake_service.Service:
    """One that knows no recipes, and makes a picture of one grey by each kind of order: of 100 where it blurs, of 200
    where it enlarges or erases."""
    hosted.overrides["/v2/capabilities"] = lambda: reply({"message": "no such route"}, 404)
    answers(hosted, "blur_background", grey=100)
    answers(hosted, "increase_resolution", grey=200, scale=2)
    answers(hosted, "erase", grey=200)
    return hosted


def answers(service: fake_service.Service, slug: str, grey: int, scale: int = 1) -> None:
    """Have the service do orders of one kind."""
    service.overrides[f"/image/edit/{slug}"] = lambda: reply({"request_id": slug}, 202)
    result = {"image_url": f"{BASE}/files/{slug}.png"}
    service.overrides[f"/v2/status/{slug}"] = lambda: reply({"status": "COMPLETED", "result": result})
    made = np.full((scale * ROWS, scale * COLUMNS, 3), grey, np.uint8)
    service.overrides[f"/files/{slug}.png"] = lambda: reply(png(made))


def begin(picture: Picture, *steps: Step) -> Job:
    """The job of a recipe on a picture."""
    run = runs.start("alice", Recipe(steps, "Soft"), [picture])
    return require(run.uses.select_related("job").get().job)


def applied(*steps: Step) -> Job:
    """The same, done."""
    return done(begin(uploaded(), *steps))


def orders(service: fake_service.Service, *slugs: str) -> list[int]:
    """How often each was ordered."""
    return [len(sent(service, slug)) for slug in slugs]


def sent(service: fake_service.Service, slug: str) -> list[Any]:
    """What was sent with each order of a kind."""
    return service.sent_to(f"/image/edit/{slug}")


def again(job: Job) -> Job:
    """A person has it tried again."""
    return done(queue.retry(job))


def read_grey(sent: str) -> int:
    """The grey in the middle of a picture that was sent."""
    with Image.open(io.BytesIO(base64.b64decode(sent))) as image:
        return int(np.asarray(image.convert("L"))[image.height // 2, image.width // 2])


def test_each_step_is_ordered_once_on_what_came_of_the_one_before(service: fake_service.Service) -> None:
    job = applied(BLUR, ENLARGE)
    result = require(job.result)
    assert (job.status, str(result.title)) == (Job.Status.DONE, "Applied the recipe Soft")
    assert (result.width, result.height) == (2 * COLUMNS, 2 * ROWS)
    [blur], [enlarge] = sent(service, "blur_background"), sent(service, "increase_resolution")
    assert (read_grey(blur["image"]), blur["scale"]) == (0, 3)
    assert (read_grey(enlarge["image"]), enlarge["desired_increase"]) == (100, 2)
    assert Revision.objects.count() == 2


def test_outside_of_a_mask_nothing_changes(service: fake_service.Service) -> None:
    result = require(applied(ERASE).result)
    [order] = sent(service, "erase")
    mask = np.asarray(Image.open(io.BytesIO(base64.b64decode(order["mask"]))))
    assert mask.shape == (ROWS, COLUMNS) and "masks_known" not in order
    assert (mask[:, : COLUMNS // 2] == 255).all() and not mask[:, COLUMNS // 2 :].any()
    made = pixels_of(result)
    assert (made[:, COLUMNS // 2 :] == 0).all() and (made[ROWS // 2, 4] == 200).all()


def test_what_a_canvas_stood_on_stays_as_it_was(service: fake_service.Service) -> None:
    answers(service, "expand", grey=200, scale=2)
    frame = {
        "canvas_size": [2 * COLUMNS, 2 * ROWS],
        "original_image_size": [COLUMNS, ROWS],
        "original_image_location": [0, 0],
    }
    made = pixels_of(require(applied(Step("expand", frame)).result))
    assert (made[: ROWS // 2, : COLUMNS // 2] == 0).all() and (made[-4:, -4:] == 200).all()


def test_a_mask_is_scaled_to_a_picture_of_the_same_shape_and_keeps_its_specks(service: fake_service.Service) -> None:
    speck = Runs(10 * COLUMNS, 10 * ROWS, (0, 1, 100 * ROWS * COLUMNS - 1))
    applied(Step("erase", {"mask": speck}))
    [order] = sent(service, "erase")
    mask = np.asarray(Image.open(io.BytesIO(base64.b64decode(order["mask"]))))
    assert (mask.shape, int((mask > 0).sum())) == ((ROWS, COLUMNS), 1)


def test_a_picture_within_a_recipe_is_sent(service: fake_service.Service) -> None:
    answers(service, "replace_background", grey=9)
    backdrop = fake_service.picture(grey=50)
    applied(Step("replace_background", {"ref_images": Embedded(backdrop), "original_quality": True}))
    [order] = sent(service, "replace_background")
    assert [base64.b64decode(image) for image in order["ref_images"]] == [backdrop]


UNABLE = [
    Step("erase", {"mask": Rule("faces")}),
    Step("erase", {"mask": Ids((1, 2))}),
    Step("erase", {"mask": LEFT_HALF, "include_shadow": True}),
    Step("erase", {}),
    Step("objects_remove", {"mask_ids": [1]}, 0),
    Step("create", {"people": Rule("all"), "actions": {"age": "mid-20"}}, 0),
    Step("hide_faces", {"method": "blur"}),
    Step("remove_background", {"keep": LEFT_HALF}),
    Step("product_check", {}),
]


@pytest.mark.parametrize("step", UNABLE, ids=lambda step: f"{step.do} {sorted(step.fields)}")
def test_what_the_service_cannot_do_is_refused_before_anything_is_ordered(
    service: fake_service.Service, step: Step
) -> None:
    job = applied(BLUR, step)
    assert (job.status, job.error_kind, orders(service, "blur_background")) == (Job.Status.FAILED, "unsupported", [0])
    assert str(job.error) == (
        f"Step 2 ({step.do}): the service that is connected carries out no recipes, "
        "and this step cannot be sent by itself."
    )


@pytest.mark.parametrize("steps", [(BLUR, TALL), (ENLARGE, TALL), (TALL,)])
def test_a_mask_of_another_shape_is_refused_before_anything_is_ordered(
    service: fake_service.Service, steps: tuple[Step, ...]
) -> None:
    job = applied(*steps)
    assert job.status == Job.Status.FAILED and f"Step {len(steps)} (erase): the mask was drawn" in str(job.error)
    assert orders(service, "blur_background", "increase_resolution", "erase") == [0, 0, 0]


def test_a_shape_that_nobody_can_tell_before_is_looked_at_when_it_is_there(service: fake_service.Service) -> None:
    answers(service, "crop_foreground", grey=5)
    job = applied(Step("crop_foreground", {}), TALL)
    assert job.status == Job.Status.FAILED and "Step 2 (erase): the mask was drawn" in str(job.error)
    assert orders(service, "crop_foreground", "erase") == [1, 0]


# What is paid for is not paid for again


REFUSED = reply({"message": "no such picture"}, 422)
LOST = reply(b"oh", 502)


def test_a_step_that_is_refused_is_tried_again_without_those_before_it(service: fake_service.Service) -> None:
    service.overrides["/image/edit/increase_resolution"] = lambda: REFUSED
    job = applied(BLUR, ENLARGE)
    assert job.status == Job.Status.FAILED and str(job.error).startswith("Step 2 (increase_resolution): ")
    answers(service, "increase_resolution", grey=200, scale=2)
    assert again(job).status == Job.Status.DONE
    assert orders(service, "blur_background", "increase_resolution") == [1, 2]


def test_a_step_whose_outcome_is_unknown_is_tried_again_by_a_person_alone(service: fake_service.Service) -> None:
    service.overrides["/image/edit/increase_resolution"] = lambda: LOST
    job = applied(BLUR, ENLARGE)
    assert (job.status, job.error_kind) == (Job.Status.UNKNOWN, "unknown")
    assert str(job.error).startswith("Step 2 (increase_resolution): ") and "may cost" in str(job.error)
    assert orders(service, "blur_background", "increase_resolution") == [1, 1]
    answers(service, "increase_resolution", grey=200, scale=2)
    assert again(job).status == Job.Status.DONE
    assert orders(service, "blur_background", "increase_resolution") == [1, 2]


def test_a_result_that_is_late_is_asked_for_again_and_not_ordered_again(service: fake_service.Service) -> None:
    service.overrides["/v2/status/increase_resolution"] = lambda: LOST
    job = applied(BLUR, ENLARGE)
    assert job.status == Job.Status.FAILED
    answers(service, "increase_resolution", grey=200, scale=2)
    assert again(job).status == Job.Status.DONE
    assert orders(service, "blur_background", "increase_resolution") == [1, 1]


@pytest.mark.parametrize(
    ("route", "answer"),
    [
        ("/files/increase_resolution.png", reply(b"gone", 404)),
        ("/files/increase_resolution.png", reply(b"no picture")),
        ("/v2/status/increase_resolution", reply({"status": "ERROR", "error": {"code": 422, "message": "no"}})),
    ],
)
def test_a_result_that_is_of_no_use_is_ordered_again_alone(
    service: fake_service.Service, route: str, answer: Reply
) -> None:
    service.overrides[route] = lambda: answer
    job = applied(BLUR, ENLARGE)
    assert job.status in Job.UNSUCCESSFUL
    answers(service, "increase_resolution", grey=200, scale=2)
    assert again(job).status == Job.Status.DONE
    assert orders(service, "blur_background", "increase_resolution") == [1, 2]


def lose_worker(job: Job, **facts: Any) -> Job:
    """The job as it is after its worker was killed at some moment, and a sweep has found it."""
    past = timezone.now() - timedelta(hours=1)
    lost = {"status": Job.Status.RUNNING, "lease_token": "lost", "lease_until": past, "result": None, **facts}
    Job.objects.filter(pk=job.pk).update(**lost)
    recovery.sweep()
    job.refresh_from_db()
    return job


def halfway(service: fake_service.Service) -> Job:
    """A job whose first step is done, and whose second was not ordered yet."""
    service.overrides["/image/edit/increase_resolution"] = lambda: REFUSED
    job = applied(BLUR, ENLARGE)
    answers(service, "increase_resolution", grey=200, scale=2)
    service.transport.requests.clear()
    return job


def test_a_worker_that_is_killed_between_two_steps_has_the_first_one_kept(service: fake_service.Service) -> None:
    job = lose_worker(halfway(service), error="", error_kind="")
    assert job.status == Job.Status.QUEUED
    assert done(job).status == Job.Status.DONE
    assert orders(service, "blur_background", "increase_resolution") == [0, 1]


def test_a_worker_that_is_killed_while_a_step_is_ordered_leaves_that_to_the_person(
    service: fake_service.Service,
) -> None:
    job = halfway(service)
    begun = {"call": "step 2", "paid": True, "answered": False}
    job = lose_worker(job, error="", error_kind="", sent=begun)
    assert (job.status, job.error_kind) == (Job.Status.UNKNOWN, "unknown")
    assert orders(service, "blur_background", "increase_resolution") == [0, 0]
    assert again(job).status == Job.Status.DONE
    assert orders(service, "blur_background", "increase_resolution") == [0, 1]


def test_a_worker_that_is_killed_while_a_result_is_made_has_it_asked_for_by_its_handle(
    service: fake_service.Service,
) -> None:
    job = halfway(service)
    received = {**require(job.received), "step 2": {"handle": "increase_resolution"}}
    job = lose_worker(job, error="", error_kind="", received=received)
    assert done(job).status == Job.Status.DONE
    assert orders(service, "blur_background", "increase_resolution") == [0, 0]


def test_a_worker_that_is_killed_before_the_result_is_kept_orders_nothing_again(
    service: fake_service.Service,
) -> None:
    job = applied(BLUR, ENLARGE)
    service.transport.requests.clear()
    job = lose_worker(job)
    assert done(job).status == Job.Status.DONE
    assert orders(service, "blur_background", "increase_resolution") == [0, 0]


def test_a_cancel_says_that_a_step_may_have_cost_and_does_not_order_it_again(service: fake_service.Service) -> None:
    def cancelled() -> Reply:
        Job.objects.update(cancel_requested=True)
        return reply({"status": "COMPLETED", "result": {"image_url": f"{BASE}/files/blur_background.png"}})

    service.overrides["/v2/status/blur_background"] = cancelled
    job = applied(BLUR, ENLARGE)
    assert job.status == Job.Status.CANCELLED and "may have been charged" in str(job.error)
    assert orders(service, "blur_background", "increase_resolution") == [1, 0]
    answers(service, "blur_background", grey=100)
    assert again(job).status == Job.Status.DONE
    assert orders(service, "blur_background", "increase_resolution") == [1, 1]


def test_what_steps_have_made_is_kept_while_it_can_be_gone_on_from(service: fake_service.Service) -> None:
    job = halfway(service)
    cleaning.clean(timedelta(0))
    assert all(files.exists(name) for name in require(job.received)["step results"])


def test_what_was_begun_as_a_whole_goes_on_as_a_whole(service: fake_service.Service) -> None:
    job = begin(uploaded(), BLUR)
    Job.objects.filter(pk=job.pk).update(received={"recipes_run": {"handle": "r9"}})
    assert done(job).status == Job.Status.FAILED
    assert orders(service, "blur_background") == [0]


# What a person is told


@pytest.fixture
def alice() -> Client:
    return visitor()


def page_of(client: Client, *steps: Step) -> str:
    """The page of a recipe, with a picture to choose."""
    pictures.create("alice", "Photo", uploads.accept(fake_service.picture(), "photo.png"))
    return str(client.get(f"/recipes/{saved.keep('alice', Recipe(steps), 'Soft').pk}/").content.decode())


def test_the_page_says_how_often_the_service_is_asked(alice: Client, service: fake_service.Service) -> None:
    page = page_of(alice, BLUR, ENLARGE)
    assert "asked 2 times for each picture" in page and "disabled" not in page


def test_the_page_names_the_step_that_cannot_be_done(alice: Client, service: fake_service.Service) -> None:
    page = page_of(alice, BLUR, Step("erase", {"mask": Rule("subject")}))
    assert "Step 2 (erase): the service that is connected carries out no recipes" in page
    assert "without BRIA_API_TOKEN" in page and " disabled" in page and "times for each picture" not in page


def test_the_studios_own_engine_costs_nothing_and_says_so_by_silence(alice: Client) -> None:
    assert "which may cost" not in page_of(alice, BLUR)


def test_a_preview_is_no_reason_to_order_anything(service: fake_service.Service) -> None:
    run = runs.preview("alice", Recipe((BLUR,), "Soft"), uploaded())
    job = done(require(RecipeUse.objects.select_related("job").get(run=run).job))
    assert (job.status, job.error_kind, orders(service, "blur_background")) == (Job.Status.FAILED, "unsupported", [0])
