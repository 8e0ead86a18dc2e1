"""What two trees of files keep of the same content is on the disk once."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest

from datafolder import contents

DATA = b"abc" * 1_000_000  # several chunks
DIGEST = sha256(DATA).hexdigest()


def put(path: Path, root: Path) -> Path:
    contents.put(path, DATA, DIGEST, root)
    return path


@pytest.fixture
def editors(tmp_path: Path) -> Path:
    """Where the editor keeps the content."""
    return tmp_path / DIGEST[:2] / f"{DIGEST}.png"


@pytest.fixture
def engines(tmp_path: Path) -> Path:
    """Where the engine does."""
    return tmp_path / "engine" / DIGEST[:2] / DIGEST


def test_the_second_gets_the_file_of_the_first_whichever_that_is(editors: Path, engines: Path, tmp_path: Path) -> None:
    for first, second in ((editors, engines), (engines, editors)):
        assert put(first, tmp_path).samefile(put(second, tmp_path))
        first.unlink()
        assert second.read_bytes() == DATA
        second.unlink()


def test_what_is_stored_by_either_counts_as_stored_now(editors: Path, engines: Path, tmp_path: Path) -> None:
    os.utime(put(editors, tmp_path), (0, 0))
    assert put(engines, tmp_path).stat().st_mtime > 0


@pytest.mark.parametrize("damaged", [DATA[:-1], b"x" + DATA[1:], DATA[:-1] + b"x", b""])
def test_a_damaged_file_is_not_shared(damaged: bytes, editors: Path, engines: Path, tmp_path: Path) -> None:
    put(editors, tmp_path).write_bytes(damaged)
    assert put(engines, tmp_path).read_bytes() == DATA
    assert editors.read_bytes() == damaged


def test_a_disk_that_knows_no_second_names_holds_it_twice(
    editors: Path, engines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError("Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    put(editors, tmp_path)
    assert put(engines, tmp_path).read_bytes() == DATA
    assert not engines.samefile(editors)


def test_nothing_else_is_left_in_the_folders(editors: Path, engines: Path, tmp_path: Path) -> None:
    put(editors, tmp_path)
    for _ in range(2):
        put(engines, tmp_path)
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted([editors, engines])
