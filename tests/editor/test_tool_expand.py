"""The tool "expand", against a hosted service faked at the transport."""

from __future__ import annotations

import io

import numpy as np
import pytest
from django.test import Client
from PIL import Image

from editor import files
from editor.models import Picture, Revision
from editor.tools.expand import Frame
from tests.editor import fake_service, frame_tools
from tests.editor.clients import visitor
from tests.editor.user_actions import pixels_of, uploaded

pytestmark = pytest.mark.django_db


CANVAS = {"canvas": [120, 80], "size": [frame_tools.COLUMNS, frame_tools.ROWS], "place": [30, 20]}
PROFILE = b"profile" * 20


@pytest.fixture
def alice() -> Client:
    return visitor()


def expand(picture: Picture | None = None, **wishes: object) -> Revision:
    """The black picture on a canvas that the service fills with white."""
    return frame_tools.made("expand", picture, **{**CANVAS, "prompt": "", **wishes})


@pytest.fixture
def white(hosted: fake_service.Service) -> fake_service.Service:
    """A service that expands to a white canvas."""
    frame_tools.answers(hosted, "/image/edit/expand", np.full((80, 120, 3), 255, np.uint8), warning="Rather small.")
    return hosted


def test_expanding_says_where_the_picture_stands(white: fake_service.Service) -> None:
    made = expand()
    sent = white.sent_to("/image/edit/expand")[0]
    assert {name: value for name, value in sent.items() if name not in ("image", "sync")} == {
        "canvas_size": [120, 80],
        "original_image_size": [80, 60],
        "original_image_location": [30, 20],
    }
    assert (made.width, made.height, made.label) == (120, 80, "Expanded to 120 × 80")


def test_the_picture_itself_stays_whatever_comes_back(white: fake_service.Service) -> None:
    result = pixels_of(expand())
    assert not result[24:-4, 34:-14].any()
    assert (result[:18] == 255).all()


def test_what_the_engine_remarks_is_kept_with_the_revision(white: fake_service.Service) -> None:
    assert expand().params["warning"] == "Rather small."


def test_a_picture_that_was_scaled_is_taken_as_it_came(white: fake_service.Service) -> None:
    result = expand(size=[40, 30])
    assert (pixels_of(result) == 255).all()


def test_words_are_sent_along(white: fake_service.Service) -> None:
    expand(prompt="a beach")
    assert white.sent_to("/image/edit/expand")[0]["prompt"] == "a beach"


def test_expanding_keeps_the_colour_profile(white: fake_service.Service) -> None:
    picture = uploaded()
    image = Image.open(io.BytesIO(fake_service.picture()))
    target = io.BytesIO()
    image.save(target, "PNG", icc_profile=PROFILE)
    Revision.objects.update(image=files.store(target.getvalue(), ".png"))
    picture.refresh_from_db()
    assert Image.open(io.BytesIO(files.read(expand(picture).image))).info["icc_profile"] == PROFILE


def test_a_canvas_is_scaled_down_with_everything_on_it() -> None:
    frame = Frame((8000, 6000), (4000, 6000), (1000, 0)).within(12_000_000)
    assert (frame.canvas, frame.size, frame.place) == ((4000, 3000), (2000, 3000), (500, 0))
    assert Frame((9, 9), (9, 1), (0, 4)).within(100) == Frame((9, 9), (9, 1), (0, 4))


def test_a_sliver_of_a_picture_stays_on_its_scaled_canvas() -> None:
    frame = Frame((100_000, 12_000), (12_000, 200), (88_000, 11_800)).within(25_000_000)
    assert frame.area <= 25_000_000
    assert all(
        place + size <= canvas for place, size, canvas in zip(frame.place, frame.size, frame.canvas, strict=True)
    )


EXPAND = {"width": 120, "height": 80, "left": 30, "top": 20}


def test_it_has_a_picture_expanded(hosted: fake_service.Service, alice: Client) -> None:
    picture = frame_tools.large(80, 60)
    assert frame_tools.post(alice, picture, "expand", **EXPAND).status_code == 200
    assert picture.jobs.get(kind="edit").params == {"tool": "expand", **CANVAS, "prompt": ""}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"width": ""}, "whole number"),
        ({"width": "wide"}, "whole number"),
        ({"width": 79}, "80 pixels wide"),
        ({"height": 59}, "60 pixels high"),
        ({"left": 41}, "the maximum is 40"),
        ({"top": 21}, "the maximum is 20"),
        ({"left": -1}, "whole number"),
        ({"width": 80, "height": 60, "left": 0, "top": 0}, "no larger than the picture"),
        ({"width": 6000, "height": 5000}, "30 megapixels; the limit is 25"),
    ],
)
def test_it_says_at_the_field_why_a_canvas_cannot_be(
    hosted: fake_service.Service, alice: Client, wrong: dict[str, object], sentence: str
) -> None:
    response = frame_tools.post(alice, frame_tools.large(80, 60), "expand", **{**EXPAND, **wrong})
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert 'aria-invalid="true"' in page


def test_it_gives_everything_back_that_was_entered(hosted: fake_service.Service, alice: Client) -> None:
    page = frame_tools.post(
        alice, frame_tools.large(80, 60), "expand", **{**EXPAND, "left": 99, "prompt": "a <b>", "ratio": "3:2"}
    )
    said = page.content.decode()
    for value in ('value="120"', 'value="99"', "a &lt;b&gt;", 'value="3:2" checked'):
        assert value in said


def test_a_picture_that_is_too_large_alone_is_told_what_to_do(hosted: fake_service.Service, alice: Client) -> None:
    picture = frame_tools.large(6000, 5000)
    wishes = {"width": 6100, "height": 5000, "left": 0, "top": 0}
    assert (
        "The picture alone has 30 megapixels" in frame_tools.post(alice, picture, "expand", **wishes).content.decode()
    )
    assert frame_tools.post(alice, picture, "expand", **wishes, shrink="yes").status_code == 200
    across, down = picture.jobs.get(kind="edit").params["canvas"]
    assert across * down <= 25_000_000


def test_words_are_refused_where_the_engine_does_not_understand_them(alice: Client) -> None:
    response = frame_tools.post(alice, frame_tools.large(80, 60), "expand", **EXPAND, prompt="a beach")
    assert response.status_code == 422
    assert "generative model" in response.content.decode()
