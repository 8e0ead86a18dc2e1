"""Which files are meant: whatever lies in a folder, each is taken, or left out for a reason."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from commandline.sources import Source, find


def told(sources: list[Source]) -> dict[str, str]:
    """What is wrong with each file, by its name."""
    return {source.path.name: source.fault for source in sources}


def test_a_tree_is_walked_in_order_and_keeps_its_folders(tmp_path: Path) -> None:
    for name in ("b.jpg", "a/2.jpg", "a/1.jpg", "a/deep/x.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [f"{source.inside}{source.path.name}" for source in find([str(tmp_path)])]
    assert found == ["a/1.jpg", "a/2.jpg", "a/deep/x.png", "b.jpg"]


def test_names_in_any_script_are_taken(tmp_path: Path) -> None:
    names = ["מדבר.jpg", "写真 1.png", "été\n.jpg", "😀.webp"]
    for name in names:
        (tmp_path / name).touch()
    (tmp_path / os.fsdecode(b"\xff\xfe.jpg")).touch()
    assert {source.path.name for source in find([str(tmp_path)])} == {*names, "\udcff\udcfe.jpg"}


def test_what_is_hidden_linked_or_no_file_is_left_out_and_said(tmp_path: Path) -> None:
    tree, outside = tmp_path / "tree", tmp_path / "outside.jpg"
    tree.mkdir()
    outside.touch()
    (tree / ".hidden.jpg").touch()
    (tree / "kept.jpg").touch()
    (tree / "inner.jpg").symlink_to("kept.jpg")
    (tree / "outer.jpg").symlink_to(outside)
    (tree / "lost.jpg").symlink_to("nowhere")
    (tree / "loop").symlink_to(tree)
    os.mkfifo(tree / "pipe.jpg")
    found = list(find([str(tree)]))
    assert told(found) == {
        ".hidden.jpg": "It is hidden.",
        "inner.jpg": "",
        "kept.jpg": "",
        "loop": "It is a link to a folder.",
        "lost.jpg": "It is a link that leads nowhere.",
        "outer.jpg": "It is a link out of the folder.",
        "pipe.jpg": "It is no file.",
    }
    assert all(source.is_skipped for source in found if source.fault)


def test_a_named_file_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    (source,) = find([str(tmp_path / "gone.jpg")])
    assert (source.fault, source.is_skipped) == ("There is no such file.", False)


def test_a_named_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    (tmp_path / "link.jpg").symlink_to("a.jpg")
    assert [source.fault for source in find([str(tmp_path / "link.jpg")])] == [""]


def test_the_folder_of_results_is_not_walked(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "done.jpg").touch()
    (tmp_path / "a.jpg").touch()
    assert told(list(find([str(tmp_path)], tmp_path / "out"))) == {
        "a.jpg": "",
        "out": "It is where the results go.",
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_a_folder_that_cannot_be_read_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0)
    assert told(list(find([str(tmp_path)]))) == {"shut": "Permission denied."}


def test_ten_thousand_files_take_no_memory_to_speak_of(tmp_path: Path) -> None:
    for folder in range(10):
        (tmp_path / str(folder)).mkdir()
        for number in range(1000):
            (tmp_path / str(folder) / f"{number}.jpg").touch()
    tracemalloc.start()
    count = sum(1 for _ in find([str(tmp_path)]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 10_000
    assert peak < 1_000_000
