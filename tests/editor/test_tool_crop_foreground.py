"""The tool "crop_foreground", against a hosted service faked at the transport."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.test import Client

from tests.bria.fakes import reply
from tests.editor import fake_service, frame_tools
from tests.editor.clients import visitor
from tests.editor.user_actions import edit, pixels_of, uploaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine(hosted: fake_service.Service) -> fake_service.Service:
    """An engine of the studio's kind."""
    hosted.overrides["/v2/capabilities"] = lambda: reply({"operations": {}})
    return hosted


@pytest.fixture
def alice() -> Client:
    return visitor()


def cutout(rows: slice, columns: slice) -> Any:
    """A cut-out of the uploaded picture that shows that part."""
    array = np.zeros((frame_tools.ROWS, frame_tools.COLUMNS, 4), np.uint8)
    array[rows, columns, 3] = 255
    array[0, 0, 3] = 5  # haze
    return array


def test_cropping_keeps_the_picture_around_its_subject(hosted: fake_service.Service) -> None:
    frame_tools.answers(hosted, "/image/edit/remove_background", cutout(slice(20, 40), slice(30, 50)))
    result = frame_tools.made("crop_foreground", padding=5, background="keep")
    assert pixels_of(result).shape == (30, 30, 3)
    assert result.label == "Cropped to the subject"


def test_the_margin_ends_at_the_pictures_edge(hosted: fake_service.Service) -> None:
    frame_tools.answers(hosted, "/image/edit/remove_background", cutout(slice(0, 40), slice(30, 50)))
    result = frame_tools.made("crop_foreground", padding=15, background="keep")
    assert (result.width, result.height) == (50, 55)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [(slice(0, 0), "No clear subject was found"), (slice(0, frame_tools.ROWS), "fills the whole picture")],
)
def test_it_says_why_there_is_nothing_to_crop(hosted: fake_service.Service, rows: slice, sentence: str) -> None:
    frame_tools.answers(hosted, "/image/edit/remove_background", cutout(rows, slice(0, frame_tools.COLUMNS)))
    job = edit(uploaded(), tool="crop_foreground", padding=0, background="keep")
    assert (job.status, job.result) == ("failed", None)
    assert sentence in job.error


def test_a_subject_is_cut_out_by_the_engine(hosted: fake_service.Service) -> None:
    frame_tools.answers(hosted, "/image/edit/crop_foreground", cutout(slice(0, 20), slice(0, 20))[:20, :20])
    result = frame_tools.made("crop_foreground", padding=7, background="remove")
    assert hosted.sent_to("/image/edit/crop_foreground")[0]["padding"] == 7
    assert (result.width, result.is_transparent) == (20, True)


CROP = {"padding": 10, "unit": "percent", "background": "keep"}


def test_a_margin_in_percent_is_of_the_shorter_side(hosted: fake_service.Service, alice: Client) -> None:
    picture = frame_tools.large(800, 600)
    assert frame_tools.post(alice, picture, "crop_foreground", **CROP).status_code == 200
    assert picture.jobs.get(kind="edit").params["padding"] == 60


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"padding": ""}, "whole number"),
        ({"padding": -3}, "whole number"),
        ({"padding": 900, "unit": "px"}, "At most 800 pixels"),
        ({"unit": "inch"}, "is not one of the available choices"),
    ],
)
def test_it_says_what_margin_it_cannot_leave(
    hosted: fake_service.Service, alice: Client, wrong: dict[str, object], sentence: str
) -> None:
    response = frame_tools.post(alice, frame_tools.large(800, 600), "crop_foreground", **{**CROP, **wrong})
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_margin_cannot_lead_to_too_large_a_picture(hosted: fake_service.Service, alice: Client) -> None:
    response = frame_tools.post(
        alice, frame_tools.large(8000, 6000), "crop_foreground", **{**CROP, "padding": 5000, "unit": "px"}
    )
    assert "more than 67.1 megapixels" in response.content.decode()


def test_it_tells_where_the_subject_is(engine: fake_service.Service, alice: Client) -> None:
    frame_tools.answers(engine, "/image/edit/remove_background", cutout(slice(20, 40), slice(30, 50))[::2, ::2])
    picture = uploaded()
    response = alice.get(f"/pictures/{picture.pk}/revisions/1/subject")
    assert response.json() == {"left": 30, "top": 20, "right": 50, "bottom": 40}


def test_it_says_that_there_is_no_subject(engine: fake_service.Service, alice: Client) -> None:
    frame_tools.answers(engine, "/image/edit/remove_background", cutout(slice(0, 0), slice(0, 0)))
    response = alice.get(f"/pictures/{uploaded().pk}/revisions/1/subject")
    assert (response.status_code, "No clear subject" in response.content.decode()) == (422, True)


def test_why_there_is_no_subject_is_said_in_the_language_of_whoever_asks(
    engine: fake_service.Service, alice: Client
) -> None:
    frame_tools.answers(engine, "/image/edit/remove_background", cutout(slice(0, 0), slice(0, 0)))
    address = f"/pictures/{uploaded().pk}/revisions/1/subject"
    response = alice.get(address, headers={"Accept-Language": "de"})
    assert (response.status_code, "No clear subject" in response.content.decode()) == (422, False)


def test_a_service_that_counts_its_calls_is_not_asked_where_the_subject_is(
    hosted: fake_service.Service, alice: Client
) -> None:
    picture = uploaded()
    assert alice.get(f"/pictures/{picture.pk}/revisions/1/subject").status_code == 404
    assert not hosted.sent_to("/image/edit/remove_background")
