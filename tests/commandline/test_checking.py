"""``bria-studio check``: what marketplaces would say of each picture, and how the command ends."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from PIL import Image

from tests.commandline.processes import run, run_json, save


def save_product(path: Path, rows: int, side: int = 1000) -> Path:
    """A red block of so many rows in the middle of a white square."""
    pixels = np.full((side, side, 3), 255, np.uint8)
    top = (side - rows) // 2
    pixels[top : top + rows, side // 3 : -side // 3] = (200, 30, 30)
    path.parent.mkdir(exist_ok=True)
    Image.fromarray(pixels).save(path)
    return path


def test_a_picture_that_keeps_all_rules_passes(tmp_path: Path) -> None:
    done = run("check", save_product(tmp_path / "good.png", 900))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines() == [f"{tmp_path / 'good.png'}: passed."]


def test_what_breaks_a_rule_is_told_with_what_to_do(tmp_path: Path) -> None:
    done = run("check", save_product(tmp_path / "low.png", 600))
    first, *advice = done.stdout.decode().splitlines()
    assert (done.returncode, first) == (1, f"{tmp_path / 'low.png'}: refused.")
    (line,) = advice
    assert line.startswith("  The product fills 60 % of the frame; 85 % are asked for. Make a packshot")


def test_each_file_of_a_folder_has_its_own_fate(tmp_path: Path) -> None:
    save_product(tmp_path / "in" / "good.tif", 900)
    save(tmp_path / "in" / "plain.jpg")
    (tmp_path / "in" / "half.png").write_bytes((save_product(tmp_path / "whole.png", 900)).read_bytes()[:900])
    (tmp_path / "in" / "notes.txt").write_text("no picture")
    status, told = run_json("check", tmp_path / "in")
    assert (status, {Path(file["input"]).name: file["status"] for file in told}) == (
        1,
        {"good.tif": "passed", "half.png": "failed", "notes.txt": "skipped", "plain.jpg": "refused"},
    )
    assert [finding["rule"] for finding in told[0]["findings"]] == ["size", "background", "share", "text"]
    assert told[1]["reason"]


def test_a_picture_is_checked_on_standard_input_once(tmp_path: Path) -> None:
    given = save_product(tmp_path / "good.png", 900).read_bytes()
    assert run("check", "-", given=given).returncode == 0
    assert run("check", "-", "-", given=given).returncode == 2


def test_a_recipe_tells_what_it_left_of_a_product(tmp_path: Path) -> None:
    recipe = {"recipe": 1, "steps": [{"do": "product_check"}]}
    (tmp_path / "check.recipe.json").write_text(json.dumps(recipe))
    picture = save_product(tmp_path / "low.jpg", 600)
    status, (told,) = run_json("run", tmp_path / "check.recipe.json", picture, "-o", tmp_path / "out")
    assert (status, told["status"]) == (0, "done")
    (note,) = told["notes"]
    assert note.startswith("Step 1 (product_check): The product fills 60")
    assert (tmp_path / "out" / "low.jpg").read_bytes() == picture.read_bytes()
