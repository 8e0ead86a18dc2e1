"""The tool "packshot": what is sent, what is refused, and what is said of the result."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.test import Client

import bria
from editor import marketplace
from editor.models import Job, Picture
from editor.service.capabilities import Abilities
from tests.bria.fakes import reply
from tests.editor import factories, fake_service, frame_tools
from tests.editor.clients import visitor

pytestmark = pytest.mark.django_db

PACKED: dict[str, Any] = {
    "background_color": "#ffffff",
    "canvas_size": [300, 200],
    "product_share": 70,
    "shadow": "float",
}
WHITE = np.full((200, 300, 3), 255, np.uint8)
FINDINGS = [
    {"rule": "size", "passed": False, "value": 300, "limit": 1000, "text": "-"},
    {"rule": "background", "passed": False, "value": 0.1234, "limit": 0.001, "text": "-"},
    {"rule": "share", "passed": True, "value": 0.9, "limit": 0.85, "text": "-"},
    {"rule": "text", "passed": None, "value": 0, "limit": 0, "text": "-"},
    {"rule": "smell", "passed": True, "value": 0, "limit": 0, "text": "-"},
]


@pytest.fixture
def picture() -> Picture:
    return factories.picture()


@pytest.fixture
def alice() -> Client:
    return visitor()


def post(client: Client, picture: Picture, **fields: Any) -> Any:
    form = {"width": 300, "height": 200, "share": 70, "background": "colour", "colour": "#ffffff", "shadow": "float"}
    return frame_tools.post(client, picture, "packshot", **{**form, **fields})


def test_the_frame_is_sent_in_the_words_of_the_client(alice: Client, picture: Picture) -> None:
    assert post(alice, picture).status_code == 200
    assert Job.objects.get().params == {"tool": "packshot", **PACKED}


def test_on_nothing_the_colour_does_not_count(alice: Client, picture: Picture) -> None:
    assert post(alice, picture, background="transparent", colour="what?").status_code == 200
    assert Job.objects.get().params["background_color"] == "transparent"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"width": 63}, "A side has 64 to 5000 pixels."),
        ({"height": ""}, "A side has 64 to 5000 pixels."),
        ({"share": 101}, "The share is a number from 10 to 100."),
        ({"background": "sea"}, "Choose what is behind the product."),
        ({"colour": ""}, "Choose a colour."),
        ({"colour": "what?"}, "a colour code"),
        ({"shadow": "long"}, "Choose a shadow, or none."),
    ],
)
def test_what_cannot_be_done_is_said(alice: Client, picture: Picture, fields: dict[str, Any], words: str) -> None:
    response = post(alice, picture, **fields)
    assert response.status_code == 422 and words in response.content.decode()
    assert not Job.objects.exists()


def test_a_hosted_service_makes_no_such_packshots(
    alice: Client, hosted: fake_service.Service, picture: Picture
) -> None:
    hosted.overrides["/v2/capabilities"] = lambda: reply(status=404)
    response = post(alice, picture)
    assert response.status_code == 422 and "packshots of any size" in response.content.decode()


@pytest.mark.parametrize(
    ("answer", "available"),
    [
        (None, False),
        (bria.Capabilities(operations={"erase": bria.Capability()}), False),
        (bria.Capabilities(operations={"packshot": bria.Capability()}), True),
    ],
)
def test_an_engine_that_tells_of_its_routes_must_tell_of_this_one(
    answer: bria.Capabilities | None, available: bool
) -> None:
    assert Abilities(answer)["packshot"].available == available


def test_the_engine_is_asked_once_and_what_marketplaces_would_say_is_kept(hosted: fake_service.Service) -> None:
    frame_tools.answers(hosted, "/image/edit/product/packshot", WHITE)
    hosted.overrides["/v2/product/check"] = lambda: reply({"result": {"findings": FINDINGS}})
    made = frame_tools.made("packshot", **PACKED)
    [sent] = hosted.sent_to("/image/edit/product/packshot")
    assert {name: sent[name] for name in PACKED} == PACKED
    assert made.label == "Made a packshot" and (made.width, made.height) == (300, 200)
    remarks = marketplace.list_remarks(made)
    assert [remark.passed for remark in remarks] == [False, False, True, None]
    texts = " ".join(remark.text for remark in remarks)
    assert "300 pixels; 1000" in texts and "12.3 %" in texts and "fills 90 %" in texts


def test_a_check_that_fails_loses_no_packshot(hosted: fake_service.Service) -> None:
    frame_tools.answers(hosted, "/image/edit/product/packshot", WHITE)
    hosted.overrides["/v2/product/check"] = lambda: reply({"message": "no"}, 422)
    made = frame_tools.made("packshot", **PACKED)
    assert made.label == "Made a packshot" and marketplace.list_remarks(made) == []


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        ({"rule": "size", "passed": True, "value": 2000, "limit": 1000}, "2000 pixels: enough"),
        ({"rule": "background", "passed": True, "value": 0, "limit": 0.001}, "pure white"),
        ({"rule": "share", "passed": False, "value": 0.8499, "limit": 0.85}, "84.9 % of the frame; 85 %"),
        ({"rule": "share", "passed": None, "value": 0, "limit": 0.85}, "told only before white"),
        ({"rule": "text", "passed": True, "value": 0, "limit": 0}, "No text"),
        ({"rule": "text", "passed": False, "value": 6, "limit": 0}, "Erase it"),
    ],
)
def test_each_finding_says_what_to_do(picture: Picture, finding: dict[str, Any], words: str) -> None:
    revision = picture.revisions.get()
    revision.params = {"findings": [finding]}
    [remark] = marketplace.list_remarks(revision)
    assert words in remark.text


def test_other_revisions_have_no_remarks(picture: Picture) -> None:
    assert marketplace.list_remarks(picture.revisions.get()) == []
