"""A proxy that signs people in, and whoever pretends to be one."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory
from pytest_django import Settings

from accounts import addresses, closing
from accounts.models import Account, AuditEntry
from briastudio.environment import parse_networks
from tests.accounts.clients import make_account, sign_in, takes_along, text
from tests.editor import factories
from tests.editor.clients import visitor

pytestmark = pytest.mark.django_db

PROXY = "10.1.2.3"


@pytest.fixture(autouse=True)
def proxy(accounts: None, settings: Settings) -> None:
    """A proxy that says who is signed in."""
    settings.REMOTE_USER_HEADER = "X-Forwarded-User"
    settings.TRUSTED_PROXIES = parse_networks(["10.0.0.0/8", "::1"])


def through(name: str, address: str = PROXY) -> Client:
    """A browser behind a proxy."""
    return Client(REMOTE_ADDR=address, headers={"X-Forwarded-User": name})


def test_whom_the_proxy_names_is_signed_in(ben: Account) -> None:
    page = through("ben").get("/")
    assert (page.status_code, "<bdi>ben</bdi>" in text(page)) == (200, True)
    assert AuditEntry.objects.get().action == "sign in"


def test_who_comes_for_the_first_time_gets_an_account_without_a_password() -> None:
    assert through("carl").get("/").status_code == 200
    carl = Account.objects.get()
    assert (carl.username, carl.has_usable_password(), carl.is_staff) == ("carl", False, False)
    page = text(through("carl").get("/account/"))
    assert 'action="/account/password/"' not in page
    assert sign_in(Client(), "carl", "").status_code == 200


@pytest.mark.parametrize(("name", "account"), [("Jürgen", "Jürgen"), ("Ju\u0308rgen", "Jürgen"), ("Ãª", "Ãa")])
def test_a_name_may_have_letters_of_any_language(name: str, account: str) -> None:
    through(name.encode().decode("latin-1")).get("/")
    assert Account.objects.get().username == account


@pytest.mark.parametrize("address", ["192.0.2.9", "11.0.0.1", "127.0.0.1", "::2", "", "10.1.2"])
def test_from_anywhere_else_the_header_is_refused_and_written_down(
    ben: Account, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    client = through("ben", address)
    page = client.get("/")
    assert (page.status_code, "does not come from a proxy that is trusted" in text(page)) == (403, True)
    assert "sent X-Forwarded-User and is no trusted proxy" in caplog.text
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.name, entry.about) == ("refusal", "ben", "header")
    assert "sessionid" not in client.cookies


def test_who_pretends_for_long_fills_no_disk() -> None:
    client = through("ben", "192.0.2.9")
    for _ in range(30):
        client.get("/")
    assert AuditEntry.objects.count() == 20


@pytest.mark.parametrize("name", ["", " ", "anna,ben", "a b", "n" * 151, "nul\0"])
def test_a_name_that_nobody_can_have_is_nobodys(name: str) -> None:
    assert through(name).get("/").status_code == 302
    assert not Account.objects.exists()


def test_a_closed_account_stays_out_and_locks_nobody_else_out(ben: Account, settings: Settings) -> None:
    closing.close(ben)
    for _ in range(settings.AXES_FAILURE_LIMIT + 1):
        assert through("ben").get("/").status_code == 302
    assert through("carl").get("/").status_code == 200


def test_the_session_ends_with_the_header(ben: Account) -> None:
    client = through("ben")
    client.get("/")
    assert client.get("/", headers={"X-Forwarded-User": "anna"}).status_code == 200
    client.defaults.pop("HTTP_X_FORWARDED_USER")
    assert client.get("/").status_code == 302


def test_another_name_in_the_same_browser_is_another_account(ben: Account) -> None:
    client = through("ben")
    client.get("/")
    page = text(client.get("/", headers={"X-Forwarded-User": "anna"}))
    assert ("<bdi>anna</bdi>" in page, "<bdi>ben</bdi>" in page) == (True, False)


def test_what_the_browser_had_before_waits_for_whomever_the_proxy_names(ben: Account, anna: Account) -> None:
    picture, client = factories.picture(owner="alice"), visitor("alice")
    client.defaults.update(REMOTE_ADDR=PROXY)
    client.get("/", headers={"X-Forwarded-User": "ben"})
    client.get("/")  # without the header, by which the session ends
    for name in ("ben", "anna"):
        client.defaults.update(HTTP_X_FORWARDED_USER=name)
        client.get("/")
    assert takes_along(client, anna, picture)


def test_a_password_still_lets_in_who_comes_without_a_header(ben: Account) -> None:
    client = Client()
    assert sign_in(client, "ben").status_code == 302
    assert client.get("/").status_code == 200


def came_from(**meta: Any) -> str:
    """The address that a request is taken to be from."""
    return addresses.read_client_address(RequestFactory().get("/", **meta))


def test_an_address_is_believed_from_trusted_proxies_alone() -> None:
    assert came_from(REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR="192.0.2.1") == "192.0.2.1"
    assert came_from(REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR="203.0.113.5, 192.0.2.1, 10.9.9.9") == "192.0.2.1"
    assert came_from(REMOTE_ADDR="::ffff:10.1.2.3", HTTP_X_FORWARDED_FOR="192.0.2.1") == "192.0.2.1"
    assert came_from(REMOTE_ADDR="192.0.2.2", HTTP_X_FORWARDED_FOR="192.0.2.1") == "192.0.2.2"
    assert came_from(REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR="nonsense") == PROXY
    assert came_from(REMOTE_ADDR=PROXY) == PROXY


def test_guesses_behind_a_proxy_are_counted_by_the_address_behind_it(settings: Settings) -> None:
    make_account("dora")
    guesser = Client(REMOTE_ADDR=PROXY, headers={"X-Forwarded-For": "192.0.2.1"})
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(guesser, "dora", "wrong")
    assert sign_in(guesser, "dora").status_code == 429
    assert sign_in(Client(REMOTE_ADDR=PROXY, headers={"X-Forwarded-For": "192.0.2.2"}), "dora").status_code == 302


def test_what_is_no_network_is_said() -> None:
    with pytest.raises(ImproperlyConfigured, match="no address and no network"):
        parse_networks(["10.0.0.0/8", "proxy.example.com"])
