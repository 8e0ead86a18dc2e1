"""Whom the studio listens to: other machines only once the API has a token."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests

from briastudio import exposure
from harness.processes import free_port, started, wait_for
from harness.studio import START
from tests.serving.conftest import RESTART, StartStudio

SITE = "tests.serving.api_settings"
ELSEWHERE = "127.0.0.2"  # an address of this machine that a server on 127.0.0.1 does not listen on


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a studio that listens everywhere."""
    return {
        "STUDIO_HOST": "0.0.0.0",
        "PORT": str(free_port()),
        "STUDIO_DATA": str(tmp_path),
        "STUDIO_ALLOWED_HOSTS": f"127.0.0.1,{ELSEWHERE}",
        "DJANGO_SETTINGS_MODULE": SITE,
    }


def outcome_of(*arguments: str, log: Path, environment: dict[str, str]) -> tuple[int, str]:
    """How a command ended, and what it said."""
    with started(*arguments, log=log, **environment) as process:
        code = process.wait(RESTART)
    return code, log.read_text()


def test_beyond_loopback_it_does_not_listen_without_a_token(environment: dict[str, str], tmp_path: Path) -> None:
    code, said = outcome_of("manage.py", "studio", log=tmp_path / "log", environment=environment)
    assert (code, "manage.py token create NAME" in said, "Traceback" in said) == (1, True, False)


def test_with_a_file_for_it_a_start_makes_the_token_once(environment: dict[str, str], tmp_path: Path) -> None:
    file, port = tmp_path / "api_token", environment["PORT"]
    for _ in range(2):
        command = ["manage.py", "studio", "--token-file", str(file)]
        with started(*command, log=tmp_path / "log", **environment):
            wait_for(lambda: is_asked_for_a_token(port), START, "the studio to listen")
    token = file.read_text().strip()
    assert (file.stat().st_mode & 0o777, len(token)) == (0o600, 32)
    said = (tmp_path / "log").read_text()
    assert (said.count("A token for the API is in"), token in said) == (1, False)


def is_asked_for_a_token(port: str) -> bool:
    """Whether a server is there that takes no unknown token."""
    address = f"http://127.0.0.1:{port}/v2/status/nothing"
    try:
        return requests.get(address, headers={"api_token": "other"}, timeout=10).status_code == 401
    except requests.RequestException:
        return False


def test_nor_does_its_web_server_alone(environment: dict[str, str], tmp_path: Path) -> None:
    outcome_of("manage.py", "migrate", log=tmp_path / "migrate.log", environment=environment)
    serving = ["-m", "briastudio.serving", "--host", "0.0.0.0"]
    code, said = outcome_of(*serving, log=tmp_path / "log", environment=environment)
    assert (code, "manage.py token create NAME" in said, "Traceback" in said) == (1, True, False)


def test_with_a_token_it_does_and_asks_for_it(
    environment: dict[str, str], start_studio: StartStudio, tmp_path: Path
) -> None:
    outcome_of("manage.py", "migrate", log=tmp_path / "migrate.log", environment=environment)
    create = ["manage.py", "token", "create", "anna"]
    _, said = outcome_of(*create, log=tmp_path / "token.log", environment=environment)
    token = said.split()[0]
    del environment["PORT"]
    with start_studio(tmp_path, SITE, **environment) as studio:
        address = studio.address.replace("127.0.0.1", ELSEWHERE) + "/v2/status/nothing"
        statuses = [
            requests.get(address, headers={"api_token": text}, timeout=10).status_code for text in (token, "other", "")
        ]
    assert statuses == [404, 401, 401]


@pytest.mark.parametrize(
    ("address", "written"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("::1", "[::1]"), ("192.0.2.1",) * 2],
)
def test_the_address_that_is_printed_can_be_opened(address: str, written: str) -> None:
    assert exposure.reachable(address) == written


@pytest.mark.parametrize(("address", "names"), [("127.0.0.1", []), ("0.0.0.0", []), ("192.0.2.1", ["192.0.2.1"])])
def test_a_studio_answers_to_the_address_it_listens_on(address: str, names: list[str]) -> None:
    assert exposure.names(address) == names
