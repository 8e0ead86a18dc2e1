"""The object inside of what was drawn: what the engine is asked, and what a page hears."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from editor.imaging import shapes
from editor.models import Picture
from harness.images import png
from tests.bria.fakes import reply
from tests.editor import fake_service
from tests.editor.clients import visitor
from tests.editor.user_actions import uploaded

pytestmark = pytest.mark.django_db

BOX = {"kind": "box", "add": True, "points": [30, 40, 10.4, 20.2]}
LASSO = {"kind": "lasso", "add": True, "points": [10, 10, 30, 10, 30, 40, 10, 40]}


@pytest.fixture
def engine() -> fake_service.Service:
    """An engine that looks for the object at one place."""
    return fake_service.use(knows_parts=True)


def asked(picture: Picture, *steps: Any) -> Any:
    fields = {"selection": json.dumps({"steps": steps})}
    return visitor("alice").post(f"/pictures/{picture.pk}/revisions/1/object", fields)


def order(engine: fake_service.Service) -> dict[str, Any]:
    [sent] = engine.sent_to("/image/segment/object")
    return dict(sent)


def test_a_box_is_asked_for_in_whole_pixels_of_the_picture(engine: fake_service.Service) -> None:
    picture = uploaded()
    asked(picture, BOX)
    assert order(engine)["box"] == [10, 20, 20, 20]
    assert fake_service.decoded(order(engine)["image"]).shape[:2] == fake_service.SIZE


def test_a_box_that_leaves_the_picture_ends_at_its_frame(engine: fake_service.Service) -> None:
    asked(uploaded(), {**BOX, "points": [-9, -9, 500, 30]})
    assert order(engine)["box"] == [0, 0, 80, 30]


def test_a_stroke_is_asked_for_as_a_mask(engine: fake_service.Service) -> None:
    asked(uploaded(), LASSO)
    mask = fake_service.decoded(order(engine)["mask"])
    assert (mask[20, 20], mask[50, 50]) == (255, 0)


def test_the_answer_is_the_line_around_the_object(engine: fake_service.Service) -> None:
    answer = asked(uploaded(), BOX)
    points = np.array(json.loads(answer.content)["points"]).reshape(-1, 2)[:, ::-1]
    mask = np.zeros(fake_service.SIZE, bool)
    patch = shapes.draw_lasso(points, fake_service.SIZE)
    mask[patch.window] = patch.inside
    assert np.array_equal(mask, fake_service.parts_map() == 300)


@pytest.mark.parametrize(
    ("route", "answer", "sentence"),
    [
        ("/segment/object", reply({"message": "Nothing stands out."}, 422), "No object was found there"),
        ("/files/object.png", reply(png(np.zeros(fake_service.SIZE, np.uint8))), "No object was found there"),
        ("/files/object.png", reply(b"no picture"), "could not be used"),
        ("/segment/object", reply({"message": "on fire"}, 500), "on fire"),
    ],
)
def test_why_there_is_none_is_said(engine: fake_service.Service, route: str, answer: Any, sentence: str) -> None:
    picture = uploaded()
    engine.overrides[route] = lambda: answer
    told = asked(picture, BOX)
    assert (told.status_code, told["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert sentence in told.content.decode()


def test_a_box_beside_the_picture_holds_nothing(engine: fake_service.Service) -> None:
    assert "No object was found there" in asked(uploaded(), {**BOX, "points": [200, 0, 300, 50]}).content.decode()
    assert engine.sent_to("/segment/object") == []


def test_nonsense_is_refused(engine: fake_service.Service) -> None:
    assert asked(uploaded(), {"kind": "spray"}).status_code == 422
    assert asked(uploaded()).status_code == 422


def test_an_engine_that_cannot_look_is_not_asked(hosted: fake_service.Service) -> None:
    assert asked(uploaded(), BOX).status_code == 404


def test_the_switch_is_off_with_the_reason_where_the_engine_cannot_look(hosted: fake_service.Service) -> None:
    page = visitor("alice").get(f"/pictures/{uploaded().pk}/").content.decode()
    assert "what is drawn is selected as it is" in page
    assert "Find what is here" not in page


def test_the_box_looks_for_the_object_inside_where_the_engine_can(engine: fake_service.Service) -> None:
    page = " ".join(visitor("alice").get(f"/pictures/{uploaded().pk}/").content.decode().split())
    assert 'name="box_object" checked' in page
    assert "Find what is here" in page
