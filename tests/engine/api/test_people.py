"""People: what can be changed about them, and changing it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from harness.images import Pixels, pixels_of, png
from tests.engine.api.conftest import Api
from tests.engine.api.test_objects import manual


@pytest.fixture
def visual_id(api: Api, portrait: bytes) -> str:
    return api.register(portrait)


@pytest.fixture
def person(api: Api, visual_id: str) -> Any:
    [person] = api.get(f"/v1/{visual_id}/person/info").json()
    return person


def create(api: Api, visual_id: str, *changes: Any, **fields: Any) -> Any:
    return api.post(f"/v1/{visual_id}/create", {"changes": list(changes), **fields})


def change(person: Any, **actions: Any) -> dict[str, Any]:
    return {"id": person["id"], "actions": actions}


class TestInfo:
    """``person/info``."""

    def test_a_person_has_brias_shape(self, person: Any) -> None:
        assert set(person) == {"id", "type", "labels", "rect", "actions", "oracle"}
        assert person["type"] == "person"
        assert len(person["id"]) == 64

    def test_the_rectangle_is_floats_around_the_face(self, person: Any) -> None:
        rect = person["rect"]
        assert all(isinstance(rect[side], float) for side in "xywh")
        assert rect["x"] < 125 < rect["x"] + rect["w"]
        assert rect["y"] < 110 < rect["y"] + rect["h"]

    def test_every_action_has_values_and_an_oracle(self, person: Any) -> None:
        assert person["actions"]
        for action, values in person["actions"].items():
            assert values and all(isinstance(value, str) for value in values)
            assert set(person["oracle"][action].values()) <= {"low", "high"}

    def test_a_picture_without_people_has_none(self, api: Api, photo: bytes) -> None:
        assert api.get(f"/v1/{api.register(photo)}/person/info").json() == []

    def test_it_is_the_same_when_asked_again(self, api: Api, visual_id: str, person: Any) -> None:
        assert api.get(f"/v1/{visual_id}/person/info").json() == [person]


class TestCreate:
    """``create``."""

    def test_a_name_changes_the_person(self, api: Api, visual_id: str, person: Any, portrait: bytes) -> None:
        response = create(api, visual_id, change(person, expression="smile"))
        assert response.status_code == 200
        result, original = pixels_of(api.fetch(response.json()["image_res"])), pixels_of(portrait)
        assert result.shape == original.shape
        assert difference(result, original) > 0

    def test_a_number_changes_the_person(self, api: Api, visual_id: str, person: Any) -> None:
        assert create(api, visual_id, change(person, age=3.5)).status_code == 200

    def test_an_edit_starts_from_the_state_it_names(
        self, api: Api, visual_id: str, person: Any, portrait: bytes
    ) -> None:
        sid = erased_corner(api, visual_id)
        result = pixels_of(api.fetch(create(api, visual_id, change(person, age=3), sid=sid).json()["image_res"]))
        alone = pixels_of(api.fetch(create(api, visual_id, change(person, age=3)).json()["image_res"]))
        assert difference(result[-24:, :24], alone[-24:, :24]) > 0
        assert np.array_equal(result[:200], alone[:200])

    def test_a_second_change_of_the_same_person_along_a_sid_is_refused(
        self, api: Api, visual_id: str, person: Any
    ) -> None:
        sid = create(api, visual_id, change(person, age=3)).json()["sid"]
        later = erased_corner(api, visual_id, sid=sid)
        response = create(api, visual_id, change(person, expression="smile"), sid=later)
        assert response.status_code == 400
        assert "already changed" in response.json()["message"]

    def test_two_people_are_changed_together_or_one_after_the_other(self, api: Api, portrait: bytes) -> None:
        visual_id = api.register(png(np.hstack([pixels_of(portrait)] * 2)))
        people = api.get(f"/v1/{visual_id}/person/info").json()
        wanted = [change(person, age=8) for person in people]
        together = create(api, visual_id, *wanted).json()
        first = create(api, visual_id, wanted[0]).json()
        second = create(api, visual_id, wanted[1], sid=first["sid"]).json()
        assert len(people) == 2
        assert api.fetch(together["image_res"]) == api.fetch(second["image_res"])

    def test_the_result_can_be_asked_for_in_a_screens_size(self, api: Api, visual_id: str, person: Any) -> None:
        answer = create(api, visual_id, change(person, age=3), desired_resolution="nhd").json()
        assert pixels_of(api.fetch(answer["image_res"])).shape == (360, 360, 3)

    @pytest.mark.parametrize("actions", [{"wings": "large"}, {"age": 11}, {"age": "mid-90"}, {}])
    def test_what_is_not_offered_is_a_bad_request(
        self, api: Api, visual_id: str, person: Any, actions: dict[str, Any]
    ) -> None:
        response = create(api, visual_id, change(person, **actions))
        assert response.status_code == 400
        assert response.json()["message"]

    def test_changes_must_name_people(self, api: Api, visual_id: str) -> None:
        assert api.post(f"/v1/{visual_id}/create", {"changes": None}).status_code == 400

    def test_an_unknown_sid_is_not_found(self, api: Api, visual_id: str, person: Any) -> None:
        assert create(api, visual_id, change(person, age=3), sid="gone.JPEG").status_code == 404


def erased_corner(api: Api, visual_id: str, **fields: Any) -> str:
    corner = np.zeros((256, 256), np.uint8)
    corner[-20:, :20] = 255
    answer = api.post(f"/v1/{visual_id}/objects/remove", {"changes": [manual(corner)], **fields})
    return str(answer.json()["sid"])


def difference(first: Pixels, second: Pixels) -> int:
    return int(np.abs(first.astype(int) - second.astype(int)).sum())
