"""Pictures are decoded in processes of their own: what becomes of them harms neither server nor picture."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import requests
from PIL import Image

from harness.images import encode_image, png
from harness.processes import command_of, descendants, kill, wait_for
from harness.studio import Studio, run_studio
from harness.visitor import Visitor
from imagefiles.room import UNIT, Room

PHOTO = png(np.random.default_rng(0).integers(0, 256, (300, 400, 3)).astype(np.uint8))
RESTART = 30  # seconds


@pytest.fixture(scope="module")
def studio() -> Iterator[Studio]:
    """A running studio with memory for one picture."""
    with (
        tempfile.TemporaryDirectory() as folder,
        run_studio(Path(folder), "tests.serving.decoding_settings") as running,
    ):
        yield running


def upload(studio: Studio) -> requests.Response:
    """The answer to an upload by a new visitor."""
    return Visitor(studio.address).upload(PHOTO)


def forkers(studio: Studio) -> list[int]:
    """The processes that children which decode are forked from."""
    return [pid for pid in descendants(studio.process.pid) if "imagefiles.forker" in command_of(pid)]


def test_an_upload_is_decoded_in_a_child(studio: Studio) -> None:
    answer = upload(studio)
    assert answer.status_code == 200
    assert "/pictures/" in answer.url
    assert len(forkers(studio)) == 1


def test_who_finds_no_memory_is_asked_to_come_again(studio: Studio) -> None:
    with Room(studio.log.parent / "decoding", UNIT, 30).take(UNIT):
        answer = upload(studio)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Nothing was lost." in answer.text
    assert upload(studio).status_code == 200


@pytest.mark.skipif(sys.platform != "linux", reason="the most that a process held is read from /proc, which Linux has")
def test_the_pixels_of_what_a_program_sends_never_reach_the_web_process(studio: Studio) -> None:
    photo = encode_image(Image.new("RGB", (5000, 5000), (90, 60, 30)))
    web = [pid for pid in descendants(studio.process.pid) if "briastudio.serving" in command_of(pid)]
    assert register(studio, encode_image(Image.new("RGB", (50, 50)))).status_code == 200
    before = sum(map(read_most_memory, web))
    assert register(studio, photo).status_code == 200
    assert sum(map(read_most_memory, web)) < before + 25_000_000  # bytes; the pixels are three times as many


@pytest.mark.skipif(sys.platform != "linux", reason="the most that a process held is read from /proc, which Linux has")
def test_the_pixels_of_what_a_person_sends_never_reach_the_web_process(studio: Studio) -> None:
    photo = encode_image(Image.new("RGB", (5000, 5000), (90, 60, 30)))
    web = [pid for pid in descendants(studio.process.pid) if "briastudio.serving" in command_of(pid)]
    assert upload(studio).status_code == 200
    before = sum(map(read_most_memory, web))
    assert Visitor(studio.address).upload(photo).status_code == 200
    assert sum(map(read_most_memory, web)) < before + 25_000_000  # bytes; the pixels are three times as many


def register(studio: Studio, data: bytes) -> requests.Response:
    """The answer to a program that uploads a picture."""
    return requests.post(
        f"{studio.address}/v1/upload", files={"file": ("a", data)}, headers={"api_token": "any"}, timeout=60
    )


def read_most_memory(pid: int) -> int:
    """The most bytes that a process ever held (proc(5), VmHWM)."""
    rows = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(row.split()[1]) * 1024 for row in rows if row.startswith("VmHWM:"))


def test_a_killed_forker_comes_again(studio: Studio) -> None:
    before = forkers(studio)
    for pid in before:
        kill(pid)
    wait_for(lambda: upload(studio).status_code == 200, RESTART, "an upload to be taken again")
    assert forkers(studio) != before
    assert studio.is_well()


def test_it_leaves_with_the_server() -> None:
    with tempfile.TemporaryDirectory() as folder:
        with run_studio(Path(folder), "tests.serving.decoding_settings") as running:
            left = forkers(running)
            running.process.terminate()
            running.process.wait(RESTART)
            wait_for(lambda: not any("forker" in command_of(pid) for pid in left), RESTART, "the forker to leave")
        assert left
