"""What the engine tells of itself: it does what it says it does, and refuses the rest for the reason it tells."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from engine.capabilities import BY_WEIGHTS
from engine.capabilities import GENERATIVE_ROUTES as ROUTES
from engine.edits.registry import EDITS
from harness.images import Pixels, base64_of, png
from tests.engine import onnx_graphs
from tests.engine.api.conftest import Api
from tests.house.files import ROOT

PROMPT = "a palm tree in the sunset"


@pytest.fixture
def told(api: Api) -> Any:
    return api.get("/v2/capabilities").json()


def test_every_edit_is_available(told: Any) -> None:
    assert [edit.slug for edit in EDITS if not told["operations"][edit.slug]["available"]] == []


@pytest.mark.parametrize("edit", ["gen_fill", "replace_background", "expand", "remove_background_guided"])
def test_free_prompts_are_refused_for_the_reason_it_tells(
    api: Api, told: Any, photo: bytes, box_mask: Pixels, edit: str
) -> None:
    fields = {"image": base64_of(photo), "mask": base64_of(png(box_mask)), "prompt": PROMPT, "aspect_ratio": "1:1"}
    address = {each.slug: each.v2_addresses[0] for each in EDITS}[edit]
    response = api.post(f"/{address}", fields)
    capability = told["operations"][f"{edit}_by_prompt"]
    assert (response.status_code, capability["available"], capability["enabled_by"]) == (422, False, "hosted")
    assert capability["reason"] == response.json()["error"]["details"]


def test_unavailable_routes_are_told(told: Any) -> None:
    unavailable = [name for name, capability in told["operations"].items() if not capability["available"]]
    assert len(unavailable) == len(ROUTES) + 4 + len(BY_WEIGHTS)
    assert {"enhance", "edit", "structured_instruction_generate"} <= set(unavailable)


def test_installed_weights_and_what_they_do_are_told(api: Api, told: Any, installed_weights: Path) -> None:
    assert told["weights"] == []
    assert not any(told["operations"][name]["available"] for name in BY_WEIGHTS)
    again = api.get("/v2/capabilities").json()
    assert {"u2netp", "yunet", "waifu2x"} <= set(again["weights"])
    assert all(again["operations"][name]["available"] for name in BY_WEIGHTS)


def test_own_models_are_told(api: Api, told: Any, settings: Settings, tmp_path: Path) -> None:
    assert told["models"] == []
    settings.STUDIO_MODELS = onnx_graphs.describe(tmp_path, "inpaint", onnx_graphs.INPAINT)
    assert api.get("/v2/capabilities").json()["models"] == ["inpaint"]


def test_the_version_is_the_packages(told: Any) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert told["engine"] == {"name": "Bria Studio", "version": project["version"]}


def test_limits_are_those_of_the_settings(told: Any, settings: Settings) -> None:
    assert told["limits"]["image_bytes"] == settings.UPLOAD_BYTES
    assert told["limits"]["canvas_pixels"] == 5000 * 5000


def test_a_token_is_asked_for(api: Api) -> None:
    assert api.client.get("/v2/capabilities", headers={"api_token": ""}).status_code == 401
