"""The tool "increase_resolution", against a hosted service faked at the transport."""

from __future__ import annotations

import numpy as np
import pytest
from django.test import Client

from editor.service import capabilities
from editor.tools.framing import Framing, megapixels
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
