"""Addresses under which a service may fetch a picture for an hour, and nothing else."""

from __future__ import annotations

import io
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.test import Client
from PIL import Image
from pytest_django import Settings

from editor import files
from editor.service import sharing
from tests.editor import fake_service


@pytest.fixture
def name(tmp_path: Path, settings: Settings) -> str:
    """A stored picture."""
    settings.MEDIA_ROOT = tmp_path / "files"
    (tmp_path / "secret").write_text("of the site")
    return files.store(fake_service.picture(), ".png")


def path_of(name: str) -> str:
    return urlsplit(sharing.sign_address("https://studio.example.com/", name)).path


def status(path: str) -> int:
    return Client().get(path).status_code


def test_whoever_has_the_address_gets_the_picture(name: str) -> None:
    response = Client().get(path_of(name))
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert Image.open(io.BytesIO(response.content)).size == fake_service.SIZE[::-1]


def test_it_is_an_address_of_the_public_site(name: str) -> None:
    assert sharing.sign_address("https://studio.example.com/", name).startswith("https://studio.example.com/shared/")


def test_an_altered_address_and_one_signed_for_something_else_lead_nowhere(name: str) -> None:
    assert status(path_of(name)[:-1] + "~") == 404
    assert status(f"/shared/{signing.dumps(name)}") == 404
    assert status(f"/shared/{name}") == 404


def test_an_address_leads_nowhere_after_an_hour(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path, now = path_of(name), time.time()
    monkeypatch.setattr(time, "time", lambda: now + sharing.LIFETIME + 1)
    assert status(path) == 404


@pytest.mark.parametrize("wrong", ["../secret", "/etc/passwd", "gone.png"])
def test_nothing_but_a_stored_file_is_ever_read(name: str, wrong: str) -> None:
    assert status(path_of(wrong)) in {400, 404}
