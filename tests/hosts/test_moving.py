"""A backup of a studio that is at work comes back byte for byte, into another database and another storage as well."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import requests
from PIL import Image

from harness import bucket
from harness.images import encode_image
from harness.processes import wait_for
from harness.studio import Studio, manage, run_studio
from harness.visitor import Visitor

PATIENCE = 120  # seconds for a job, on a machine that is busy
SIDES = (60, 80, 3)
COOKIE = "sessionid"


def do(folder: Path, *command: str, **variables: str) -> str:
    """What ``manage.py`` says on a data folder, which does what it is told."""
    done = manage(folder, *command, **variables)
    assert done.returncode == 0, done.stderr
    return done.stdout


def open_picture(person: Visitor, number: int) -> str:
    """The path of the page of a picture of noise, which nobody else has."""
    noise = np.random.default_rng(number).integers(0, 255, SIDES).astype(np.uint8)
    answer = person.upload(encode_image(Image.fromarray(noise)))
    assert answer.status_code == 200, answer.text
    return urlsplit(answer.url).path


def take(person: Visitor, page: str) -> bytes:
    """The image of a picture's first revision."""
    answer = person.get(f"{page}revisions/1/image")
    assert answer.status_code == 200, answer.text
    return answer.content


@contextmanager
def somebody_works(studio: Studio) -> Iterator[None]:
    """Somebody else uploads and deletes pictures for as long as the block runs."""
    stopped = threading.Event()

    def work() -> None:
        person, number = Visitor(studio.address), 1000
        while not stopped.is_set():
            number += 1
            page = open_picture(person, number)
            person.post(f"{page}deletion/")

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(PATIENCE)


def move_in(studio: Studio, person: Visitor) -> Visitor:
    """The same browser at another address."""
    moved = Visitor(studio.address)
    moved.session.cookies.set(COOKIE, person.session.cookies[COOKIE])
    return moved


def test_a_studio_at_work_moves_to_postgresql_and_a_bucket_with_its_sessions(
    database: str, s3: bucket.Service, tmp_path: Path
) -> None:
    weights = {"STUDIO_WEIGHTS": str(tmp_path / "weights")}
    with run_studio(tmp_path / "here", **weights) as studio:
        person = Visitor(studio.address)
        pages = [open_picture(person, number) for number in range(3)]
        images = [take(person, page) for page in pages]
        with somebody_works(studio):
            do(tmp_path / "here", "backup", str(tmp_path / "studio.zip"))
    there = {"DATABASE_URL": database, **s3.make_bucket("moved"), **weights}
    do(tmp_path / "there", "restore", str(tmp_path / "studio.zip"), **there)
    with run_studio(tmp_path / "there", **there) as studio:
        moved = move_in(studio, person)
        assert [take(moved, page) for page in pages] == images
        wait_for(lambda: is_idle(moved, pages[0]), PATIENCE, "the picture to be prepared")
        later = open_picture(moved, 4)
        assert later not in pages
    again = do(tmp_path / "there", "backup", str(tmp_path / "again.zip"), **there)
    assert "rows" in again


def is_idle(person: Visitor, page: str) -> bool:
    """Whether nothing works on a picture."""
    answer: requests.Response = person.get(page)
    return "data-job" not in answer.text
