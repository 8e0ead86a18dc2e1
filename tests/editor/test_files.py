"""Files named by their content."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest
from django.core.files.storage import default_storage, storages
from django.test import override_settings
from pytest_django import Settings

from editor import files


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    """A media folder of each test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_the_same_content_is_stored_once(folder: Path) -> None:
    assert files.store(b"abc", ".png") == files.store(b"abc", ".png")
    assert sorted(path.suffix for path in folder.rglob("*") if path.is_file()) == [".png", files.MARK]


def test_a_name_is_the_hash_of_the_content() -> None:
    name = files.store(b"abc", ".png")
    assert name == "ba/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.png"
    assert (files.read(name), files.size(name)) == (b"abc", 3)


def test_two_writers_of_one_file_do_not_disturb_each_other() -> None:
    data = os.urandom(3_000_000)
    threads = [threading.Thread(target=files.store, args=(data, ".bin")) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert files.read(files.store(data, ".bin")) == data


def test_a_failed_write_leaves_nothing_behind(folder: Path) -> None:
    with pytest.raises(TypeError):
        files.put("aa/name.png", "no bytes", "aa")  # type: ignore[arg-type]
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_only_what_nothing_refers_to_is_deleted() -> None:
    kept, gone = files.store(b"kept", ".png"), files.store(b"gone", ".png")
    assert files.delete_unreferenced({kept, gone}, {kept}) == 1
    assert (default_storage.exists(kept), default_storage.exists(gone)) == (True, False)


def test_a_file_stored_again_just_now_is_not_deleted() -> None:
    files.store(b"abc", ".png")
    name = files.store(b"abc", ".png")
    assert files.delete_unreferenced({name}, set()) == 0


def test_a_file_stored_again_long_ago_is_deleted() -> None:
    files.store(b"abc", ".png")
    name = files.store(b"abc", ".png")
    long_ago = time.time() - 2 * files.GRACE
    os.utime(files.mark_of(Path(default_storage.path(name))), (long_ago, long_ago))
    assert files.delete_unreferenced({name}, set()) == 1


MEMORY = {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


def test_a_storage_without_a_file_system_will_do() -> None:
    with override_settings(STORAGES={**MEMORY, "staticfiles": storages.backends["staticfiles"]}):
        names = {files.store(b"abc", ".png"), files.store(b"abc", ".png")}
        assert [files.read(name) for name in names] == [b"abc"]
        assert files.delete_unreferenced(names, set()) == 1
