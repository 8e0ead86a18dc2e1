"""Recipes that do not fit, folders that lie in each other, disks that are full: one line each, and nothing is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from commandline.carriers import Face, Made
from commandline.errors import FileFailed
from commandline.work import Task, Work, carry_out
from harness import small_disk
from harness.small_disk import SmallDisk
from recipes.model import Recipe, Step
from tests.commandline.processes import QUICK, list_files, run, run_json, save

SQUARE = {"runs": {"width": 40, "height": 40, "counts": "410 6 1184"}}


@dataclass(frozen=True)
class Slow:
    """An engine that takes so long that more of the picture's file arrives meanwhile."""

    path: Path

    def apply(self, recipe: Recipe, image: bytes) -> Made:
        """The picture as it is."""
        with self.path.open("ab") as file:
            file.write(b"more")
        return Made(image)

    def make_layers(self, image: bytes) -> bytes:
        """Nothing."""
        return b""

    def find_faces(self, image: bytes) -> tuple[Face, ...]:
        """None."""
        return ()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A real disk of 8 MB."""
    try:
        with small_disk.mounted(tmp_path / "disk", 8) as found:
            yield found
    except small_disk.NotAllowed as reason:
        pytest.skip(f"NOT TESTED: {reason}")


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ({"do": "erase", "mask": SQUARE}, "Step 1 (erase): The mask was drawn on 40 × 40 pixels"),
        ({"do": "erase", "mask": {"ids": [999]}}, "Step 1 (erase): This image has no mask 999."),
        ({"do": "objects_remove", "mask_ids": [999]}, "Step 1 (objects_remove): This image has no mask 999."),
        ({"do": "frobnicate"}, "Step 1 (frobnicate): This engine has no such step"),
    ],
    ids=["another size", "missing region", "missing mask", "unknown tool"],
)
def test_a_recipe_that_does_not_fit_a_picture_fails_it_in_one_line(
    tmp_path: Path, step: dict[str, Any], sentence: str
) -> None:
    recipe, picture = tmp_path / "a.recipe.json", tmp_path / "wide.png"
    recipe.write_text(json.dumps({"recipe": 1, "steps": [step]}))
    Image.new("RGB", (80, 40), "red").save(picture)
    done = run("run", recipe, picture, "-o", tmp_path / "out.png")
    (line,) = done.stderr.decode().splitlines()
    assert (done.returncode, sentence in line) == (1, True), line
    assert not (tmp_path / "out.png").exists()


def test_a_picture_that_grows_while_it_is_worked_on_fails(tmp_path: Path) -> None:
    picture = save(tmp_path / "a.png")
    with pytest.raises(FileFailed, match="It changed while it was read"):
        carry_out(Task(picture, "a.png"), Work(Recipe((Step("increase_resolution", {}),))), Slow(picture))


def test_names_in_any_script_come_out_as_they_went_in(tmp_path: Path) -> None:
    names = ["été.png", "מדבר.png", "写真 1.png", "😀.png", "-o.png", "a\nb.png"]
    for name in names:
        save(tmp_path / "in" / name)
    save(tmp_path / "in" / "latin.png").rename(tmp_path / "in" / os.fsdecode(b"\xe9t\xe9.png"))
    status, told = run_json(*QUICK, tmp_path / "in", "-o", tmp_path / "out")
    assert (status, {file["status"] for file in told}) == (0, {"done"})
    assert list_files(tmp_path / "out") == sorted([*names, "\udce9t\udce9.png"])


def test_two_files_that_become_one_name_by_a_format_do_not_become_one_file(tmp_path: Path) -> None:
    save(tmp_path / "in" / "a.jpg")
    save(tmp_path / "in" / "a.png", seed=1)
    save(tmp_path / "in" / "a.webp", seed=2)
    status, told = run_json(*QUICK, tmp_path / "in", "-o", tmp_path / "out", "--format", "png")
    assert (status, [file["status"] for file in told]) == (1, ["done", "failed", "failed"])
    assert list_files(tmp_path / "out") == ["a.png"]


def test_results_within_the_folder_that_is_read_are_not_read_again(tmp_path: Path) -> None:
    save(tmp_path / "in" / "a.png")
    out = tmp_path / "in" / "deep" / "out"
    assert run(*QUICK, tmp_path / "in", "-o", out).returncode == 0
    status, told = run_json(*QUICK, tmp_path / "in", "-o", out, "--resume")
    assert (status, [file["status"] for file in told]) == (0, ["there", "skipped"])
    assert list_files(out) == ["a.png"]


def test_a_disk_that_is_full_fails_what_does_not_fit_and_resumes_once_there_is_room(
    tmp_path: Path, disk: SmallDisk
) -> None:
    save(tmp_path / "in" / "large.bmp", 300)
    save(tmp_path / "in" / "small.png")
    disk.fill(leave=200_000)
    status, told = run_json(*QUICK, tmp_path / "in", "-o", disk.folder / "out")
    assert (status, [file["status"] for file in told]) == (1, ["failed", "done"])
    assert "No space left on device" in told[0]["reason"]
    assert list_files(disk.folder / "out") == ["small.png"]
    disk.empty()
    status, told = run_json(*QUICK, tmp_path / "in", "-o", disk.folder / "out", "--resume")
    assert (status, [file["status"] for file in told]) == (0, ["done", "there"])
