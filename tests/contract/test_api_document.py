"""The examples of docs/api.md, run from top to bottom in a shell by somebody who knows nothing else."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from psd_tools import PSDImage
from skimage import data

from engine import urls
from engine.capabilities import GENERATIVE_ROUTES as UNAVAILABLE
from engine.edits.registry import EDITS
from engine.errors import EngineError
from engine.views.openapi import describe
from engine.weights import bundled
from harness.studio import run_studio
from harness.weights import INSTALLED
from tests.house.files import ROOT

EXAMPLES = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
PATIENCE = 600  # seconds for all of them
SIZE = (512, 512)
PATH = "/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin"

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("bash", "curl", "jq", "base64"))), reason="NO CURL OR JQ: the examples need them"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A studio with the installation's weights, which some of the examples need."""
    if missing := bundled.list_missing(INSTALLED):
        pytest.skip(f"not installed: {', '.join(weights.name for weights in missing)}")
    with run_studio(tmp_path_factory.mktemp("studio"), STUDIO_WEIGHTS=str(INSTALLED)) as studio:
        yield studio.address


@pytest.fixture(scope="module")
def folder(address: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the examples were run, with everything they made."""
    made = tmp_path_factory.mktemp("examples")
    mask = np.zeros(SIZE, np.uint8)
    mask[20:90, 20:90] = 255
    Image.fromarray(data.astronaut()).save(made / "photo.jpg", quality=95)
    Image.fromarray(mask).save(made / "mask.png")
    (made / "bin").mkdir()
    noting = made / "bin" / "curl"
    noting.write_text(f'#!/bin/sh\necho "$@" >> "{made}/asked.txt"\nexec {shutil.which("curl")} "$@"\n')
    noting.chmod(0o755)
    script = "\n".join(EXAMPLES.findall((ROOT / "docs" / "api.md").read_text()))
    run = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=made,
        env={
            "PATH": f"{made}/bin:/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin",
            "STUDIO": address,
            "TOKEN": "a-stranger",
        },
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:] + run.stdout[-2000:]
    return made


def asked(folder: Path, address: str) -> set[tuple[str, str]]:
    """Method and route of every call of the examples, ids by their names."""
    found = set()
    for line in (folder / "asked.txt").read_text().splitlines():
        posts = re.search(r"(^| )(-F|-d|-X POST) ?", line)
        for path in re.findall(rf"{re.escape(address)}(/v[12]/[^ ?]*)", line):
            path = re.sub(r"^/v1/[0-9a-f]{16}/", "/v1/{visual_id}/", path)
            path = re.sub(r"^/v2/status/.*", "/v2/status/{request_id}", path)
            found.add(("post" if posts else "get", path))
    return found


def test_the_examples_ask_for_everything_there_is(folder: Path, address: str) -> None:
    paths = describe(address, urls.urlpatterns)["paths"]
    offered = {
        (method, path)
        for path, item in paths.items()
        for method in item
        if method != "parameters" and path.removeprefix("/v2/") not in UNAVAILABLE
    }
    assert offered - asked(folder, address) == set()


def read(path: Path) -> Any:
    return json.loads(path.read_text())


def size_of(path: Path) -> tuple[int, int]:
    """Width and height of the picture in a file, which must be a whole one."""
    with Image.open(path) as picture:
        picture.load()
        return picture.size


SIZES = {
    "removed.png": SIZE,
    "created.png": (600, 600),
    "enlarged.png": (1024, 1024),
    "enlarged_edit.png": (1024, 1024),
    "erased.png": SIZE,
    "filled.png": SIZE,
    "empty.png": SIZE,
    "cutout.png": SIZE,
    "blurred.png": SIZE,
    "larger.png": (1024, 1024),
    "hidden.png": SIZE,
    "v2_erased.png": SIZE,
    "v2_sync.png": SIZE,
    "v2_filled.png": SIZE,
    "v2_empty.png": SIZE,
    "v2_cutout.png": SIZE,
    "v2_blurred.png": SIZE,
    "v2_replaced.png": SIZE,
    "v2_expanded.png": (640, 560),
    "v2_larger.png": (1024, 1024),
    "v2_hidden.png": SIZE,
    "guided.png": SIZE,
    "packshot.png": (2000, 2000),
    "sepia.png": SIZE,
    "v2_guided.png": SIZE,
    "v2_packshot.png": (1200, 1200),
    "v2_grey.png": SIZE,
}


@pytest.mark.parametrize(("name", "size"), SIZES.items())
def test_an_example_brings_a_picture(folder: Path, name: str, size: tuple[int, int]) -> None:
    assert size_of(folder / name) == size


OF_SOME_SIZE = (
    *("replaced.png", "expanded.png", "cropped.png", "subject.png", "v2_cropped.png"),
    *("product.png", "shadow.png", "v2_product.png", "v2_shadow.png"),
)


@pytest.mark.parametrize("name", OF_SOME_SIZE)
def test_an_example_brings_a_picture_of_some_size(folder: Path, name: str) -> None:
    assert min(size_of(folder / name)) > 100


def test_the_examples_bring_masks(folder: Path) -> None:
    for name in ("masks.zip", "regions_by_post.zip", "regions.zip"):
        with zipfile.ZipFile(folder / name) as archive:
            assert any(member.endswith("_panoptic.png") for member in archive.namelist())
    assert read(folder / "all_masks.json")["result"]["masks"][0]["id"] == 1


def test_the_examples_bring_layers(folder: Path) -> None:
    assert len(list(PSDImage.open(folder / "layers.psd"))) >= 2


def test_the_examples_tell_of_people_and_objects(folder: Path) -> None:
    assert len(read(folder / "people.json")) == 1
    assert len(read(folder / "objects.json")) > 10
    assert read(folder / "info.json")["visual_id"]
    assert read(folder / "background.json")["actions"]
    assert read(folder / "registered.json")["visual_id"] != read(folder / "info.json")["visual_id"]
    assert read(folder / "further.json")["sid"] != read(folder / "removed.json")["sid"]


def test_the_examples_tell_what_the_engine_can_do(folder: Path) -> None:
    operations = read(folder / "capabilities.json")["operations"]
    assert [operations[name]["available"] for name in ("erase", "gen_fill_by_prompt")] == [True, False]


def test_every_status_is_explained() -> None:
    text = (ROOT / "docs" / "api.md").read_text()
    table = " ".join(re.findall(r"^\| ([\d, ]+) \|", text, re.MULTILINE))
    assert {str(kind.status) for kind in EngineError.__subclasses__()} - set(re.findall(r"\d+", table)) == set()


def test_every_edit_is_listed() -> None:
    text = (ROOT / "docs" / "api.md").read_text()
    assert [edit.slug for edit in EDITS if f"| `{edit.v1_path}` | `{edit.v2_path}` |" not in text] == []
    spellings = {route: (f"`/v2/{route}`", f"`{route.removeprefix('image/edit/')}`") for route in UNAVAILABLE}
    assert [route for route, names in spellings.items() if not any(name in text for name in names)] == []
