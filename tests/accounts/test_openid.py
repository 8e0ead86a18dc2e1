"""Signing in by an OpenID provider that really answers; a wrong answer signs nobody in and is one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from django.http import HttpResponse
from django.test import Client
from joserfc.jwk import RSAKey
from pytest_django import Settings

from accounts import closing
from accounts.models import Account, AuditEntry
from accounts.openid.provider import client as openid_client
from harness.openid_provider import CLIENT, SECRET, Provider, run_provider
from tests.accounts.clients import leads_to, make_account, sign_in, signed_in, takes_along, text
from tests.editor import factories
from tests.editor.clients import visitor

pytestmark = pytest.mark.django_db

UNCHECKED = {"access_token": "x", "userinfo": {"sub": "person-1", "preferred_username": "olga"}}
NOT_VALID = "answer is not valid for this sign-in. Nobody was signed in; try again."


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    """A provider, whom the site knows."""
    with run_provider() as running:
        settings.ROOT_URLCONF = "tests.accounts.openid_urls"
        settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = running.address, CLIENT, SECRET
        yield running
    openid_client.cache_clear()


def way_back(client: Client, begin: str = "/sign-in/openid/") -> str:
    """Go to the provider, and say by which address of ours it sends the browser back."""
    asked = requests.get(leads_to(client.get(begin)), allow_redirects=False, timeout=10)
    return asked.headers["Location"].removeprefix("http://testserver")


def come_back(client: Client, begin: str = "/sign-in/openid/") -> HttpResponse:
    """What is answered to somebody who comes back from the provider."""
    return client.get(way_back(client, begin))  # type: ignore[return-value]


def refused(answer: HttpResponse, sentence: str = NOT_VALID) -> bool:
    """Whether an answer is a refusal in these words that signs nobody in."""
    assert (answer.status_code, sentence in text(answer).replace("&#x27;", "'")) == (403, True)
    return not Account.objects.filter(subject="person-1").exists()


def test_what_the_browser_had_before_waits_for_whom_the_provider_lets_in(provider: Provider, ben: Account) -> None:
    picture, client = factories.picture(owner="alice"), visitor("alice")
    sign_in(client, "ben")
    client.get("/")
    come_back(client)
    assert takes_along(client, Account.objects.get(username="olga"), picture)


def test_whom_the_provider_lets_in_gets_an_account_and_is_signed_in(provider: Provider) -> None:
    client = Client()
    assert 'href="/sign-in/openid/"' in text(client.get("/sign-in/"))
    assert leads_to(come_back(client)) == "/"
    assert "<bdi>olga</bdi>" in text(client.get("/"))
    account = Account.objects.get()
    assert (account.subject, account.has_usable_password(), account.is_staff) == ("person-1", False, False)
    assert list(AuditEntry.objects.values_list("action", "about")) == [("sign in", ""), ("account", "openid")]


def test_it_leads_to_where_somebody_wanted_to_go_and_to_no_other_site(provider: Provider) -> None:
    link = re.search(r'href="(/sign-in/openid/[^"]*)"', text(Client().get("/sign-in/?next=/account/")))
    assert link
    assert leads_to(come_back(Client(), link[1])) == "/account/"
    assert leads_to(come_back(Client(), "/sign-in/openid/?next=https://example.com/")) == "/"


def test_the_person_counts_and_not_the_name(provider: Provider) -> None:
    come_back(Client())
    provider.claims = {"preferred_username": "renamed"}
    client = Client()
    come_back(client)
    assert "<bdi>olga</bdi>" in text(client.get("/"))
    provider.claims = {"sub": "person-2"}
    assert refused(come_back(Client()), "There is an account of your name already.") is False
    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another"},
        {"aud": "another", "azp": CLIENT},
        {"aud": None},
        {"iss": "https://id.example.com"},
        {"iss": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"nbf": 4_000_000_000},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": 1},
        {"sub": "nul\0"},
    ],
    ids=lambda claims: " ".join(f"{name}={str(value)[:20]}" for name, value in claims.items()),
)
def test_a_token_for_another_sign_in_studio_or_time_signs_nobody_in(provider: Provider, claims: dict[str, Any]) -> None:
    provider.claims = claims
    client = Client()
    assert refused(come_back(client))
    assert client.get("/").status_code == 302
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.about.startswith("openid: ")) == ("refusal", True)


def test_a_token_that_the_provider_did_not_sign_signs_nobody_in(provider: Provider) -> None:
    provider.signer = RSAKey.generate_key(2048, {"kid": "one"})
    assert refused(come_back(Client()))
    provider.algorithm = "none"
    assert refused(come_back(Client()))


def test_an_answer_counts_in_the_browser_that_asked_and_once(provider: Provider) -> None:
    client = Client()
    back = way_back(client)
    assert refused(Client().get(back))  # type: ignore[arg-type]
    assert client.get(back).status_code == 302
    client.post("/sign-out/")
    assert client.get(back).status_code == 403
    assert Client().get("/sign-in/openid/return/?error=access_denied&state=x").status_code == 403


@pytest.mark.parametrize(
    "answer", [[], {}, "text", {"id_token": "a.b.c", "access_token": "x"}, {"error": "invalid_grant"}, UNCHECKED]
)
def test_nonsense_instead_of_tokens_signs_nobody_in(provider: Provider, answer: Any) -> None:
    provider.answers = {"/token": answer}
    assert refused(come_back(Client()))


@pytest.mark.parametrize("answer", [[], {}, "text", {"keys": []}, {"keys": [{}]}])
def test_nonsense_instead_of_keys_signs_nobody_in(provider: Provider, answer: Any) -> None:
    provider.answers = {"/keys": answer}
    assert refused(come_back(Client()))


def test_a_provider_that_is_not_there_is_said(provider: Provider, settings: Settings) -> None:
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    assert refused(Client().get("/sign-in/openid/"), "The provider cannot be reached")  # type: ignore[arg-type]


def test_a_closed_account_stays_out(provider: Provider) -> None:
    come_back(Client())
    closing.close(Account.objects.get())
    answer = come_back(Client())
    assert (answer.status_code, "Your account is closed." in text(answer)) == (403, True)


def test_a_name_is_made_fit_and_one_must_be_there(provider: Provider) -> None:
    provider.claims = {"preferred_username": "Olga U\u0308çok (dev)"}
    come_back(Client())
    assert Account.objects.get().username == "Olga_Üçok_dev_"
    provider.claims = {"sub": "person-2", "preferred_username": None}
    assert come_back(Client()).status_code == 403


def test_an_account_with_a_password_is_connected_by_its_own_page_alone(provider: Provider, anna: Account) -> None:
    client = signed_in(anna)
    link = re.search(r'href="(/sign-in/openid/\?connect=[^"]*)"', text(client.get("/account/")))
    assert link
    other = make_account("olga")
    assert come_back(signed_in(other), link[1]).status_code == 403  # somebody else's permission
    assert come_back(signed_in(anna)).status_code == 403  # none at all: they would join as olga, which is taken
    assert leads_to(come_back(client, link[1])) == "/"
    anna.refresh_from_db()
    assert anna.subject == "person-1"
    browser = Client()
    come_back(browser)
    assert "<bdi>anna</bdi>" in text(browser.get("/"))
    assert "connect=" not in text(browser.get("/account/"))
