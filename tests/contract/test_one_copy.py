"""What editor and embedded engine both keep of a picture is on the disk once."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from editor.jobs import execution
from editor.models import Picture
from tests.contract.test_forgetting import kept, photo
from tests.editor.user_actions import erase
from tests.narrowing import require

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> None:
    """A storage in which nothing lies."""
    settings.MEDIA_ROOT = tmp_path


def place(name: str) -> Path:
    return Path(default_storage.path(name))


def test_an_upload_and_what_an_edit_made_of_it_are_stored_once(client: Client) -> None:
    client.post("/pictures/", {"photo": io.BytesIO(photo())})
    picture = Picture.objects.get()
    execution.run(picture.jobs.get().pk)
    regions = require(require(picture.current).visual).regions
    assert regions
    erase(picture, 1)
    engines = kept()
    for revision in picture.revisions.all():
        twins = [path for path in engines if path.samefile(place(revision.image))]
        assert twins, f"step {revision.number} is stored twice"
    contents = Counter(path.read_bytes() for path in {path.stat().st_ino: path for path in all_files()}.values())
    assert max(contents.values()) == 1


def all_files() -> list[Path]:
    return [path for path in place("").rglob("*") if path.is_file() and path.stat().st_size]
