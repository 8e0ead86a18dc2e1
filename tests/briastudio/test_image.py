"""What an image holds does the main job, from a folder that cannot be written to."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
import requests

from harness import image
from harness.contract.service import Service
from harness.image import Image
from harness.photos import SAMPLES
from harness.processes import ROOT, free_port, wait_for

START = 120  # seconds, on a machine that is busy
FIRST_PARTY = ["briastudio", "editor", "bria", "engine", "imagefiles", "masks", "datafolder", "recipes"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """An image, laid out anew."""
    try:
        return image.build(tmp_path_factory.mktemp("image") / "studio")
    except image.NotAllowed as reason:
        pytest.skip(f"NOT TESTED: {reason}")


@pytest.fixture(scope="module")
def container(built: Image, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A studio out of it as compose.yaml starts it: its address, and its data folder."""
    data, port = tmp_path_factory.mktemp("container"), str(free_port())
    variables = {
        "STUDIO_DATA": str(data),
        "STUDIO_HOST": "0.0.0.0",
        "STUDIO_ALLOWED_HOSTS": "localhost,127.0.0.1",
        "PORT": port,
    }
    with built.started(data / "log", **variables):
        wait_for(lambda: is_well(built, port), START, "the studio to be well")
        yield f"http://127.0.0.1:{port}", data


def is_well(built: Image, port: str) -> bool:
    """What the image's health check says."""
    return built.run("healthcheck.sh", PORT=port).returncode == 0


def test_it_is_small_enough(built: Image) -> None:
    assert built.megabytes < 770  # of 900; Python's slim base takes some 130


def test_a_container_does_the_main_job_with_the_token_that_it_made(container: tuple[str, Path]) -> None:
    address, data = container
    token = (data / "api_token").read_text().strip()
    service = Service(address, requests.Session(), token)
    visual = service.registered((SAMPLES / "astronaut.jpg").read_bytes())
    asked: list[requests.Response] = []

    def is_answered() -> bool:
        """A call that waited in vain says so with a 504, and is to be made again."""
        asked.append(service.post(f"/v1/{visual}/objects/mask_generator"))
        return asked[-1].status_code != 504

    wait_for(is_answered, START, "the masks")
    assert service.said(asked[-1])


def test_the_token_is_for_its_owner_alone_and_in_no_log(container: tuple[str, Path]) -> None:
    _, data = container
    token = (data / "api_token").read_text().strip()
    assert re.fullmatch(r"\w{32,}", token)
    assert (data / "api_token").stat().st_mode & 0o077 == 0
    assert token not in (data / "log").read_text()


def test_nothing_is_compiled_collected_or_missing_at_its_start(built: Image, container: tuple[str, Path]) -> None:
    _, data = container
    log = (data / "log").read_text()
    assert "Compiling" not in log
    assert "Not installed" not in log
    assert not (data / "numba").exists()
    collected = [folder / "static" / ".collected" for folder in (built.folder, data)]
    assert len({path.read_text() for path in collected}) == 1


def test_the_image_cannot_be_written_to(built: Image, container: tuple[str, Path]) -> None:
    done = built.run("../../venv/bin/python", "-c", f"open({str(built.folder / 'app' / 'x')!r}, 'w')")
    assert "Read-only file system" in done.stderr


def test_other_commands_are_run_as_well(built: Image, container: tuple[str, Path]) -> None:
    _, data = container
    done = built.run("entrypoint.sh", "doctor", STUDIO_DATA=str(data))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 running" in done.stdout


def test_an_unhealthy_container_is_noticed(built: Image) -> None:
    assert built.run("healthcheck.sh", PORT=str(free_port())).returncode == 1


@pytest.mark.parametrize(
    ("variables", "makes_one"),
    [
        ({"STUDIO_HOST": "0.0.0.0"}, True),
        ({"STUDIO_HOST": "0.0.0.0", "STUDIO_ACCOUNTS": "0"}, True),
        ({"STUDIO_HOST": "0.0.0.0", "STUDIO_ACCOUNTS": "1"}, False),
        ({"STUDIO_HOST": "0.0.0.0", "STUDIO_ACCOUNTS": "True"}, False),
        ({"STUDIO_HOST": "127.0.0.1"}, False),
        ({}, False),
    ],
)
def test_a_start_makes_a_token_where_nobody_else_can(
    tmp_path: Path, variables: dict[str, str], makes_one: bool
) -> None:
    script = scripted(tmp_path, "entrypoint.sh")
    python = tmp_path / "venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "$@"\n')
    python.chmod(0o700)
    (tmp_path / "environment").touch()
    environment = {"PATH": os.environ["PATH"], "STUDIO_DATA": str(tmp_path), **variables}
    done = subprocess.run(["sh", script], env=environment, capture_output=True, text=True, check=True)
    asked = f"manage.py studio --token-file {tmp_path}/api_token" if makes_one else "manage.py studio"
    assert done.stdout.strip() == asked


def scripted(folder: Path, name: str) -> Path:
    """A script of an image that holds nothing else."""
    for part in ("app/docker", "venv/bin"):
        (folder / part).mkdir(parents=True)
    return Path(shutil.copy(ROOT / "docker" / name, folder / "app" / "docker"))


class Listener(BaseHTTPRequestHandler):
    """Answers that all is well, and remembers by which name it was asked."""

    heard: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.heard.append(self.headers["Host"])
        self.send_response(200)
        self.end_headers()


@pytest.mark.parametrize(
    ("hosts", "host"),
    [
        ("studio.example.com,localhost", "studio.example.com"),
        (" .example.com", "example.com"),
        ("*", "localhost"),
        ("", "localhost"),
        ("[::1]", "[::1]"),
    ],
)
def test_the_health_check_asks_by_a_name_that_the_studio_answers_to(tmp_path: Path, hosts: str, host: str) -> None:
    script = scripted(tmp_path, "healthcheck.sh")
    (tmp_path / "venv" / "bin" / "python").symlink_to(sys.executable)
    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.handle_request).start()
        variables = {"PATH": os.environ["PATH"], "PORT": str(server.server_port), "STUDIO_ALLOWED_HOSTS": hosts}
        assert subprocess.run(["sh", script], env=variables, check=False).returncode == 0
    assert Listener.heard.pop() == host


def test_the_image_has_every_package_of_ours_that_runs() -> None:
    build, allowed = (ROOT / "docker" / "build.sh").read_text(), (ROOT / ".dockerignore").read_text().splitlines()
    packages = [path.parent.name for path in ROOT.glob("*/__init__.py")]
    runs = set(packages) - {"harness", "benchmarks", "tests"}
    assert set(FIRST_PARTY) <= runs
    for name in sorted(runs):
        assert re.search(rf"\b{name}\b", build), name
        assert f"!{name}" in allowed


def test_the_dockerfile_runs_what_is_tested_as_nobody_in_particular() -> None:
    lines = (ROOT / "Dockerfile").read_text()
    stages = re.findall(r"^FROM (\S+)", lines, re.MULTILINE)
    assert len(set(stages)) == 1 and ":latest" not in stages[0] and ":" in stages[0]
    assert re.findall(r"^(?:ENTRYPOINT|HEALTHCHECK)[^\[]*\[\"(\S+?)\"", lines, re.MULTILINE) == [
        "/opt/studio/app/docker/healthcheck.sh",
        "/opt/studio/app/docker/entrypoint.sh",
    ]
    assert "RUN /source/docker/build.sh /opt/studio" in lines
    assert "COPY --from=build /opt/studio /opt/studio" in lines
    assert re.search(r"^USER (?!root)", lines, re.MULTILINE)
    assert not re.search(r"^ADD |curl|wget|apt-get", lines, re.MULTILINE)
