"""A header that says who somebody is, over real sockets: from the proxy that is trusted, and from others."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests
from requests.adapters import HTTPAdapter

from harness.processes import free_port, started
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


OIDC = {"STUDIO_OIDC_ISSUER": "https://id.example.com", "STUDIO_OIDC_CLIENT_ID": "studio"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"STUDIO_ACCOUNTS": "0"}, "STUDIO_REMOTE_USER_HEADER needs"),
        ({"STUDIO_TRUSTED_PROXIES": ""}, "STUDIO_REMOTE_USER_HEADER needs"),
        ({"STUDIO_TRUSTED_PROXIES": "proxy.example.com"}, "no address and no network"),
        ({"STUDIO_REMOTE_USER_HEADER": "Remote_User"}, "with which no header arrives"),
        ({**OIDC, "STUDIO_OIDC_ISSUER": "http://id.example.com"}, "must be an address of https"),
        ({**OIDC, "STUDIO_OIDC_CLIENT_ID": ""}, "STUDIO_OIDC_ISSUER needs"),
        ({"STUDIO_FIRST_ACCOUNT_PASSWORD": "short"}, "The account anna cannot be made: This password is too short"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_what_is_set_wrong_is_said_at_the_start(tmp_path: Path, changes: dict[str, str], sentence: str) -> None:
    variables = {"PORT": str(free_port()), "STUDIO_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": SITE, **ENVIRONMENT}
    with started("manage.py", "studio", log=tmp_path / "log", **variables | changes) as process:
        assert process.wait(RESTART) == 1
    said = (tmp_path / "log").read_text()
    assert (sentence in said, "Traceback" in said) == (True, False)
