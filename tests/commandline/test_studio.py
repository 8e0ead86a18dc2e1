"""A recipe sent by the command to a studio that runs: the same bytes as here, and as the studio's API gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image

from harness.images import base64_of
from harness.studio import Studio, run_studio
from harness.weights import INSTALLED
from tests.commandline.processes import run, run_json, save

STEPS: list[dict[str, Any]] = [
    {"do": "erase", "mask": {"runs": {"width": 40, "height": 40, "counts": "410 6 34 6 1144"}}},
    {"do": "increase_resolution", "fast": True},
    {"do": "product_check"},
]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio of one's own machine."""
    with run_studio(tmp_path_factory.mktemp("studio"), STUDIO_WEIGHTS=str(INSTALLED)) as running:
        yield running


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    """A file with a mark, an edit that changes the size, and a look at what came of it."""
    (tmp_path / "a.recipe.json").write_text(json.dumps({"recipe": 1, "steps": STEPS}))
    return tmp_path / "a.recipe.json"


def test_the_same_recipe_gives_the_same_bytes_here_by_a_studio_and_by_its_api(studio: Studio, recipe: Path) -> None:
    picture = save(recipe.with_name("a.png"))
    here, there = (recipe.with_name(name) for name in ("here", "there"))
    assert run("run", recipe, picture, "-o", here).returncode == 0
    status, (told,) = run_json("run", recipe, picture, "-o", there, "--engine", studio.address)
    assert (status, told["notes"][0][:24]) == (0, "Step 3 (product_check): ")
    made = (here / "a.png").read_bytes()
    assert made != picture.read_bytes()
    assert (there / "a.png").read_bytes() == made
    assert ask_api(studio, recipe, picture) == made


def test_what_a_studio_refuses_fails_that_picture_alone(studio: Studio, recipe: Path) -> None:
    save(recipe.parent / "in" / "a.png")
    Image.new("RGB", (80, 40), "red").save(recipe.parent / "in" / "b.png")
    status, told = run_json(
        "run", recipe, recipe.parent / "in", "-o", recipe.parent / "out", "--engine", studio.address
    )
    assert (status, [file["status"] for file in told]) == (1, ["done", "failed"])
    assert "has another shape" in told[1]["reason"]


def ask_api(studio: Studio, recipe: Path, picture: Path) -> bytes:
    """The result of ``POST /v2/recipes/run``."""
    order = {"image": base64_of(picture.read_bytes()), "recipe": recipe.read_text(), "sync": True}
    answer = requests.post(f"{studio.address}/v2/recipes/run", json=order, headers={"api_token": "local"}, timeout=120)
    assert answer.status_code == 200, answer.text
    return requests.get(answer.json()["result"]["image_url"], timeout=60).content
