"""The three examples of docs/recipes.md, as they stand there, on made pictures."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from harness.processes import ROOT
from tests.commandline.processes import list_files, run

Pixels = NDArray[np.uint8]


def read_example(title: str) -> tuple[bytes, list[list[str]]]:
    """The recipe under a title of the document, and the commands, as words."""
    _, _, section = (ROOT / "docs" / "recipes.md").read_text().partition(f"### {title}\n")
    section = section.partition("\n###")[0]
    recipe = re.search(r"```json\n(.*?)```", section, re.DOTALL)
    assert recipe is not None
    commands = re.findall(r"^    bria-studio (.*)$", section, re.MULTILINE)
    return recipe[1].encode(), [shlex.split(command) for command in commands]


def do(folder: Path, words: list[str]) -> bytes:
    """Do a command of the document in a folder; it must end well."""
    paths = [str(folder / word) if re.search(r"/|\.json$", word) else word for word in words]
    done = run(*paths)
    assert (done.returncode, done.stderr.decode().count("failed")) == (0, 0)
    return done.stdout


def smooth(rows: int, columns: int, shift: int = 0) -> Pixels:
    """A soft gradient, another for each ``shift``."""
    down, across = np.mgrid[:rows, :columns]
    return np.stack([100 + across / 4, 90 + down / 4, np.full_like(down, 120 + shift)], axis=2).astype(np.uint8)


def save(pixels: Pixels, path: Path, **options: Any) -> None:
    """A picture's file in a folder that is made."""
    path.parent.mkdir(exist_ok=True)
    Image.fromarray(pixels).save(path, **options)


def load(path: Path) -> Pixels:
    """The colours of a picture's file."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def test_dusty_frames_are_cleaned_and_nothing_else_in_them(tmp_path: Path) -> None:
    recipe, (command,) = read_example("300 dusty frames")
    (tmp_path / "dust.recipe.json").write_bytes(recipe)
    specks = [np.s_[51:54, 126:129], np.s_[151:154, 126:129]]  # rows and columns of 300 × 200 pixels
    for number in range(3):
        frame = smooth(200, 300, number * 20)
        for speck in specks:
            frame[speck] = 20
        save(frame, tmp_path / "frames" / f"{number}.png")
    do(tmp_path, command)
    assert list_files(tmp_path / "clean") == ["0.png", "1.png", "2.png"]
    for number in range(3):
        before, after = load(tmp_path / "frames" / f"{number}.png"), load(tmp_path / "clean" / f"{number}.png")
        assert all(after[speck].min() > 80 for speck in specks)
        changed = (before != after).any(axis=2)
        assert 18 <= changed.sum() < 1000
        assert not changed[:, 160:].any()


def test_a_catalogue_comes_out_on_white_and_large_enough(tmp_path: Path) -> None:
    recipe, (command,) = read_example("A catalogue")
    (tmp_path / "white.recipe.json").write_bytes(recipe)
    (tmp_path / "shop").mkdir()
    with Image.open(next(iter(sorted((ROOT / "static" / "samples").glob("*.jpg"))))) as photo:
        photo.thumbnail((160, 160))
        photo.save(tmp_path / "shop" / "a.png")
        size = photo.size
    told = [json.loads(line) for line in do(tmp_path, command).splitlines()]
    assert [file["status"] for file in told] == ["done"]
    assert [note for note in told[0]["notes"] if note.startswith("Step 3 (product_check): The longer side has 320")]
    with Image.open(tmp_path / "web" / "a.jpg") as image:
        assert (image.format, image.size) == ("JPEG", (2 * size[0], 2 * size[1]))
        assert (np.asarray(image) >= 250).all(axis=2).mean() > 0.05


def test_an_archive_is_cleaned_and_proven(tmp_path: Path) -> None:
    recipe, (command, proof) = read_example("An archive")
    (tmp_path / "public.recipe.json").write_bytes(recipe)
    page = smooth(200, 200)
    page[182:198, 172:198] = 230
    save(page, tmp_path / "archive" / "0001.jpg", quality=95)
    do(tmp_path, command)
    assert do(tmp_path, proof).splitlines()[0] == b"Proven."
    made = load(tmp_path / "public" / "0001.png").copy()
    assert made[182:198, 172:198].max() < 200
    made[5, 5] ^= 1
    Image.fromarray(made).save(tmp_path / "public" / "0001.png")
    with pytest.raises(AssertionError):
        do(tmp_path, proof)
