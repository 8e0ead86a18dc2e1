"""A studio whose engine is another studio, over real sockets: two settings, no other code."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import requests
from PIL import Image
from skimage import data

from editor import files, panoptic, people, pictures, uploads
from editor.models import Picture
from tests.editor.acts import change, done, erase, pixels_of
from tests.processes import free_port, started, wait_for

pytestmark = pytest.mark.django_db(transaction=True)

START = 60  # seconds until another studio answers on a busy machine


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of another studio."""
    folder: Path = tmp_path_factory.mktemp("remote")
    port = str(free_port())
    variables = {"PORT": port, "STUDIO_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "briastudio.settings"}
    with started("manage.py", "studio", log=folder / "log", **variables):
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/healthz"), START, "the other studio")
        yield f"http://127.0.0.1:{port}"


def answers(url: str) -> bool:
    """True once somebody answers there."""
    try:
        return requests.get(url, timeout=5).status_code == 200
    except requests.ConnectionError:
        return False


@pytest.fixture
def picture(settings: Any, address: str) -> Picture:
    """The astronaut, prepared by the other studio."""
    settings.BRIA_API_URL, settings.BRIA_API_TOKEN = address, "a-token-of-the-other-studio"
    target = io.BytesIO()
    Image.fromarray(data.astronaut()).save(target, "PNG")
    made = pictures.create("alice", "Astronaut", uploads.accept(target.getvalue(), "astronaut.png"))
    done(made.jobs.get())
    made.refresh_from_db()
    return made


def test_its_regions_and_people_are_found(picture):
    visual = picture.current.visual
    assert len(panoptic.ids(panoptic.from_wire(files.read(visual.regions)))) > 10
    assert len(people.cards(picture.current)) == 1
    assert visual.backend != "embedded"


def test_a_region_is_erased_there_and_nothing_else_changes(picture):
    before = pixels_of(picture.current)
    smallest = panoptic.ids(panoptic.from_wire(files.read(picture.current.visual.regions)))[-1]
    job = erase(picture, smallest)
    assert (job.status, job.error, bool(job.result.sid)) == ("done", "", True)
    changed = (pixels_of(picture.current) != before).any(axis=2)
    assert 0 < np.count_nonzero(changed) < changed.size / 10


def test_a_person_is_changed_there(picture):
    before = pixels_of(picture.current)
    job = change(picture, age=6)
    assert (job.status, job.error) == ("done", "")
    assert (pixels_of(picture.current) != before).any()


def test_a_missing_token_is_told(address):
    assert requests.post(f"{address}/v1/register", json={}, timeout=10).status_code == 401
