"""What a studio keeps to itself: photos from other users of the machine, its token, and whom it talks to."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from PIL import Image

from harness.contract.service import Service
from harness.images import encode_image
from harness.photos import SAMPLES
from harness.processes import ROOT, command_of, descendants, free_port, wait_for
from harness.studio import Studio
from harness.visitor import Visitor
from tests.serving.conftest import StartStudio

PATIENCE = 120  # seconds for a job, on a machine that is busy and may have to compile first
TOKEN = "3f9a0c51d2e84b7796aa10bb42cd7e05"
SITE = "briastudio.settings"


class Owner(Visitor):
    """Somebody who opens a photo and waits for what comes of it."""

    def opens(self, photo: bytes) -> str:
        """Open a photo; the path of its page once nothing works on it."""
        answer = self.upload(photo)
        assert answer.status_code == 200, answer.text
        path = answer.url.removeprefix(self.address)
        wait_for(lambda: self.is_idle(path), PATIENCE, "the photo to be prepared")
        return path

    def is_idle(self, path: str) -> bool:
        """Whether nothing works on a picture."""
        return "data-job" not in self.get(path).text

    def erases(self, path: str) -> None:
        """Have a box erased, whatever comes of it."""
        steps = '{"steps": [{"kind": "box", "add": true, "points": [40, 40, 80, 80]}]}'
        assert self.edit(path, "erase", 1, selection=steps).status_code == 200
        wait_for(lambda: self.is_idle(path), PATIENCE, "the edit to end")


@pytest.fixture(scope="module")
def offline(start_studio: StartStudio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Studio, Path]]:
    """A studio on the embedded engine none of whose processes reaches another machine, and the list of tries."""
    reached = tmp_path_factory.mktemp("reached") / "hosts"
    folders = [str(ROOT / "harness" / "offline"), os.environ.get("PYTHONPATH", "")]
    variables = {"PYTHONPATH": os.pathsep.join(filter(None, folders)), "REACHED": str(reached)}
    with start_studio(tmp_path_factory.mktemp("offline"), SITE, **variables) as studio:
        yield studio, reached


def tries(reached: Path) -> list[str]:
    """Whom any process of the studio tried to reach."""
    return reached.read_text().split() if reached.exists() else []


def test_with_the_embedded_engine_no_connection_leaves_this_machine(offline: tuple[Studio, Path]) -> None:
    studio, reached = offline
    photo = (SAMPLES / "astronaut.jpg").read_bytes()
    owner = Owner(studio.address)
    page = owner.opens(photo)
    owner.erases(page)
    assert "2. " in re.sub(r"\s+", " ", owner.get(page).text)
    service = Service(studio.address, requests.Session())
    visual = service.registered(photo)
    assert service.said(service.get(f"/v1/{visual}/person/info"))
    assert service.said(service.post(f"/v1/{visual}/objects/mask_generator"))
    assert tries(reached) == []
    # And such a try is noticed: whoever gives an address has it fetched.
    owner.post("/pictures/", data={"address": "http://example.com/a.png"})
    assert tries(reached) == ["example.com"]


def test_nobody_else_on_the_machine_reads_anything_in_the_data_folder(offline: tuple[Studio, Path]) -> None:
    studio, _ = offline
    folder = studio.log.parent
    Owner(studio.address).opens(encode_image(Image.effect_noise((64, 48), 90).convert("RGB"), "JPEG"))
    found = [path for path in (folder, *folder.rglob("*")) if path != studio.log and not path.is_symlink()]
    assert [path for path in found if path.stat().st_mode & 0o077] == []
    assert len(found) > 20


@pytest.fixture(scope="module")
def hosted(start_studio: StartStudio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio with a token, whose service does not answer."""
    nobody = f"http://127.0.0.1:{free_port()}"
    folder = tmp_path_factory.mktemp("hosted")
    with start_studio(folder, SITE, BRIA_API_URL=nobody, BRIA_API_TOKEN=TOKEN) as studio:
        yield studio


def test_the_token_is_nowhere_to_be_seen(hosted: Studio) -> None:
    owner = Owner(hosted.address)
    page = owner.opens(encode_image(Image.effect_noise((120, 90), 90).convert("RGB"), "JPEG"))
    owner.erases(page)
    answers = [owner.get(path) for path in ("/", page, f"{page}history/", "/healthz")]
    told = "".join(answer.text + str(answer.headers) for answer in answers)
    assert "did not work" in told  # the page shows what went wrong
    folder = hosted.log.parent
    holders = [path for path in folder.rglob("*") if path.is_file() and TOKEN.encode() in path.read_bytes()]
    commands = "".join(command_of(pid) for pid in [hosted.process.pid, *descendants(hosted.process.pid)])
    assert "manage.py" in commands
    assert [TOKEN in told, holders, TOKEN in commands] == [False, [], False]
