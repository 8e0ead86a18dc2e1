"""Every command as a process of its own, from what is typed to the file that is there in the end."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from psd_tools import PSDImage

from tests.commandline.processes import QUICK, list_files, run, run_json, save

RECIPE: dict[str, Any] = {
    "recipe": 1,
    "steps": [
        {"do": "gen_fill", "mask": {"runs": {"width": 40, "height": 40, "counts": "0 400 1200"}}, "prompt": "#ff0000"},
        {"do": "increase_resolution", "fast": True},
    ],
}


@pytest.fixture
def portrait(tmp_path: Path) -> Path:
    """A red ball before a blue ground."""
    rows, columns = np.mgrid[:96, :96]
    pixels = np.full((96, 96, 3), (40, 90, 160), np.uint8)
    pixels[(rows - 48) ** 2 + (columns - 48) ** 2 < 24**2] = (220, 40, 30)
    Image.fromarray(pixels).save(tmp_path / "ball.png")
    return tmp_path / "ball.png"


def open_rgb(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The colours of a picture's file."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


@pytest.mark.parametrize(
    ("typed", "size", "mode"),
    [
        (["erase", "--box", "40%,40%,20%,20%"], (96, 96), "RGB"),
        (["erase", "--subject", "--include-shadow"], (96, 96), "RGB"),
        (["cutout"], (96, 96), "RGBA"),
        (["blur", "--scale", "5"], (96, 96), "RGB"),
        (["expand", "--aspect-ratio", "4:3"], (128, 96), "RGB"),
        (["erase", "--box", "40%,40%,20%,20%", "--feather", "6"], (96, 96), "RGB"),
        (["crop", "--padding", "2"], None, "RGBA"),
        (["crop", "--padding", "2", "--keep-background"], None, "RGB"),
        (["enlarge", "--by", "2", "--fast"], (192, 192), "RGB"),
        (["spots"], (96, 96), "RGB"),
        (["packshot", "--canvas-size", "120,80", "--background-color", "#00ff00"], (120, 80), "RGB"),
        (["shadow", "--shadow-type", "float", "--shadow-offset", "-4,6"], (107, 178), "RGBA"),
        (["grey", "--look", "sepia_vintage"], (96, 96), "RGB"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_an_edit_makes_its_picture(portrait: Path, typed: list[str], size: tuple[int, int] | None, mode: str) -> None:
    done = run(*typed, portrait, "-o", portrait.with_name("out.png"))
    assert (done.returncode, done.stderr) == (0, b"")
    with Image.open(portrait.with_name("out.png")) as image:
        assert image.mode == mode
        assert image.size == size if size else max(image.size) < 96


def test_a_crop_that_keeps_the_background_stays_a_jpeg(portrait: Path) -> None:
    Image.fromarray(open_rgb(portrait)).save(portrait.with_name("ball.jpg"))
    for name, options in (("cut", []), ("kept", ["--keep-background"])):
        run("crop", *options, portrait.with_name("ball.jpg"), "-o", portrait.with_name(name))
    assert [list_files(portrait.with_name(name)) for name in ("cut", "kept")] == [["ball.png"], ["ball.jpg"]]


def test_what_distracts_is_erased(tmp_path: Path) -> None:
    pixels = np.full((240, 360, 3), (200, 215, 230), np.uint8)
    pixels[90:170, 150:230] = (40, 60, 120)
    pixels[12:30, 16:34] = (200, 30, 30)
    Image.fromarray(pixels).save(tmp_path / "wall.png")
    status, (told,) = run_json("erase", "--distractions", tmp_path / "wall.png", "-o", tmp_path / "out")
    assert (status, told["status"]) == (0, "done")
    made = open_rgb(tmp_path / "out" / "wall.png")
    assert (made[12:30, 16:34, 0] > made[12:30, 16:34, 1] + 50).sum() == 0
    assert (made[90:170, 150:230] == pixels[90:170, 150:230]).all()


def test_replace_puts_a_colour_behind_the_subject(tmp_path: Path) -> None:
    source = Path("static/samples")
    photo = next(iter(sorted(source.glob("*.jpg"))))
    with Image.open(photo) as image:
        image.thumbnail((320, 320))
        image.save(tmp_path / "photo.jpg")
    done = run("replace", "--prompt", "#00ff00", tmp_path / "photo.jpg", "-o", tmp_path / "out.png")
    assert (done.returncode, done.stderr) == (0, b"")
    assert (open_rgb(tmp_path / "out.png") == (0, 255, 0)).all(axis=2).mean() > 0.05


@pytest.mark.parametrize("typed", [["faces", "--method", "fill"], ["people", "--set", "expression=happy:0.8"]])
def test_a_picture_without_faces_stays_byte_for_byte(tmp_path: Path, typed: list[str]) -> None:
    picture = save(tmp_path / "a.jpg", quality=90)
    status, (told,) = run_json(*typed, picture, "-o", tmp_path / "out")
    assert (status, told["status"]) == (0, "done")
    assert "nothing was done" in told["notes"][0]
    assert (tmp_path / "out" / "a.jpg").read_bytes() == picture.read_bytes()


def test_run_carries_a_recipe_out(tmp_path: Path) -> None:
    (tmp_path / "a.recipe.json").write_text(json.dumps(RECIPE))
    done = run("run", tmp_path / "a.recipe.json", save(tmp_path / "a.png"), "-o", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, b"")
    made = open_rgb(tmp_path / "out" / "a.png")
    assert made.shape == (80, 80, 3)
    assert (made[:12] == (255, 0, 0)).all()


def test_verify_proves_what_run_made_and_refuses_another(tmp_path: Path) -> None:
    recipe = tmp_path / "a.recipe.json"
    recipe.write_text(json.dumps({"recipe": 1, "steps": RECIPE["steps"][:1]}))
    original = save(tmp_path / "a.png")
    run("run", recipe, original, "-o", tmp_path / "out.png")
    proven = run("verify", recipe, original, tmp_path / "out.png")
    assert (proven.returncode, proven.stdout.splitlines()[0]) == (0, b"Proven.")
    Image.fromarray(open_rgb(tmp_path / "out.png") ^ 1).save(tmp_path / "other.png")
    refused = run("verify", recipe, original, tmp_path / "other.png", "--json")
    assert (refused.returncode, json.loads(refused.stdout)["proven"]) == (1, False)


def test_psd_takes_a_picture_apart(portrait: Path) -> None:
    done = run("psd", portrait, "-o", portrait.with_name("ball.psd"))
    assert (done.returncode, done.stderr) == (0, b"")
    assert PSDImage.open(portrait.with_name("ball.psd")).size == (96, 96)


def test_regions_lists_what_can_be_selected_and_writes_the_masks(portrait: Path) -> None:
    target = portrait.with_name("masks.zip")
    done = run("regions", portrait, "--json", "--zip", target)
    regions = json.loads(done.stdout)["regions"]
    assert regions
    with zipfile.ZipFile(target) as folder:
        assert {f"mask_{region['id']}.png" for region in regions} < set(folder.namelist())
    assert run("regions", portrait).stdout.splitlines()[0].split()[0] == b"id"
    assert run("regions", portrait, "--zip", target).returncode == 2


def test_a_picture_goes_through_standard_streams(tmp_path: Path) -> None:
    done = run(*QUICK, "-", "-o", "-", given=save(tmp_path / "a.jpg").read_bytes())
    (tmp_path / "out.jpg").write_bytes(done.stdout)
    assert (done.returncode, done.stderr) == (0, b"")
    with Image.open(tmp_path / "out.jpg") as image:
        assert (image.format, image.size) == ("JPEG", (80, 80))


def test_commands_of_the_site_are_handed_over(tmp_path: Path) -> None:
    done = run("models", "list", STUDIO_DATA=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, b"")
    assert run("doctor", "--help").stdout.startswith(b"usage: bria-studio doctor")


def test_bash_completes_commands_options_and_values() -> None:
    script = run("completion", "bash").stdout.decode()
    ask = "COMP_WORDS=({words}); COMP_CWORD={last}; _bria_studio; echo ${{COMPREPLY[@]}}"
    for words, last, expected in (
        ("bria-studio cut", 1, "cutout"),
        ("bria-studio erase --obj", 2, "--objects-below"),
        ("bria-studio faces --method p", 3, "pixelate"),
        ("bria-studio completion f", 2, "fish"),
    ):
        command = [shutil.which("bash") or "bash", "-c", script + ask.format(words=words, last=last)]
        assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == expected


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_told_all_commands(shell: str) -> None:
    script = run("completion", shell).stdout.decode()
    assert all(word in script for word in ("cutout", "objects-below", "regions", "pixelate"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["run", "/nowhere.recipe.json"], "No such file"),
        (["enlarge", "--engine", "ftp://host"], "--engine is"),
        (["enlarge", "--watch"], "--watch needs a folder"),
        (["enlarge", "--suffix", "a/b"], "--suffix is part of a name"),
        (["enlarge", "--jobs", "0"], "from 1 to 64"),
        (["enlarge", "--quality", "101"], "from 1 to 100"),
        (["erase"], "Say what is meant"),
    ],
)
def test_bad_use_is_one_sentence_and_begins_nothing(tmp_path: Path, typed: list[str], sentence: str) -> None:
    done = run(*typed, save(tmp_path / "a.jpg"), "-o", tmp_path / "out")
    assert (done.returncode, done.stdout) == (2, b"")
    assert sentence in done.stderr.decode().splitlines()[-1]
    assert list_files(tmp_path) == ["a.jpg"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b'{"recipe": 2, "steps": []}', "version 2"),
        (b"no JSON", "cannot be read as JSON"),
        (b" " * 100_000_000, "100 MB"),
        (b'{"recipe": 1, "steps": [{"do": "erase", "mask": "/etc/passwd"}]}', "no path"),
    ],
    ids=["newer", "text", "huge", "path"],
)
def test_a_bad_recipe_is_one_sentence(tmp_path: Path, text: bytes, sentence: str) -> None:
    (tmp_path / "bad.recipe.json").write_bytes(text)
    done = run("run", tmp_path / "bad.recipe.json", save(tmp_path / "a.jpg"), "-o", tmp_path / "out")
    (line,) = done.stderr.decode().splitlines()
    assert (done.returncode, sentence in line) == (2, True)
