"""Moderation: the operator's policy decides; without one, nobody is told that a check took place."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import Settings

from engine import moderation
from harness.images import Pixels, base64_of, png
from tests.engine.api.conftest import INLINE, Api

POLICIES = "tests.engine.api.moderation_policies"
ERASE, FILL = "/v2/image/edit/erase", "/v2/image/edit/gen_fill"
INPUT, OUTPUT = {"visual_input_content_moderation": True}, {"visual_output_content_moderation": True}
WORDS = "did not pass content moderation"


@pytest.fixture
def fields(photo: bytes, box_mask: Pixels) -> dict[str, Any]:
    return {"image": base64_of(photo), "mask": base64_of(png(box_mask))}


class TestWithPolicy:
    """A policy that allows nothing red."""

    @pytest.fixture(autouse=True)
    def policy(self, settings: Settings) -> None:
        settings.STUDIO_MODERATION = f"{POLICIES}.no_red"

    def test_a_refused_image_names_its_parameter(self, api: Api, fields: dict[str, Any]) -> None:
        response = api.post(ERASE, {**fields, **INPUT, "sync": True})
        assert response.status_code == 422
        details = response.json()["error"]["details"]
        assert "'image'" in details
        assert WORDS in details

    def test_v1_has_one_flag_for_everything(self, api: Api, photo: bytes, fields: dict[str, Any]) -> None:
        body = {"file": base64_of(photo), "mask_file": fields["mask"]}
        assert api.post("/v1/eraser", body).status_code == 200
        response = api.post("/v1/eraser", {**body, "content_moderation": True})
        assert response.status_code == 422
        assert "'file'" in response.json()["message"]

    def test_an_asynchronous_v2_request_ends_as_an_error(self, api: Api, fields: dict[str, Any]) -> None:
        answer = api.post(ERASE, {**fields, **INPUT})
        assert answer.status_code == 202
        status = api.get(answer.json()["status_url"])
        assert status.status_code == 200
        assert (status.json()["status"], status.json()["error"]["code"]) == ("ERROR", 422)

    def test_an_asynchronous_v1_request_leaves_zero_bytes(self, api: Api, fields: dict[str, Any]) -> None:
        answer = api.post("/v1/eraser", {**fields, "content_moderation": True, "sync": False})
        assert answer.status_code == 200
        assert api.fetch(answer.json()["result_url"]) == b""

    @pytest.mark.parametrize("by", [{}, INLINE])
    def test_it_judges_for_a_worker_as_well(self, api: Api, fields: dict[str, Any], by: dict[str, Any]) -> None:
        assert api.post("/v1/eraser", {**fields, "content_moderation": True}, **by).status_code == 422

    @pytest.mark.parametrize(
        ("flags", "status"), [({}, 422), ({"prompt_content_moderation": False}, 200), ({**INPUT}, 422)]
    )
    def test_prompts_are_judged_unless_that_is_declined(
        self, api: Api, fields: dict[str, Any], flags: dict[str, bool], status: int
    ) -> None:
        response = api.post(FILL, {**fields, "prompt": "red", **flags, "sync": True})
        assert response.status_code == status

    def test_a_result_is_judged(self, api: Api, fields: dict[str, Any], settings: Settings) -> None:
        settings.STUDIO_MODERATION = f"{POLICIES}.nothing_made"
        assert api.post(ERASE, {**fields, **INPUT, "sync": True}).status_code == 200
        response = api.post(ERASE, {**fields, **OUTPUT, "sync": True})
        assert response.status_code == 422
        assert "was made" in response.json()["error"]["details"]

    @pytest.mark.parametrize(("path", "status"), [("/v1/eraser", 451), (ERASE, 422)])
    def test_what_the_law_forbids_has_its_own_status_in_v1(
        self, api: Api, fields: dict[str, Any], settings: Settings, path: str, status: int
    ) -> None:
        settings.STUDIO_MODERATION = f"{POLICIES}.law"
        response = api.post(path, {**fields, **INPUT, "content_moderation": True, "sync": True})
        assert response.status_code == status

    @pytest.mark.parametrize("policy", ["broken", "missing"])
    def test_a_policy_that_fails_lets_nothing_pass(
        self, api: Api, fields: dict[str, Any], settings: Settings, policy: str
    ) -> None:
        settings.STUDIO_MODERATION = f"{POLICIES}.{policy}"
        assert api.post(ERASE, {**fields, **INPUT, "sync": True}).status_code == 500

    def test_nothing_is_said_of_missing_checks(self, api: Api, fields: dict[str, Any], settings: Settings) -> None:
        settings.STUDIO_MODERATION = f"{POLICIES}.nothing_made"
        response = api.post(ERASE, {**fields, **INPUT, "sync": True})
        assert "Studio-Warning" not in response
        assert "warning" not in response.json()["result"]


class TestWithoutPolicy:
    """Nobody judges, and the answers say so."""

    def test_v2_warns_in_header_and_result(self, api: Api, fields: dict[str, Any]) -> None:
        response = api.post(ERASE, {**fields, **INPUT, "sync": True})
        assert response.status_code == 200
        assert response["Studio-Warning"] == moderation.WARNING
        assert response.json()["result"]["warning"] == moderation.WARNING

    def test_the_status_warns(self, api: Api, fields: dict[str, Any]) -> None:
        answer = api.post(ERASE, {**fields, **OUTPUT})
        assert answer["Studio-Warning"] == moderation.WARNING
        assert api.get(answer.json()["status_url"]).json()["result"]["warning"] == moderation.WARNING

    def test_v1_warns(self, api: Api, fields: dict[str, Any]) -> None:
        response = api.post("/v1/eraser", {**fields, "content_moderation": "true"})
        assert response.json()["warning"] == response["Studio-Warning"] == moderation.WARNING

    def test_who_did_not_ask_is_not_warned(self, api: Api, fields: dict[str, Any]) -> None:
        response = api.post(FILL, {**fields, "prompt": "red", "sync": True})
        assert "Studio-Warning" not in response
        assert "warning" not in response.json()["result"]


@pytest.mark.parametrize("flag", ["visual_input_content_moderation", "prompt_content_moderation"])
def test_a_flag_is_true_or_false(api: Api, fields: dict[str, Any], flag: str) -> None:
    assert api.post(ERASE, {**fields, flag: "perhaps"}).status_code == 400
