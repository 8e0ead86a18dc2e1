"""Many pictures: each has its own fate, whatever happens to the others or to the run."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from commandline.journal import NAME
from harness.processes import ROOT, descendants, kill, wait_for
from tests.commandline.processes import COMMAND, QUICK, environment, list_files, run, run_json, save, started

PORTRAIT = ROOT / "static" / "samples" / "astronaut.jpg"
SLOW = 900  # pixels a side of a picture that takes a while to enlarge


def fates(told: list[dict[str, str]]) -> dict[str, str]:
    """The status of each file, by its name."""
    return {Path(file["input"]).name: file["status"] for file in told}


def test_a_tree_comes_out_as_it_went_in(tmp_path: Path) -> None:
    tree = tmp_path / "in"
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    save(tree / "a.JPEG", quality=70, exif=exif, dpi=(300, 300))
    save(tree / "deep" / "b.webp", lossless=True)
    save(tree / "deep" / "写真.tif")
    save(tree / "c.gif")
    done = run(*QUICK, tree, "-o", tmp_path / "out")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode().startswith("4 done in ")
    assert list_files(tmp_path / "out") == ["a.JPEG", "c.png", "deep/b.webp", "deep/写真.tif"]
    with Image.open(tmp_path / "out" / "a.JPEG") as image, Image.open(tree / "a.JPEG") as original:
        assert (image.format, image.size, image.info["dpi"]) == ("JPEG", (80, 80), (300, 300))
        assert image.getexif()[0x010F] == "A camera"
        assert isinstance(image, JpegImageFile)
        assert isinstance(original, JpegImageFile)
        assert image.quantization == original.quantization


def test_each_bad_file_is_one_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    tree = tmp_path / "in"
    whole = save(tree / "a.jpg", 200).read_bytes()
    (tree / "half.jpg").write_bytes(whole[: len(whole) // 2])
    (tree / "empty.jpg").touch()
    (tree / "notes.txt").write_text("no picture")
    (tree / ".hidden.jpg").write_bytes(whole)
    (tree / "out.jpg").symlink_to(save(tmp_path / "outside.jpg"))
    save(tree / "z.png")
    done = run(*QUICK, tree, tree / "gone.jpg", "-o", tree / "out")
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert [line for line in lines if "half.jpg: failed. The file is damaged or ends too early." in line]
    assert [line for line in lines if ".hidden.jpg: skipped. It is hidden." in line]
    assert [line for line in lines if "notes.txt: skipped. It is no picture." in line]
    assert [line for line in lines if "gone.jpg: failed. There is no such file." in line]
    assert list_files(tree / "out") == ["a.jpg", "z.png"]
    assert run(*QUICK, tree, "-o", tree / "out", "--json", "--resume").stdout.count(b'"there"') == 2


def test_nothing_is_overwritten_and_no_original_is_touched(tmp_path: Path) -> None:
    original = save(tmp_path / "in" / "a.jpg")
    before = original.read_bytes(), original.stat().st_mtime_ns
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.jpg").write_text("mine")
    status, told = run_json(*QUICK, tmp_path / "in", "-o", tmp_path / "out")
    assert (status, fates(told)) == (1, {"a.jpg": "failed"})
    assert "is there already" in told[0]["reason"]
    assert (tmp_path / "out" / "a.jpg").read_text() == "mine"
    assert (original.read_bytes(), original.stat().st_mtime_ns) == before
    assert run(*QUICK, tmp_path / "in", "-o", tmp_path / "in").returncode == 2


def test_two_files_of_one_name_do_not_become_one(tmp_path: Path) -> None:
    save(tmp_path / "in" / "a.gif")
    save(tmp_path / "in" / "a.png")
    status, told = run_json(*QUICK, tmp_path / "in", "-o", tmp_path / "out")
    assert (status, fates(told)) == (1, {"a.gif": "done", "a.png": "failed"})
    assert "Another picture" in told[1]["reason"]


def test_a_dry_run_says_what_would_be_done_and_does_nothing(tmp_path: Path) -> None:
    save(tmp_path / "in" / "a.jpg")
    save(tmp_path / "in" / "b.gif")
    done = run("cutout", tmp_path / "in", "-o", tmp_path / "out", "--dry-run")
    names = [line.rpartition("/")[2] for line in done.stdout.decode().splitlines()]
    assert (done.returncode, names) == (0, ["a.png", "b.png"])
    assert not (tmp_path / "out").exists()


def test_a_run_that_was_killed_goes_on_and_does_nothing_twice(tmp_path: Path) -> None:
    for number in range(5):
        save(tmp_path / "in" / f"{number}.png", SLOW // 2, seed=number)
    with started(*QUICK, tmp_path / "in", "-o", tmp_path / "out", "--jobs", "1", "--json") as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        children = descendants(process.pid)
        kill(process.pid)
        wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children) or None, 60, "the children's end")
    for name in list_files(tmp_path / "out"):
        if not name.endswith(".part"):
            Image.open(tmp_path / "out" / name).load()
    status, told = run_json(*QUICK, tmp_path / "in", "-o", tmp_path / "out", "--resume")
    assert status == 0
    assert fates(told)[Path(first["input"]).name] == "there"
    assert set(fates(told).values()) == {"there", "done"}
    assert list_files(tmp_path / "out") == [f"{number}.png" for number in range(5)]
    status, told = run_json(*QUICK, tmp_path / "in", "-o", tmp_path / "out", "--resume")
    assert (status, set(fates(told).values())) == (0, {"there"})


def test_another_edit_is_no_resumption(tmp_path: Path) -> None:
    save(tmp_path / "in" / "a.png")
    run(*QUICK, tmp_path / "in", "-o", tmp_path / "out")
    status, told = run_json(*QUICK, "--by", "4", tmp_path / "in", "-o", tmp_path / "out", "--resume")
    assert (status, fates(told)) == (1, {"a.png": "failed"})


def test_ctrl_c_ends_cleanly(tmp_path: Path) -> None:
    for number in range(12):
        save(tmp_path / "in" / f"{number}.png", SLOW, seed=number)
    with started(*QUICK, tmp_path / "in", "-o", tmp_path / "out", "--json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        said = process.stderr.read().decode()
    assert "--resume goes on from here" in said
    assert "Traceback" not in said
    assert all(name.endswith(".png") for name in list_files(tmp_path / "out"))


def test_a_process_that_dies_fails_its_picture_alone(tmp_path: Path) -> None:
    for number in range(3):
        save(tmp_path / "in" / f"{number}.png", SLOW, seed=number)
    with started(*QUICK, tmp_path / "in", "-o", tmp_path / "out", "--jobs", "1", "--json") as process:
        assert process.stdout is not None
        told = [json.loads(process.stdout.readline())]
        for pid in descendants(process.pid):
            kill(pid)
        told += [json.loads(line) for line in process.stdout]
        assert process.wait(60) == 1
    assert sorted(fates(told).values()) == ["done", "done", "failed"]
    assert "The process that worked on it ended" in next(file["reason"] for file in told if "reason" in file)


def test_a_full_disk_fails_what_does_not_fit(tmp_path: Path) -> None:
    save(tmp_path / "in" / "large.bmp", 200)
    save(tmp_path / "in" / "small.png")
    command = " ".join(map(str, [*COMMAND, *QUICK, tmp_path / "in", "-o", tmp_path / "out"]))
    done = subprocess.run(
        ["/bin/sh", "-c", f"ulimit -f 64; exec {command} --json"],  # blocks of 512 bytes
        cwd=ROOT,
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        check=False,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, fates(told)) == (1, {"large.bmp": "failed", "small.png": "done"})
    assert list_files(tmp_path / "out") == ["small.png"]


def test_a_watched_folder_is_worked_on_as_files_arrive(tmp_path: Path) -> None:
    data = save(tmp_path / "whole.png", 60).read_bytes()
    (tmp_path / "in").mkdir()
    with started(*QUICK, tmp_path / "in", "-o", tmp_path / "out", "--watch", "--json") as process:
        assert process.stdout is not None
        with (tmp_path / "in" / "slow.png").open("wb") as file:
            for start in range(0, len(data), len(data) // 4):
                file.write(data[start : start + len(data) // 4])
                file.flush()
                time.sleep(0.4)
        assert json.loads(process.stdout.readline())["status"] == "done"
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    with Image.open(tmp_path / "out" / "slow.png") as image:
        assert image.size == (120, 120)


def test_results_of_a_single_file_leave_no_journal(tmp_path: Path) -> None:
    run(*QUICK, save(tmp_path / "a.jpg"), "-o", tmp_path / "out")
    assert not (tmp_path / "out" / NAME).exists()


def test_the_format_and_quality_can_be_chosen(tmp_path: Path) -> None:
    picture = save(tmp_path / "a.png")
    run(*QUICK, picture, "-o", tmp_path / "out", "--format", "webp", "--quality", "40", "--suffix", "-s")
    with Image.open(tmp_path / "out" / "a-s.webp") as image:
        assert (image.format, image.size) == ("WEBP", (80, 80))


def test_a_named_pipe_or_folder_without_pictures_ends_well(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    os.mkfifo(tmp_path / "in" / "pipe.jpg")
    status, told = run_json(*QUICK, tmp_path / "in", "-o", tmp_path / "out")
    assert (status, fates(told)) == (0, {"pipe.jpg": "skipped"})


@pytest.mark.parametrize("given", [b"", b"no picture", io.BytesIO(b"\x89PNG\r\n\x1a\n").getvalue()])
def test_what_is_no_picture_on_standard_input_fails(tmp_path: Path, given: bytes) -> None:
    done = run(*QUICK, "-", "-o", "-", given=given)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.count(b"\n") == 1


def test_a_dry_run_of_faces_says_where_they_are_and_does_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(PORTRAIT, tmp_path / "in" / "a.jpg")
    save(tmp_path / "in" / "b.png")
    (tmp_path / "in" / "c.jpg").write_bytes(PORTRAIT.read_bytes()[:9000])
    status, told = run_json("faces", tmp_path / "in", "-o", tmp_path / "out", "--dry-run")
    assert (status, fates(told)) == (1, {"a.jpg": "planned", "b.png": "planned", "c.jpg": "failed"})
    portrait, plain, _ = sorted(told, key=lambda file: file["input"])
    [face] = portrait["faces"]
    assert plain["faces"] == [] and portrait["output"] == str(tmp_path / "out" / "a.jpg")
    assert not (tmp_path / "out").exists()
    said = run("faces", tmp_path / "in" / "a.jpg", "-o", tmp_path / "out.jpg", "--dry-run").stdout.decode()
    assert f"out.jpg: 1 face {round(face['x'])},{round(face['y'])}," in said
    assert not (tmp_path / "out.jpg").exists()


def test_the_faces_that_a_dry_run_lists_are_those_that_are_hidden(tmp_path: Path) -> None:
    _, [told] = run_json("faces", PORTRAIT, "-o", tmp_path / "x.png", "--dry-run")
    step = {"do": "hide_faces", "method": "blur", "faces": told["faces"]}
    (tmp_path / "one.recipe.json").write_text(json.dumps({"recipe": 1, "steps": [step]}))
    assert run("run", tmp_path / "one.recipe.json", PORTRAIT, "-o", tmp_path / "a.png").returncode == 0
    assert run("faces", "--method", "blur", PORTRAIT, "-o", tmp_path / "b.png").returncode == 0
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_what_would_be_hidden_is_not_asked_of_a_service(tmp_path: Path) -> None:
    done = run("faces", PORTRAIT, "-o", tmp_path / "x.png", "--dry-run", "--engine", "http://127.0.0.1:9")
    assert done.returncode == 2 and b"without --engine" in done.stderr
