"""The tools of the panel "Background" against a service faked at the transport."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pytest_django import Settings

from editor import files
from editor.imaging.cutouts import Cutout
from editor.models import Job, Picture
from harness.images import encode_image, png
from tests.bria.fakes import BASE, reply
from tests.editor import factories, fake_service
from tests.editor.clients import key, photo, post, visitor
from tests.editor.user_actions import edit, erase, pixels_of, uploaded
from tests.narrowing import require

pytestmark = pytest.mark.django_db

LEFT, RIGHT = 1, 2
KEEP = {"kind": "brush", "add": True, "radius": 5.0, "points": [20.0, 30.0, 40.0, 30.0]}
REMOVE = {"kind": "brush", "add": False, "radius": 2.0, "points": [30.0, 30.0]}
ROUTES = ("remove_background", "blur_background", "replace_background")


@pytest.fixture
def engine(hosted: fake_service.Service) -> fake_service.Service:
    """Another studio that edits backgrounds: every result that is waited for is a white picture, and the one that comes
    in the answer itself half transparent."""
    hosted.overrides["/v2/capabilities"] = lambda: reply({"operations": {}})
    for route in ROUTES:
        hosted.overrides[f"/image/edit/{route}"] = lambda: reply({"request_id": "r1"}, 202)
    preview = {"result": {"image_url": f"{BASE}/files/cutout.png"}, "request_id": "r1"}
    hosted.overrides["/image/edit/remove_background"] = lambda: reply(preview)
    hosted.overrides["/files/cutout.png"] = lambda: reply(half_clear())
    return hosted


def half_clear() -> bytes:
    pixels = np.full((*fake_service.SIZE, 4), 255, np.uint8)
    pixels[:, : fake_service.SIZE[1] // 2, 3] = 0
    return png(pixels)


def sent(engine: fake_service.Service, route: str) -> dict[str, Any]:
    [body] = engine.sent_to(f"/{route}")
    return dict(body)


# The edits


def test_it_removes_the_background(engine: fake_service.Service) -> None:
    picture = uploaded()
    job = edit(picture, tool="remove_background")
    result = require(job.result)
    assert (job.status, result.tool, str(result.title)) == (
        "done",
        "remove_background",
        "Removed the background",
    )
    assert set(sent(engine, "remove_background")) == {"image", "sync"}


def test_strokes_are_sent_as_masks_the_later_over_the_earlier(engine: fake_service.Service) -> None:
    edit(uploaded(), tool="blur_background", scale=4, strokes=[KEEP, REMOVE])
    body = sent(engine, "blur_background")
    keep, remove = fake_service.decoded(body["keep"]), fake_service.decoded(body["remove"])
    assert (body["scale"], keep.shape) == (4, fake_service.SIZE)
    assert (keep[30, 20], keep[30, 30], remove[30, 30], remove[30, 20]) == (255, 0, 255, 0)


def test_regions_are_sent_by_number_where_the_engine_found_them_in_this_very_image(
    engine: fake_service.Service,
) -> None:
    picture = uploaded()
    edit(picture, tool="remove_background", mask_ids=[LEFT], visual=require(picture.current).visual_id)
    body = sent(engine, "remove_background")
    assert (body["mask_ids"], "keep" in body) == ([LEFT], False)


def test_regions_are_sent_as_strokes_after_another_edit(engine: fake_service.Service) -> None:
    picture = uploaded()
    erase(picture, RIGHT)
    edit(picture, tool="remove_background", mask_ids=[LEFT], visual=require(picture.current).visual_id)
    body = sent(engine, "remove_background")
    keep, remove = fake_service.decoded(body["keep"]), fake_service.decoded(body["remove"])
    assert (keep[:, :40].all(), keep[:, 40:].any(), remove[:, 40:].all()) == (True, False, True)
    assert "mask_ids" not in body


def test_a_region_can_be_marked_like_a_stroke(engine: fake_service.Service) -> None:
    picture = uploaded()
    marks = [{"kind": "regions", "add": False, "ids": [RIGHT]}]
    edit(picture, tool="remove_background", strokes=marks, visual=require(picture.current).visual_id)
    remove = fake_service.decoded(sent(engine, "remove_background")["remove"])
    assert (remove[:, :40].any(), remove[:, 40:].all()) == (False, True)


@pytest.mark.parametrize("named", [{"mask_ids": [9]}, {"strokes": [{"kind": "regions", "add": True, "ids": [9]}]}])
def test_a_region_that_is_not_there_ends_the_job_with_a_sentence(engine: fake_service.Service, named: Any) -> None:
    picture = uploaded()
    job = edit(picture, tool="remove_background", visual=require(picture.current).visual_id, **named)
    assert (job.status, "no longer exist" in str(job.error)) == ("failed", True)


def test_regions_of_another_visual_end_the_job_with_a_sentence(engine: fake_service.Service) -> None:
    job = edit(uploaded(), tool="remove_background", mask_ids=[LEFT], visual=999)
    assert (job.status, "have changed" in str(job.error)) == ("failed", True)


def test_it_replaces_the_background_by_words_at_full_size(engine: fake_service.Service) -> None:
    job = edit(uploaded(), tool="replace_background", prompt="#ff8800")
    body = sent(engine, "replace_background")
    assert (body["prompt"], body["original_quality"]) == ("#ff8800", True)
    result = require(job.result)
    assert (result.params["prompt"], pixels_of(result).shape[:2]) == (
        "#ff8800",
        fake_service.SIZE,
    )


def test_it_replaces_the_background_by_a_stored_picture(engine: fake_service.Service) -> None:
    backdrop = files.store(fake_service.picture(grey=90), ".png")
    edit(uploaded(), tool="replace_background", backdrop=backdrop)
    [reference] = sent(engine, "replace_background")["ref_images"]
    assert (fake_service.decoded(reference) == 90).all()


def test_a_backdrop_is_made_as_small_as_a_hosted_service_wants_it(
    engine: fake_service.Service, settings: Settings
) -> None:
    backdrop = files.store(encode_image(Image.effect_noise((200, 150), 90).convert("RGB")), ".png")
    settings.UPLOAD_BYTES = files.size(backdrop) // 2
    edit(uploaded(), tool="replace_background", backdrop=backdrop)
    [reference] = sent(engine, "replace_background")["ref_images"]
    assert len(base64.b64decode(reference)) <= settings.UPLOAD_BYTES


# The forms


@pytest.fixture
def picture() -> Picture:
    return factories.picture()


def ask(row: Picture, tool: str, **fields: Any) -> Any:
    wanted = {"tool": tool, "revision": "1", "key": key(), **fields}
    return post(visitor(), f"/pictures/{row.pk}/edits/", **wanted)


def params(picture: Picture) -> dict[str, Any]:
    return dict(picture.jobs.get().params)


def test_it_takes_what_was_said_of_the_subject(picture: Picture) -> None:
    ask(picture, "blur_background", scale="2", strokes=json.dumps([KEEP]), mask_ids="3,1,3", visual="5")
    subject = {"strokes": [KEEP], "mask_ids": [1, 3], "visual": 5}
    assert params(picture) == {"tool": "blur_background", "scale": 2, **subject}


@pytest.mark.parametrize(
    ("fields", "prompt"),
    [
        ({"behind": "colour", "colour": "F80"}, "#ff8800"),
        (
            {"behind": "gradient", "first": "#fff", "second": "#00aaFF", "direction": "left to right"},
            "gradient from #ffffff to #00aaff, left to right",
        ),
        ({"behind": "colour", "colour": "#123456", "first": "nonsense"}, "#123456"),
    ],
)
def test_colours_and_gradients_become_prompts(picture: Picture, fields: dict[str, str], prompt: str) -> None:
    ask(picture, "replace_background", **fields)
    assert params(picture)["prompt"] == prompt


def test_free_words_are_for_engines_that_take_them(hosted: fake_service.Service) -> None:
    ask(uploaded(), "replace_background", behind="prompt", prompt="a beach")
    assert Job.objects.get(kind="edit").params["prompt"] == "a beach"


def test_free_words_are_refused_before_an_engine_is_asked_that_takes_none(picture: Picture) -> None:
    response = ask(picture, "replace_background", behind="prompt", prompt="a beach")
    assert (response.status_code, "generative model" in response.content.decode()) == (422, True)
    assert not picture.jobs.exists()


def test_an_uploaded_picture_is_stored_and_named(picture: Picture) -> None:
    ask(picture, "replace_background", behind="picture", picture=photo())
    assert files.size(params(picture)["backdrop"]) > 0


@pytest.mark.parametrize(
    ("tool", "fields", "name"),
    [
        ("blur_background", {"scale": "9"}, "scale"),
        ("blur_background", {"scale": ""}, "scale"),
        ("replace_background", {"behind": "colour", "colour": "reddish"}, "colour"),
        ("replace_background", {"behind": "gradient", "first": "#fff", "second": ""}, "second"),
        ("replace_background", {"behind": "picture"}, "picture"),
        ("replace_background", {"behind": "nothing"}, "behind"),
        ("remove_background", {"strokes": "nonsense"}, "strokes"),
        ("remove_background", {"strokes": json.dumps([{**KEEP, "radius": 1e9}])}, "strokes"),
        ("remove_background", {"strokes": json.dumps([{**KEEP, "points": [float("nan"), 2]}])}, "strokes"),
        ("remove_background", {"strokes": json.dumps([KEEP] * 401)}, "strokes"),
        ("remove_background", {"mask_ids": "1;2"}, "mask_ids"),
    ],
)
def test_it_refuses_a_wrong_field_with_a_sentence(picture: Picture, tool: str, fields: Any, name: str) -> None:
    response = ask(picture, tool, **fields)
    page = response.content.decode()
    assert (response.status_code, page.count('class="refusal"')) == (422, 1)
    assert f'id="background-{name}-error"' in page
    assert not picture.jobs.exists()


def test_it_says_what_is_wrong_with_an_uploaded_picture_and_loses_nothing(picture: Picture) -> None:
    broken = io.BytesIO(b"no picture")
    broken.name = "beach.jpg"
    response = ask(picture, "replace_background", behind="picture", picture=broken, colour="#abc", direction="radial")
    page = response.content.decode()
    assert "The studio can&#x27;t open “beach.jpg”." in page
    assert 'value="#abc"' in page
    assert '<option value="radial" selected>' in page


def test_a_hosted_service_takes_words_and_no_strokes(picture: Picture, hosted: fake_service.Service) -> None:
    page = visitor().get(f"/pictures/{picture.pk}/").content.decode()
    assert 'id="background-prompt"' in page
    assert "can&#x27;t use strokes" in page
    assert 'name="brush"' not in page


# The preview


def ask_veil(picture: Picture, name: str = "alice", **fields: str) -> Any:
    return visitor(name).post(f"/pictures/{picture.pk}/revisions/1/background-preview", fields)


def test_a_veil_is_opaque_where_the_background_is(engine: fake_service.Service) -> None:
    response = ask_veil(uploaded())
    veil = np.asarray(Image.open(io.BytesIO(response.content)))
    assert response["Content-Type"] == "image/png"
    assert ((veil[:, :40, 1] == 255).all(), (veil[:, 40:, 1] == 0).all()) == (True, True)


def test_a_veil_is_asked_for_with_the_strokes_and_small(engine: fake_service.Service) -> None:
    ask_veil(uploaded(), strokes=json.dumps([KEEP]))
    body = sent(engine, "v2/image/edit/remove_background")
    assert (body["preview"], fake_service.decoded(body["keep"])[30, 30]) == (1024, 255)


def test_there_is_no_veil_for_nonsense(engine: fake_service.Service) -> None:
    response = ask_veil(uploaded(), strokes="[1]")
    assert (response.status_code, "could not be read" in response.content.decode()) == (422, True)


def test_it_says_why_there_is_no_veil(engine: fake_service.Service) -> None:
    engine.overrides["/image/edit/remove_background"] = lambda: reply({"message": "No subject stands out"}, 422)
    response = ask_veil(uploaded())
    assert (response.status_code, response.content.decode()) == (200, "No subject stands out.")


def test_a_service_that_counts_its_calls_is_not_asked_for_a_veil(hosted: fake_service.Service) -> None:
    picture = uploaded()
    assert ask_veil(picture).status_code == 404
    assert not hosted.sent_to("/image/edit/remove_background")


def test_nobody_else_gets_a_veil(engine: fake_service.Service) -> None:
    assert ask_veil(uploaded(), "bob").status_code == 404


def test_a_picture_without_transparency_has_no_background() -> None:
    assert not np.asarray(Image.open(io.BytesIO(Cutout.open(fake_service.picture()).draw_veil())))[..., 1].any()


# Transparency


def test_a_cut_out_is_remembered_as_transparent(engine: fake_service.Service) -> None:
    engine.overrides["/files/white.jpg"] = lambda: reply(half_clear())
    picture = uploaded()
    edit(picture, tool="remove_background")
    assert [revision.is_transparent for revision in picture.revisions.all()] == [False, True]


def test_it_is_said_that_a_transparent_picture_is_downloaded_on_white(picture: Picture) -> None:
    picture.format = "JPEG"
    picture.save()
    picture.revisions.update(is_transparent=True)
    page = visitor().get(f"/pictures/{picture.pk}/").content.decode()
    assert "Download as JPEG, on white" in page
    assert "Export keeps it transparent as PNG" in page
