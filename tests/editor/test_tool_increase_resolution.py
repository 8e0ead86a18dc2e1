"""The tool "increase_resolution", against a hosted service faked at the transport."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.test import Client

import bria
from editor.models import Job
from editor.service import capabilities
from editor.service.capabilities import Abilities
from editor.tools.framing import FAST_SECONDS, PHOTO_SECONDS, Framing, megapixels
from tests.editor import fake_service, frame_tools
from tests.editor.clients import visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> Client:
    return visitor()


def test_enlarging_asks_for_the_factor(hosted: fake_service.Service) -> None:
    frame_tools.answers(hosted, "/image/edit/increase_resolution", np.zeros((240, 320, 3), np.uint8))
    made = frame_tools.made("increase_resolution", factor=4)
    assert hosted.sent_to("/image/edit/increase_resolution")[0]["desired_increase"] == 4
    assert (made.width, made.height, made.label) == (320, 240, "Enlarged 4 times")


def test_its_regions_are_looked_for_anew(hosted: fake_service.Service) -> None:
    frame_tools.answers(hosted, "/image/edit/increase_resolution", np.zeros((120, 160, 3), np.uint8))
    assert frame_tools.made("increase_resolution", factor=2).visual is None


def test_it_says_what_cannot_be_enlarged(hosted: fake_service.Service, alice: Client) -> None:
    picture = frame_tools.large(3000, 2000)
    assert frame_tools.post(alice, picture, "increase_resolution", factor=2).status_code == 200
    response = frame_tools.post(alice, picture, "increase_resolution", factor=4)
    assert response.status_code == 422
    assert "at most 67.1 megapixels" in response.content.decode()
    assert frame_tools.post(alice, picture, "increase_resolution", factor=3).status_code == 422


def test_it_offers_what_is_possible(hosted: fake_service.Service) -> None:
    current = frame_tools.large(3000, 2000).current
    assert current is not None
    framing = Framing(current, capabilities.abilities())
    assert [(each.width, each.height, bool(each.reason)) for each in framing.enlargements] == [
        (6000, 4000, False),
        (12000, 8000, True),
    ]
    assert not framing.only_for_looking


def test_a_single_pixel_cannot_be_enlarged_by_the_studios_engine() -> None:
    current = frame_tools.large(1, 1).current
    assert current is not None
    framing = Framing(current, capabilities.abilities())
    assert "16 pixels" in framing.reason(2)
    assert not framing.can_enlarge


def test_megapixels_are_short() -> None:
    assert [megapixels(pixels) for pixels in (25_000_000, 67_108_864, 1_260_000, 144_400_000)] == [
        "25",
        "67.1",
        "1.3",
        "144",
    ]


def framing_of(width: int, height: int, photo_pixels: int) -> Framing:
    """The frame of a picture of that size, with an engine that enlarges photos of so many pixels by its network."""
    current = frame_tools.large(width, height).current
    assert current is not None
    return Framing(current, Abilities(bria.Capabilities(limits={"photo_pixels": photo_pixels})))


def test_with_a_hosted_service_there_is_no_choice_of_methods(hosted: fake_service.Service, alice: Client) -> None:
    frame_tools.post(alice, frame_tools.large(300, 200), "increase_resolution", factor=2, method="fast")
    assert Job.objects.get(kind="edit").params == {"tool": "increase_resolution", "factor": 2}


def test_it_takes_as_long_as_what_is_doubled_by_each_method(hosted: fake_service.Service) -> None:
    framing = framing_of(1000, 1000, 1_000_000)
    assert framing.doublings(2, fast=False).seconds == PHOTO_SECONDS
    assert framing.doublings(4, fast=False).seconds == PHOTO_SECONDS + 4 * FAST_SECONDS
    assert framing.doublings(4, fast=True).seconds == pytest.approx(5 * FAST_SECONDS)
    assert framing.doublings(4, fast=True).work == 5


def test_a_picture_too_large_for_the_network_is_told_so(hosted: fake_service.Service) -> None:
    assert framing_of(1000, 1001, 1_000_000).photo_reason == "This method takes pictures of up to 1 megapixels."
    assert not framing_of(1000, 1000, 1_000_000).photo_reason


def test_only_possible_enlargements_have_a_duration(hosted: fake_service.Service) -> None:
    assert framing_of(3000, 2000, 10_000_000).photo_durations == "2×: usually about 50 s"
    assert "4×: usually about 40 s" in framing_of(1000, 1000, 2048 * 2048).photo_durations


@pytest.mark.parametrize(
    ("params", "title"),
    [
        ({"fast": False}, "Enlarged 2 times by waifu2x"),
        ({"fast": True}, "Enlarged 2 times, fast"),
        ({}, "Enlarged 2 times"),
    ],
)
def test_the_title_says_by_what_it_was_made(hosted: fake_service.Service, params: dict[str, Any], title: str) -> None:
    frame_tools.answers(hosted, "/image/edit/increase_resolution", np.zeros((120, 160, 3), np.uint8))
    assert frame_tools.made("increase_resolution", factor=2, **params).label == title
