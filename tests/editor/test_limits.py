"""What one visitor's pictures may take up, and that it is told before it bites."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from pytest_django import Settings

from editor import files, limits
from editor.models import Job, Picture, Revision
from tests.editor import factories
from tests.editor.clients import photo, post, visitor
from tests.narrowing import require

pytestmark = pytest.mark.django_db


def start_page(owner: str = "alice") -> str:
    return visitor(owner).get("/").content.decode()


def test_a_revision_knows_how_much_its_files_take_up() -> None:
    post(visitor(), "/pictures/", photo=photo(3000, 40))
    revision = Revision.objects.get()
    names = {revision.image, revision.screen, revision.thumbnail}
    assert len(names) == 3
    assert revision.stored_bytes == sum(default_storage.size(name) for name in names)


def test_layers_count_as_well() -> None:
    picture = factories.picture()
    name = files.store(b"layers", ".psd")
    Job.objects.create(picture=picture, base=require(picture.current), kind="file", key="layers", file=name)
    assert limits.count_bytes("alice") == len(b"layers")


def test_a_photo_beyond_the_quota_is_refused_with_what_helps(settings: Settings) -> None:
    post(visitor(), "/pictures/", photo=photo())
    settings.QUOTA_BYTES = 1
    answer = post(visitor(), "/pictures/", photo=photo())
    assert answer.status_code == 422
    assert "Delete some of them" in answer.content.decode()
    assert Picture.objects.count() == 1


def test_others_are_not_refused_for_it(settings: Settings) -> None:
    factories.picture(owner="alice")
    Revision.objects.update(stored_bytes=1000)
    settings.QUOTA_BYTES = 1000
    assert post(visitor("bob"), "/pictures/", photo=photo()).status_code == 200


@pytest.mark.parametrize(("used", "told"), [(79, False), (80, True)])
def test_it_is_told_before_it_bites(settings: Settings, used: int, told: bool) -> None:
    settings.QUOTA_BYTES = 100_000_000
    factories.picture()
    Revision.objects.update(stored_bytes=used * 1_000_000)
    assert ("Your pictures take up 80 MB of 100 MB" in start_page()) == told
    assert "take up" not in start_page("bob")


@pytest.mark.parametrize(("count", "text"), [(900_000, "0 MB"), (17_200_000_000, "17.2 GB"), (999_000_000, "999 MB")])
def test_bytes_are_told_in_large_units(count: int, text: str) -> None:
    assert limits.megabytes(count) == text
