"""Files that are whole or not there, and on the disk before anybody relies on them."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from datafolder import writing

# Writes a file in a new folder, and is killed when it comes to the function of ``os`` that it is given.
WRITER = """
import os, pathlib, signal, sys
function, folder = sys.argv[1:]
setattr(os, function, lambda *args, **names: os.kill(os.getpid(), signal.SIGKILL))
from datafolder import writing
writing.put_in_place(pathlib.Path(folder) / "ab" / "file", b"x" * 1_000_000)
"""


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is done with the disk, in order."""
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def sync(descriptor: int) -> None:
        done.append("sync folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "sync file")
        fsync(descriptor)

    def rename(*names: Path) -> None:
        done.append("rename")
        replace(*names)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", rename)
    return done


def test_a_file_is_on_the_disk_before_it_has_its_name_and_its_name_before_it_is_relied_on(
    tmp_path: Path, steps: list[str]
) -> None:
    writing.put_in_place(tmp_path / "file", b"abc")
    assert steps == ["sync file", "rename", "sync folder"]


def test_a_new_folder_is_on_the_disk_before_what_lies_in_it(tmp_path: Path, steps: list[str]) -> None:
    writing.put_in_place(tmp_path / "a" / "b" / "file", b"abc")
    assert steps == ["sync folder", "sync folder", "sync file", "rename", "sync folder"]


@pytest.mark.parametrize("function", ["fsync", "replace", "utime"])
def test_a_process_that_is_killed_leaves_the_whole_file_or_none(tmp_path: Path, function: str) -> None:
    ended = subprocess.run([sys.executable, "-c", WRITER, function, str(tmp_path)], check=False)
    path = tmp_path / "ab" / "file"
    assert (ended.returncode == 0) == path.exists()
    assert not path.exists() or path.stat().st_size == 1_000_000


def test_a_file_gets_the_permissions_that_it_is_to_have(tmp_path: Path) -> None:
    writing.put_in_place(tmp_path / "file", b"abc", 0o640)
    found = (tmp_path / "file").stat()
    assert (stat.S_IMODE(found.st_mode), (tmp_path / "file").read_bytes()) == (0o640, b"abc")


def test_what_is_there_already_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"half")
    writing.put_in_place(tmp_path / "file", b"whole")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"whole"]
