"""A header that says who somebody is, over real sockets: from the proxy that is trusted, and from others."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests
from requests.adapters import HTTPAdapter

from harness.processes import started
from tests.serving.conftest import RESTART, StartStudio

SITE = "tests.serving.api_settings"
PROXY, OTHER = "127.0.0.2", "127.0.0.3"  # addresses of this machine that a client can come from
ENVIRONMENT = {
    "STUDIO_ACCOUNTS": "1",
    "STUDIO_FIRST_ACCOUNT": "anna",
    "STUDIO_FIRST_ACCOUNT_PASSWORD": "seven blue lorries",
    "STUDIO_REMOTE_USER_HEADER": "Remote-User",
    "STUDIO_TRUSTED_PROXIES": PROXY,
}


class From(HTTPAdapter):
    """Connections that come from an address of this machine."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def init_poolmanager(self, *args: object, **kwargs: object) -> None:
        super().init_poolmanager(*args, **kwargs, source_address=(self.address, 0))  # type: ignore[arg-type]


def ask(studio: str, address: str, headers: dict[str, str]) -> requests.Response:
    """What is answered to somebody who comes from an address."""
    with requests.Session() as session:
        session.mount("http://", From(address))
        return session.get(studio, headers=headers, timeout=10, allow_redirects=False)


def test_the_header_counts_from_the_proxy_alone_however_it_is_spelled(
    start_studio: StartStudio, tmp_path: Path
) -> None:
    with start_studio(tmp_path, SITE, **ENVIRONMENT) as studio:
        page = studio.address + "/account/"
        known = ask(page, PROXY, {"Remote-User": "anna"})
        assert (known.status_code, "<bdi>anna</bdi>" in known.text) == (200, True)
        refused = ask(page, OTHER, {"Remote-User": "anna"})
        assert (refused.status_code, "anna" in refused.text) == (403, False)
        for headers in ({}, {"Remote_User": "anna"}, {"REMOTE_USER": "anna"}, {"Http-Remote-User": "anna"}):
            assert ask(page, PROXY, headers).status_code == 302
    assert f"{OTHER} sent Remote-User and is no trusted proxy." in studio.log.read_text()


@pytest.mark.parametrize("missing", ["STUDIO_ACCOUNTS", "STUDIO_TRUSTED_PROXIES"])
def test_it_does_not_start_without_what_the_header_needs(tmp_path: Path, missing: str) -> None:
    environment = {name: value for name, value in ENVIRONMENT.items() if name != missing}
    variables = {"STUDIO_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": SITE, **environment}
    with started("manage.py", "studio", log=tmp_path / "log", **variables) as process:
        assert process.wait(RESTART) == 1
    said = (tmp_path / "log").read_text()
    assert ("STUDIO_REMOTE_USER_HEADER needs" in said, "Traceback" in said) == (True, False)
