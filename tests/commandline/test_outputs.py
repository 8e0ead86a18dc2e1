"""Where results go, how they are called, and that nothing is overwritten or half there."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from commandline.errors import BadUse, FileFailed
from commandline.outputs import Naming, choose_target, put_new, remove_scratch
from commandline.sources import Source


@pytest.mark.parametrize(
    ("came", "naming", "name"),
    [
        ("a.JPEG", Naming(Path("out")), "a.JPEG"),
        ("a.heic", Naming(Path("out")), "a.jpg"),
        ("a.gif", Naming(Path("out")), "a.png"),
        ("a.jpg", Naming(Path("out"), asked="WEBP"), "a.webp"),
        ("a.jpg", Naming(Path("out"), suffix="-small"), "a-small.jpg"),
        ("a.jpg", Naming(Path("out"), is_transparent=True), "a.png"),
        ("a.webp", Naming(Path("out"), is_transparent=True), "a.webp"),
        ("a.jpg", Naming(Path("out"), ending=".psd"), "a.psd"),
        ("unknown", Naming(Path("out")), "unknown"),
    ],
)
def test_a_result_is_called_after_its_picture(came: str, naming: Naming, name: str) -> None:
    assert naming.name(Source(Path("in/tree") / came, "tree/")) == f"tree/{name}"


def test_one_picture_can_go_to_a_file_or_a_folder(tmp_path: Path) -> None:
    (tmp_path / "folder.jpg").mkdir()
    assert choose_target("new.png", ["a.jpg"]) == (Path("new.png"), True)
    assert choose_target("new", ["a.jpg"]) == (Path("new"), False)
    assert choose_target("new.png/", ["a.jpg"]) == (Path("new.png"), False)
    assert choose_target(str(tmp_path / "folder.jpg"), ["a.jpg"]) == (tmp_path / "folder.jpg", False)
    assert choose_target("-", ["a.jpg"]) == (None, False)


def test_several_results_cannot_go_to_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    with pytest.raises(BadUse, match="several results need a folder"):
        choose_target(str(tmp_path / "a.jpg"), ["a.jpg", "b.jpg"])
    with pytest.raises(BadUse, match="Only one result"):
        choose_target("-", ["a.jpg", "b.jpg"])


def test_a_new_file_is_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    put_new(tmp_path / "deep" / "a.jpg", b"all of it")
    assert (tmp_path / "deep" / "a.jpg").read_bytes() == b"all of it"
    assert os.listdir(tmp_path / "deep") == ["a.jpg"]  # noqa: PTH208


@pytest.mark.parametrize("is_link", [False, True])
def test_nothing_that_is_there_is_overwritten(tmp_path: Path, is_link: bool) -> None:
    there = tmp_path / "a.jpg"
    if is_link:
        there.symlink_to("nowhere")
    else:
        there.write_bytes(b"mine")
    with pytest.raises(FileFailed, match="is there already"):
        put_new(there, b"other")
    assert there.is_symlink() if is_link else there.read_bytes() == b"mine"
    assert os.listdir(tmp_path) == ["a.jpg"]  # noqa: PTH208


def test_a_result_that_cannot_be_noted_is_not_put_in_place(tmp_path: Path) -> None:
    def fail() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(FileFailed, match="No space left on device"):
        put_new(tmp_path / "a.jpg", b"data", fail)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / ".bria-studio-00ff.part").write_bytes(b"half")
    (tmp_path / "mine.part").touch()
    remove_scratch(tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["mine.part", "sub"]
