"""Jobs on the largest pictures take turns; all others, and previews, go on beside them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from engine import files, progress
from engine.errors import Abandoned, Busy
from engine.large_jobs import in_turn
from engine.outcomes import Arguments
from harness.images import encode_image
from imagefiles.room import UNIT, Room, large_jobs


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[None]:
    """Another process is at such a job, and nobody waits for it."""
    before = large_jobs.room
    large_jobs.furnish(tmp_path / "large", UNIT, 0)
    with Room(tmp_path / "large", UNIT, 0).take(UNIT):
        yield
    large_jobs.room = before


def store(side: int) -> str:
    """The name of a stored picture."""
    return files.save(encode_image(Image.new("1", (side, side))))


@pytest.mark.parametrize(("side", "more"), [(5000, {}), (2500, {"factor": 2})])
def test_a_large_picture_or_result_has_to_wait(busy: None, side: int, more: Arguments) -> None:
    with pytest.raises(Busy), in_turn({"image": store(side), **more}):
        pass


@pytest.mark.parametrize(("side", "more"), [(4999, {}), (5000, {"only_alpha": True}), (2499, {"factor": 2})])
def test_anything_else_goes_on(busy: None, side: int, more: Arguments) -> None:
    with in_turn({"image": store(side), **more}):
        pass


def test_a_picture_that_is_gone_is_left_to_the_job(busy: None) -> None:
    with in_turn({"image": "engine/00/" + 64 * "0"}):
        pass


def test_it_is_the_header_that_is_read(busy: None) -> None:
    name = store(5000)
    os.truncate(default_storage.path(name), 100)
    with pytest.raises(Busy), in_turn({"image": name}):
        pass
    assert default_storage.exists(name)  # whoever reads all of it has its own to say of the damage


def test_one_who_waits_may_give_up(busy: None, tmp_path: Path) -> None:
    def listener(_share: float | None) -> None:
        raise KeyError

    large_jobs.furnish(tmp_path / "large", UNIT, 60)
    with progress.listening(listener), pytest.raises(Abandoned), in_turn({"image": store(5000)}):
        pass
