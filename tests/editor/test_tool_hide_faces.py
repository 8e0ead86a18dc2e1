"""The tool "hide_faces": which faces are sent, by what they are hidden, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.test import Client

import bria
from editor.models import Job, Picture
from editor.service.capabilities import Abilities
from tests.bria.fakes import reply
from tests.editor import factories, fake_service, frame_tools
from tests.editor.clients import visitor

pytestmark = pytest.mark.django_db

EVA, ADAM = f"face-{factories.EVA}", f"face-{factories.ADAM}"


@pytest.fixture
def picture() -> Picture:
    return factories.picture()


@pytest.fixture
def alice() -> Client:
    return visitor()


def hide(client: Client, picture: Picture, **fields: Any) -> Any:
    return frame_tools.post(client, picture, "hide_faces", **{"method": "blur", "strength": 3, **fields})


def test_the_faces_of_the_chosen_people_are_hidden(alice: Client, picture: Picture) -> None:
    assert hide(alice, picture, **{EVA: "on", "method": "pixelate"}).status_code == 200
    params = Job.objects.get().params
    [eva] = [person for person in picture.visuals.get().people or [] if person["id"] == factories.EVA]
    assert (params["method"], params["strength"], params["faces"]) == ("pixelate", 3, [eva["rect"]])


def test_all_can_be_chosen(alice: Client, picture: Picture) -> None:
    hide(alice, picture, **{EVA: "on", ADAM: "on"})
    assert len(Job.objects.get().params["faces"]) == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose at least one face."),
        ({"face-nobody": "on"}, "Choose at least one face."),
        ({EVA: "on", "method": "smudge"}, "Choose what hides the faces."),
        ({EVA: "on", "strength": "9"}, "The strength is a number from 1 to 5."),
    ],
)
def test_what_cannot_be_done_is_said(alice: Client, picture: Picture, fields: dict[str, str], words: str) -> None:
    response = hide(alice, picture, **fields)
    assert response.status_code == 422 and words in response.content.decode()
    assert not Job.objects.exists()


def test_a_hosted_service_has_no_such_route(alice: Client, hosted: fake_service.Service, picture: Picture) -> None:
    hosted.overrides["/v2/capabilities"] = lambda: reply(status=404)
    response = hide(alice, picture, **{EVA: "on"})
    assert response.status_code == 422 and "can&#x27;t hide faces" in response.content.decode()


@pytest.mark.parametrize(
    ("answer", "available"),
    [
        (None, False),
        (bria.Capabilities(operations={"erase": bria.Capability()}), False),
        (bria.Capabilities(operations={"hide_faces": bria.Capability()}), True),
        (bria.Capabilities(), True),
    ],
)
def test_an_engine_that_tells_of_its_routes_must_tell_of_this_one(
    answer: bria.Capabilities | None, available: bool
) -> None:
    assert Abilities(answer)["hide_faces"].available == available


def test_the_engine_is_asked_once_and_the_step_says_how_many(hosted: fake_service.Service) -> None:
    frame_tools.answers(hosted, "/image/edit/hide_faces", np.zeros((120, 160, 3), np.uint8))
    faces = [{"x": 1.0, "y": 2.0, "w": 30.0, "h": 40.0}]
    made = frame_tools.made("hide_faces", method="fill", strength=2, faces=faces)
    [sent] = hosted.sent_to("/image/edit/hide_faces")
    assert (sent["method"], sent["strength"], sent["faces"]) == ("fill", 2, faces)
    assert made.label == "Hid 1 face" and made.visual is None
