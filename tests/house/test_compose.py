"""The files for containers name settings, commands and secrets that there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from briastudio.settings import REQUESTS_PER_ADDRESS
from tests.house.files import ROOT, shown

FILES = sorted(ROOT.glob("compose*.yaml"))
OURS = "bria-studio"


def read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(path.read_text())
    return document


def our_services(path: Path) -> list[dict[str, Any]]:
    return [service for service in read(path)["services"].values() if service.get("image") == OURS]


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_each_setting_is_in_the_readme(path: Path) -> None:
    table = (ROOT / "README.md").read_text()
    named = {name.removesuffix("_FILE") for service in our_services(path) for name in service["environment"]}
    assert named
    assert sorted(name for name in named if f"`{name}`" not in table) == []


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_each_command_is_one_of_ours(path: Path) -> None:
    commands = [service.get("command", ["studio"])[0] for service in our_services(path)]
    assert set(commands) <= set(get_commands())


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_each_of_ours_can_write_nothing_but_its_data(path: Path) -> None:
    for service in our_services(path):
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        places = [place.split(":")[-1] if ":" not in place[1:] else place for place in service.get("volumes", [])]
        assert any("/data" in place for place in [*places, *service["tmpfs"]])


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_each_secret_and_volume_is_declared(path: Path) -> None:
    document = read(path)
    for service in document["services"].values():
        assert set(service.get("secrets", [])) <= set(document.get("secrets", {}))
        volumes = {volume.split(":")[0] for volume in service.get("volumes", [])}
        assert volumes <= set(document.get("volumes", {}))
        assert set(service.get("depends_on", [])) <= set(document["services"])


def test_behind_its_proxy_a_team_is_not_one_caller() -> None:
    settings = read(ROOT / "compose.team.yaml")["services"]["web"]["environment"]
    assert settings["STUDIO_TRUSTED_PROXIES"]
    assert int(settings["STUDIO_REQUESTS_PER_ADDRESS"]) > REQUESTS_PER_ADDRESS


def test_no_image_is_of_whatever_is_newest() -> None:
    images = [service["image"] for path in FILES for service in read(path)["services"].values()]
    assert [image for image in images if image != OURS and (":" not in image or image.endswith(":latest"))] == []
