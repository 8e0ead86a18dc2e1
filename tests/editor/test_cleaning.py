"""Stored files that nothing refers to are cleared away in the end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from pytest_django import Settings

from editor import cleaning, files
from editor.models import Revision
from tests.editor import factories

pytestmark = pytest.mark.django_db

NOW = timedelta()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    """A media folder of each test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_a_file_without_a_row_is_deleted() -> None:
    name = files.store(b"orphan", ".png")
    assert cleaning.clean(NOW) == 1
    assert not default_storage.exists(name)


def test_it_is_left_alone_for_a_day() -> None:
    files.store(b"orphan", ".png")
    assert cleaning.clean() == 0


@pytest.mark.parametrize("field", ["image", "screen", "thumbnail"])
def test_a_file_of_a_revision_stays(field: str) -> None:
    name = files.store(b"needed", ".png")
    factories.picture()
    Revision.objects.update(**{field: name})
    assert cleaning.clean(NOW) == 0
    assert files.read(name) == b"needed"


def test_a_file_that_a_tool_was_asked_with_stays() -> None:
    name = files.store(b"backdrop", ".png")
    factories.picture()
    Revision.objects.update(params={"behind": [{"picture": name}]})
    assert cleaning.clean(NOW) == 0


def test_a_file_that_is_being_stored_again_stays() -> None:
    for _ in range(2):
        files.store(b"needed soon", ".png")
    assert cleaning.clean(NOW) == 0


def test_what_a_killed_writer_left_is_deleted(folder: Path) -> None:
    scratch = folder / "ab" / ".abcd.png.1f2e"
    scratch.parent.mkdir()
    scratch.write_bytes(b"half")
    assert cleaning.clean(NOW) == 1
    assert not scratch.exists()


def test_the_engines_files_are_none_of_its_business(folder: Path) -> None:
    (folder / "engine" / "ab").mkdir(parents=True)
    (folder / "engine" / "ab" / "image.png").write_bytes(b"x")
    assert cleaning.clean(NOW) == 0


def test_no_folder_at_all_is_fine(folder: Path) -> None:
    folder.rmdir()
    assert cleaning.clean(NOW) == 0
