"""What one token keeps takes up so much of the disk at most."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from engine import storing
from engine.models import Visual
from tests.engine.api.conftest import INTERNAL, Api

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counted_anew(settings: Settings) -> None:
    """Whoever asks has never been counted, and may keep a byte."""
    storing.forget_counts()
    settings.QUOTA_BYTES = 1


def test_a_token_that_keeps_too_much_is_refused(api: Api, photo: bytes) -> None:
    assert api.upload(photo).status_code == 200
    storing.forget_counts()
    answer = api.upload(photo + b"another")
    assert (answer.status_code, answer["Retry-After"]) == (507, "60")
    assert "all of its" in answer.json()["message"]
    assert Visual.objects.count() == 1


def test_others_are_not_refused_for_it(api: Api, photo: bytes) -> None:
    api.upload(photo)
    assert Api("bob").upload(photo).status_code == 200


def test_the_studios_own_calls_count_where_its_people_are_counted(api: Api, photo: bytes) -> None:
    for end in (b"one", b"two"):
        assert api.upload(photo + end, **INTERNAL).status_code == 200
        storing.forget_counts()


def test_a_file_that_is_gone_counts_nothing(api: Api, photo: bytes) -> None:
    api.upload(photo)
    Visual.objects.update(image="engine/ab/gone")
    assert storing.measure(Visual.objects.get().owner) == 0
