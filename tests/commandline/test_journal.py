"""What was done before is known after a kill at any moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from commandline.errors import BadUse
from commandline.journal import NAME, Entry, Journal, digest_file


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "in.jpg"
    path.write_bytes(b"a picture")
    return path


def write_result(folder: Path, picture: Path, *, noted: bool = True) -> Entry:
    """A result in the folder, and its line in the journal."""
    folder.mkdir(exist_ok=True)
    (folder / "in.png").write_bytes(b"a result")
    entry = Entry("in.jpg", "in.png", "work", digest_file(picture), digest_file(folder / "in.png"))
    if noted:
        journal = Journal(folder, is_read=False)
        journal.append(entry)
        journal.close()
    return entry


def find(folder: Path, picture: Path, work: str = "work") -> Path | None:
    """What a later run finds."""
    journal = Journal(folder, is_read=True)
    try:
        return journal.find("in.jpg", work, picture)
    finally:
        journal.close()


def test_a_result_of_the_same_picture_and_work_is_found(tmp_path: Path, picture: Path) -> None:
    write_result(tmp_path / "out", picture)
    assert find(tmp_path / "out", picture) == tmp_path / "out" / "in.png"


def test_another_picture_work_or_result_is_not(tmp_path: Path, picture: Path) -> None:
    write_result(tmp_path / "out", picture)
    assert find(tmp_path / "out", picture, "other work") is None
    (tmp_path / "out" / "in.png").write_bytes(b"changed by somebody")
    assert find(tmp_path / "out", picture) is None
    (tmp_path / "out" / "in.png").write_bytes(b"a result")
    picture.write_bytes(b"another picture")
    assert find(tmp_path / "out", picture) is None


def test_half_a_line_spoils_no_other(tmp_path: Path, picture: Path) -> None:
    entry = write_result(tmp_path / "out", picture, noted=False)
    (tmp_path / "out" / NAME).write_bytes(b'{"planned": "in.j')
    journal = Journal(tmp_path / "out", is_read=False)
    journal.append(entry)
    journal.close()
    assert find(tmp_path / "out", picture) is not None


def test_two_runs_cannot_write_into_one_folder(tmp_path: Path) -> None:
    journal = Journal(tmp_path, is_read=False)
    with pytest.raises(BadUse, match="Another run"):
        Journal(tmp_path, is_read=False)
    journal.close()
    Journal(tmp_path, is_read=False).close()
