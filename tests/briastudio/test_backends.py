from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.test import Client
from pytest_django import Settings

import bria
from briastudio import backends
from editor.service import backends as editor_backends
from tests.briastudio.applications import forget_application

pytestmark = pytest.mark.filterwarnings("ignore:No directory at:UserWarning")  # WhiteNoise, before collectstatic
MIRROR = "tests.briastudio.echo_urls"


@pytest.fixture
def fresh_application() -> Iterator[None]:
    """Middleware reads the settings when it is built: build it in this test, and again after it."""
    forget_application()
    yield
    forget_application()


def test_nothing_set_means_the_embedded_engine() -> None:
    backend = backends.current()
    assert (backend.key, backend.label) == ("embedded", "Embedded engine without its models")
    assert backend.embedded
    assert backend.lossless


def test_results_with_all_weights_are_the_embedded_engines(installed_weights: Path) -> None:
    assert backends.current().label == "Embedded engine"


def test_a_token_alone_means_brias_own_service(settings: Settings) -> None:
    settings.BRIA_API_TOKEN = "0123456789"
    backend = backends.current()
    assert backend.url == "https://engine.prod.bria-api.com"
    assert backend.label == "Bria (engine.prod.bria-api.com)"
    assert not backend.embedded
    assert not backend.lossless


@pytest.mark.parametrize(
    "url", ["http://host:8001", "http://host:8001/", "http://host:8001/v1", "http://host:8001/v2/"]
)
def test_an_address_is_taken_with_and_without_a_version(settings: Settings, url: str) -> None:
    settings.BRIA_API_URL = url
    assert backends.current().url == "http://host:8001"


@pytest.mark.parametrize("url", ["host:8001", "ftp://host", "https://"])
def test_an_address_that_is_none_is_refused_with_an_example(settings: Settings, url: str) -> None:
    settings.BRIA_API_URL = url
    with pytest.raises(ImproperlyConfigured, match="BRIA_API_URL must be an address such as"):
        backends.current()


def test_every_service_has_a_key_of_its_own_that_stays() -> None:
    first, second = backends.remote("https://a.example.com"), backends.remote("https://b.example.com")
    assert first.key == backends.remote("https://A.example.com/").key
    assert len({first.key, second.key, backends.embedded().key}) == 3


def test_a_remote_service_can_fetch_where_we_are_public(settings: Settings) -> None:
    settings.STUDIO_PUBLIC_URL = "https://studio.example.com/"
    assert backends.remote("https://a.example.com").public_url == "https://studio.example.com"


def test_the_token_is_in_no_text_about_a_backend_or_its_client(settings: Settings) -> None:
    settings.BRIA_API_TOKEN = "0123456789-token"
    assert "0123456789" not in repr(backends.current()) + repr(backends.client())


@pytest.mark.parametrize("inline", [True, False])
def test_the_embedded_engine_is_called_in_this_process(settings: Settings, inline: bool) -> None:
    settings.ROOT_URLCONF = MIRROR
    assert backends.client(inline=inline).info("abc") == {
        "visual_id": "abc",
        "token": "local",
        "internal": True,
        "inline": inline,
        "here": "https://engine.studio.internal/files/1.png",
    }


def test_a_request_from_outside_cannot_pass_for_one_from_inside(settings: Settings) -> None:
    settings.ROOT_URLCONF = MIRROR
    headers = {"studio.inline": "1", "studio-internal": "1", "HTTP_studio.internal": "1"}
    answer: dict[str, Any] = Client().get("/v1/abc/info", headers=headers).json()
    assert (answer["internal"], answer["inline"]) == ("absent", "absent")


@pytest.mark.usefixtures("fresh_application")
def test_a_forced_https_does_not_come_in_between(settings: Settings) -> None:
    settings.ROOT_URLCONF = MIRROR
    settings.SECURE_SSL_REDIRECT = True
    assert backends.client().info("abc")["visual_id"] == "abc"


@pytest.mark.django_db(transaction=True)
def test_the_callers_transaction_survives_a_call(settings: Settings) -> None:
    settings.ROOT_URLCONF = MIRROR
    with transaction.atomic():
        connection.ensure_connection()
        backends.client().info("abc")
        assert connection.is_usable()


def test_the_editor_reaches_it_through_the_settings(settings: Settings) -> None:
    assert editor_backends.current() == backends.current()
    assert isinstance(editor_backends.client(inline=True), bria.Bria)
