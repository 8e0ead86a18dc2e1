"""An engine that vanishes, at any moment and with every tool: that is said, and nothing is lost or paid for twice."""

from __future__ import annotations

import io
import math
from typing import Any

import pytest
import requests
from PIL import Image
from psd_tools import PSDImage

from editor import files
from editor.models import Job, Picture
from editor.service import capabilities
from editor.tools.registry import TOOLS
from tests.bria.fakes import BASE, reply
from tests.editor import fake_service
from tests.editor.clients import key, post, visitor
from tests.editor.user_actions import accepted_spot, done, uploaded

pytestmark = pytest.mark.django_db

STEP = {"kind": "box", "add": True, "points": [5, 5, 20, 20]}
BOX = {"steps": [STEP], "edges": {"smooth": 0, "grow": 0, "feather": 0}}
ASKED: dict[str, dict[str, Any]] = {
    "erase": {"selection": BOX},
    "distractions": {"mask_ids": [1]},
    "erase_foreground": {},
    "image_to_psd": {},
    "people": {},
    "remove_background": {},
    "blur_background": {"scale": 2},
    "replace_background": {"prompt": "#112233"},
    "expand": {"canvas": [120, 90], "size": [80, 60], "place": [30, 20], "prompt": ""},
    "crop_foreground": {"padding": 3, "background": "keep"},
    "increase_resolution": {"factor": 2},
    "hide_faces": {"method": "blur", "strength": 3, "faces": [{"x": 1, "y": 2, "w": 30, "h": 30}]},
    "packshot": {"background_color": "#ffffff", "canvas_size": [90, 80], "product_share": 85, "shadow": "regular"},
    "colorize": {"look": "black_and_white"},
    "gen_fill": {"selection": BOX, "fill": "colour", "prompt": "#112233"},
    "spots": {},
}
PROPOSALS = {"find_spots", "other_fills"}  # which the studio's own engine alone is asked for
PAID = ("/image/edit/", "/objects/remove", "/create", "/image_to_psd")
MOMENTS = range(8)  # requests after which the engine is gone


@pytest.fixture
def engine(hosted: fake_service.Service) -> fake_service.Service:
    """A service that can do everything, a little."""
    half = Image.new("RGBA", fake_service.SIZE[::-1], (255, 255, 255, 255))
    half.paste((0, 0, 0, 0), (0, 0, 40, 60))
    hosted.overrides["/files/white.jpg"] = lambda: reply(written(half))
    for slug in (*ASKED, "erase", "product/packshot"):
        hosted.overrides[f"/image/edit/{slug}"] = lambda: reply({"request_id": "r1"}, 202)
    hosted.overrides["/image_to_psd"] = lambda: reply({"image_res": f"{BASE}/files/layers.psd"})
    layers = document()
    hosted.overrides["/files/layers.psd"] = lambda: reply(layers)
    return hosted


def written(image: Image.Image) -> bytes:
    """An image as PNG."""
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def document() -> bytes:
    """A document of one layer."""
    psd = PSDImage.new("RGB", fake_service.SIZE[::-1])
    psd.append(psd.create_pixel_layer(Image.new("RGB", fake_service.SIZE[::-1]), name="Mug"))
    target = io.BytesIO()
    psd.save(target)
    return target.getvalue()


def ask(picture: Picture, tool: str) -> Job:
    """An edit, asked for but not begun."""
    base = picture.current
    assert base is not None
    assert base.visual is not None
    params = {"tool": tool, **ASKED[tool]}
    if tool == "people":
        [person] = base.visual.people or []
        params |= {"changes": {person["id"]: {"age": 3.0}}, "faces": {person["id"]: person["rect"]}}
    if tool == "spots":
        params |= accepted_spot(base.width, base.height)
    return Job.objects.create(picture=picture, base=base, kind=TOOLS[tool].kind, params=params, key=key())


def orders(engine: fake_service.Service, asked: slice) -> int:
    """How many of these requests order something that costs money."""
    paths = [str(request.path_url) for request in engine.transport.requests[asked]]
    return len([path for path in paths if any(part in path for part in PAID)])


def test_every_tool_is_tried() -> None:
    assert set(ASKED) | PROPOSALS == set(TOOLS)


@pytest.mark.parametrize("tool", ASKED)
def test_an_engine_that_is_gone_at_any_moment_costs_nothing_but_the_wait(
    engine: fake_service.Service, tool: str
) -> None:
    for moment in MOMENTS:
        picture = uploaded()
        begun = len(engine.transport.requests)
        engine.lives = begun + moment
        job = done(ask(picture, tool))
        if job.status == Job.Status.DONE:
            break  # it had all that it needed
        assert (job.status, job.error_kind) == (Job.Status.FAILED, "unreachable")
        assert "try again" in str(job.error).lower()
        is_as_it_was(picture)
        gone, engine.lives = len(engine.transport.requests), math.inf
        assert tried_again(picture, job).status == Job.Status.DONE
        assert orders(engine, slice(begun, begun + moment)) + orders(engine, slice(gone, None)) == 1
    assert moment >= 2  # the order and the result at least


@pytest.mark.parametrize("tool", ASKED)
def test_an_order_that_was_never_answered_is_not_repeated_unasked(engine: fake_service.Service, tool: str) -> None:
    picture = uploaded()
    begun = len(engine.transport.requests)
    engine.lives, engine.loss = begun, requests.ReadTimeout
    assert done(ask(picture, tool)).status == Job.Status.UNKNOWN
    assert orders(engine, slice(begun, None)) == 1
    is_as_it_was(picture)


def is_as_it_was(picture: Picture) -> None:
    """The picture has its one revision."""
    picture.refresh_from_db()
    assert (picture.revisions.count(), picture.current and picture.current.number) == (1, 1)


def tried_again(picture: Picture, job: Job) -> Job:
    """What becomes of a job after a press of "Try again"."""
    post(visitor(), f"/pictures/{picture.pk}/jobs/{job.pk}/retry/")
    return done(picture.jobs.get(status=Job.Status.QUEUED))


def test_the_page_opens_while_the_engine_is_gone(engine: fake_service.Service) -> None:
    picture = uploaded()
    capabilities.forget()
    engine.lives = 0
    page = visitor().get(f"/pictures/{picture.pk}/")
    assert page.status_code == 200


@pytest.mark.parametrize(("path", "method", "status"), [("background-preview", "post", 200), ("subject", "get", 422)])
def test_a_preview_says_that_the_engine_is_gone(
    engine: fake_service.Service, path: str, method: str, status: int
) -> None:
    engine.overrides["/v2/capabilities"] = lambda: reply({"operations": {}})
    picture = uploaded()
    assert capabilities.abilities()[capabilities.HINTS].available
    engine.lives = 0
    response = getattr(visitor(), method)(f"/pictures/{picture.pk}/revisions/1/{path}")
    assert (response.status_code, response["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert response.content.decode() == "The service could not be reached."


def test_a_picture_that_arrives_while_the_engine_is_gone_is_kept_and_looked_at_later(
    hosted: fake_service.Service,
) -> None:
    hosted.lives = 0
    picture = uploaded()
    job = picture.jobs.get()
    assert (job.status, job.error_kind) == (Job.Status.FAILED, "unreachable")
    assert picture.current is not None
    assert files.read(picture.current.image)
    hosted.lives = math.inf
    assert tried_again(picture, job).status == Job.Status.DONE
    assert picture.visuals.get().regions
