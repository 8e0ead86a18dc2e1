"""Static files are collected when something changed, and only then."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytest_django import Settings

from briastudio import assets


@pytest.fixture
def source(tmp_path: Path, settings: Settings) -> Path:
    """The only static file of the site, collected."""
    folder = tmp_path / "source"
    folder.mkdir()
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    file = folder / "page.css"
    write(file, "a {}")
    assets.collect()
    return file


def write(path: Path, text: str) -> None:
    """Write a file, noticeably later than the time before."""
    later = path.stat().st_mtime_ns + 1_000_000_000 if path.exists() else 0
    path.write_text(text)
    if later:
        os.utime(path, ns=(later, later))


def collected(source: Path) -> Path:
    return source.parents[1] / "collected" / source.name


def test_a_file_is_collected(source: Path) -> None:
    assert collected(source).read_text() == "a {}"


def test_nothing_is_done_where_nothing_changed(source: Path) -> None:
    collected(source).unlink()
    assets.collect()
    assert not collected(source).exists()


def test_a_changed_file_is_collected_again(source: Path) -> None:
    write(source, "b {}")
    assets.collect()
    assert collected(source).read_text() == "b {}"


def test_a_new_file_is_collected(source: Path) -> None:
    write(source.with_name("more.css"), "c {}")
    assets.collect()
    assert collected(source).with_name("more.css").exists()


def test_what_was_collected_elsewhere_is_copied(source: Path, settings: Settings) -> None:
    settings.COLLECTED = str(collected(source).parent)
    (collected(source).parent / "page.css").write_text("as in an image")
    settings.STATIC_ROOT = source.parents[1] / "of a new folder"
    assets.collect()
    assert (settings.STATIC_ROOT / "page.css").read_text() == "as in an image"


def test_what_was_collected_of_other_sources_is_not_taken(source: Path, settings: Settings) -> None:
    settings.COLLECTED = str(collected(source).parent)
    settings.STATIC_ROOT = source.parents[1] / "of a new folder"
    write(source, "b {}")
    assets.collect()
    assert (settings.STATIC_ROOT / "page.css").read_text() == "b {}"
