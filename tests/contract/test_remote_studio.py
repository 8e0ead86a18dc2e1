"""A studio whose engine is another studio, over real sockets: two settings, no other code."""

from __future__ import annotations

import io

import numpy as np
import pytest
import requests
from PIL import Image
from pytest_django import Settings
from skimage import data

from editor import files, people, pictures
from editor.imaging import panoptic, uploads
from editor.models import Picture
from tests.editor.user_actions import change, done, erase, pixels_of
from tests.narrowing import require

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def picture(settings: Settings, address: str) -> Picture:
    """The astronaut, prepared by the other studio."""
    settings.BRIA_API_URL, settings.BRIA_API_TOKEN = address, "a-token-of-the-other-studio"
    target = io.BytesIO()
    Image.fromarray(data.astronaut()).save(target, "PNG")
    made = pictures.create("alice", "Astronaut", uploads.accept(target.getvalue(), "astronaut.png"))
    done(made.jobs.get())
    made.refresh_from_db()
    return made


def test_its_regions_and_people_are_found(picture: Picture) -> None:
    visual = require(require(picture.current).visual)
    assert len(panoptic.from_wire(files.read(visual.regions)).ids) > 10
    assert len(people.list_cards(require(picture.current))) == 1
    assert visual.backend != "embedded"


def test_a_region_is_erased_there_and_nothing_else_changes(picture: Picture) -> None:
    before = pixels_of(require(picture.current))
    smallest = panoptic.from_wire(files.read(require(require(picture.current).visual).regions)).ids[-1]
    job = erase(picture, smallest)
    assert (job.status, job.error, bool(require(job.result).sid)) == ("done", "", True)
    changed = (pixels_of(require(picture.current)) != before).any(axis=2)
    assert 0 < np.count_nonzero(changed) < changed.size / 10


def test_a_person_is_changed_there(picture: Picture) -> None:
    before = pixels_of(require(picture.current))
    job = change(picture, age=6)
    assert (job.status, job.error) == ("done", "")
    assert (pixels_of(require(picture.current)) != before).any()


def test_a_missing_token_is_told(address: str) -> None:
    assert requests.post(f"{address}/v1/register", json={}, timeout=10).status_code == 401
