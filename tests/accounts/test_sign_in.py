"""Signing in and out: nobody else sees a page, and guesses are counted."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone
from pytest_django import Settings

from accounts import audit, closing
from accounts import urls as accounts_urls
from accounts.models import Account, AuditEntry
from briastudio import urls as site_urls
from editor import urls
from engine import tokens
from tests.accounts.clients import PASSWORD, leads_to, make_account, sign_in, signed_in, text

pytestmark = pytest.mark.django_db

OPEN = {"shared_image", "sign_in", "sign_out", "invitation", "linked_look", "linked_look_file"}
ALL = [pattern for pattern in (*urls.urlpatterns, *accounts_urls.urlpatterns) if isinstance(pattern, URLPattern)]
PAGES = [pattern for pattern in ALL if pattern.name not in OPEN]
SITES_OWN = [pattern for pattern in site_urls.urlpatterns if isinstance(pattern, URLPattern)]
KEPT = {"recipe_pk": 1, "run_pk": 1, "use_pk": 1}
NUMBERS = {"pk": 1, "number": 1, "visual_pk": 1, "place": 0, "share_pk": 1, "link_pk": 1, **KEPT}
SAMPLE_VALUES = {
    **NUMBERS,
    "key": "age",
    "job_id": uuid.UUID(int=0),
    "rendition": "screen",
    "fill": "first",
    "secret": "x",
    "signed": "x",
}


def address_of(pattern: URLPattern) -> str:
    """One of a page's addresses, of a picture that is not there."""
    return reverse(str(pattern.name), kwargs={name: SAMPLE_VALUES[name] for name in pattern.pattern.converters})


@pytest.mark.parametrize("pattern", PAGES, ids=lambda pattern: str(pattern.name))
def test_every_page_leads_whoever_has_not_signed_in_to_do_so(pattern: URLPattern) -> None:
    address = address_of(pattern)
    asked, posted = Client().get(address), Client().post(address)
    assert leads_to(asked) == f"/sign-in/?next={address}"
    assert leads_to(posted) == "/sign-in/?next=/"


@pytest.mark.parametrize("pattern", ALL, ids=lambda pattern: str(pattern.name))
def test_nothing_is_posted_from_the_page_of_another_site(pattern: URLPattern, anna: Account) -> None:
    client = signed_in(anna)
    client.handler.enforce_csrf_checks = True
    assert client.post(address_of(pattern)).status_code == 403
    assert client.get("/account/").status_code == 200  # signed in as before


@pytest.mark.parametrize("pattern", [pattern for pattern in ALL if "pk" in pattern.pattern.converters])
def test_a_number_that_no_column_holds_leads_nowhere(pattern: URLPattern, anna: Account) -> None:
    address = address_of(pattern).replace("/1/", f"/{'9' * 30}/", 1)
    assert signed_in(anna).post(address).status_code == 404


def test_a_script_is_told_so_in_words_and_htmx_leads_the_page_there() -> None:
    answer = Client().get("/pictures/1/revisions/1/image", headers={"Sec-Fetch-Mode": "no-cors"})
    assert (answer.status_code, text(answer)) == (401, "Sign in to go on.")
    answer = Client().get("/pictures/1/status/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/sign-in/"


@pytest.mark.parametrize("address", ["/sign-in/", "/manifest.webmanifest", "/openapi.json"])
def test_what_says_nothing_of_anybody_is_open(address: str) -> None:
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize("pattern", SITES_OWN, ids=lambda pattern: str(pattern.pattern))
def test_the_sites_own_addresses_are_open(pattern: URLPattern) -> None:
    assert getattr(pattern.callback, "login_required", True) is False


def test_others_have_their_own_way_in() -> None:
    assert Client().get("/healthz").status_code in {200, 503}
    assert Client().get("/shared/nothing").status_code == 404
    assert leads_to(Client().post("/language/", {"language": "de"})) == "/"


def test_the_api_takes_no_unknown_token_even_from_this_machine() -> None:
    client = Client(SERVER_NAME="localhost")
    assert client.get("/v2/capabilities", headers={"api_token": "anything"}).status_code == 401
    token = tokens.create("anna")
    assert client.get("/v2/capabilities", headers={"api_token": token}).status_code == 200


def test_it_leads_to_where_somebody_wanted_to_go(ben: Account) -> None:
    client = Client()
    page = client.get("/sign-in/", {"next": "/?src=https://example.com/a.jpg"})
    wanted = re.search(r'name="next" value="([^"]*)"', text(page))
    assert wanted
    assert leads_to(sign_in(client, "ben", next=wanted[1])) == "/?src=https://example.com/a.jpg"
    assert client.get("/").status_code == 200


def test_it_leads_to_no_other_site(ben: Account) -> None:
    assert leads_to(sign_in(Client(), "ben", next="https://example.com/")) == "/"


def test_a_wrong_password_is_said_at_the_form_and_written_down(ben: Account) -> None:
    client = Client()
    page = sign_in(client, "ben", "wrong")
    assert 'class="refusal"' in text(page)
    assert client.get("/").status_code == 302
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.name, entry.about, entry.address) == ("refusal", "ben", "password", "127.0.0.1")


def test_guesses_are_counted_and_the_right_one_comes_too_late(ben: Account, settings: Settings) -> None:
    client = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, "ben", "wrong")
    late = sign_in(Client(), "ben")
    assert late.status_code == 429
    assert "Try again in 15 minutes." in text(late)
    assert late["Retry-After"] == "900"


def test_guesses_at_one_name_lock_out_nobody_else(ben: Account, anna: Account, settings: Settings) -> None:
    client = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, "ben", "wrong")
    assert sign_in(client, "anna").status_code == 302
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7"), "ben").status_code == 302


def test_guesses_at_many_names_are_put_off_for_a_minute(ben: Account) -> None:
    client = Client()
    for number in range(audit.MOST_REFUSALS):
        sign_in(client, f"name-{number}", "wrong")
    assert "Wait a minute." in text(sign_in(client, "ben"))
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7"), "ben").status_code == 302
    AuditEntry.objects.update(at=timezone.now() - audit.MINUTE)
    assert sign_in(client, "ben").status_code == 302


def test_signing_out_ends_the_session(ben: Account) -> None:
    client = signed_in(ben)
    assert client.get("/sign-out/").status_code == 405
    assert leads_to(client.post("/sign-out/")) == "/sign-in/"
    assert client.get("/").status_code == 302
    assert [entry.action for entry in AuditEntry.objects.all()] == ["sign out", "sign in"]


def test_a_closed_account_is_out_with_its_next_request(ben: Account) -> None:
    client = signed_in(ben)
    closing.close(ben)
    assert client.get("/").status_code == 302
    assert sign_in(client, "ben").status_code == 200
    closing.reopen(ben)
    assert sign_in(client, "ben").status_code == 302


@pytest.mark.parametrize("name", ["n" * 100_000, "n" * 151, "nul\0"])
def test_a_name_that_nobody_can_have_is_refused_at_its_field(name: str) -> None:
    page = sign_in(Client(), name, "wrong")
    assert (page.status_code, 'id="id_username-error"' in text(page)) == (200, True)


def test_the_start_page_says_who_is_signed_in(ben: Account) -> None:
    page = text(signed_in(ben).get("/"))
    assert '<a class="account-bar__name" href="/account/"><bdi>ben</bdi></a>' in page


def test_accounts_have_owners_of_their_own() -> None:
    owners = {make_account(name).owner for name in ("a", "b")}
    assert len(owners) == 2
    assert all(re.fullmatch("[0-9a-f]{32}", owner) for owner in owners)
    assert PASSWORD not in "".join(Account.objects.values_list("password", flat=True))


@pytest.mark.parametrize("wanted", ["/sign-in/", "https://evil.example/", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_to_the_start_where_it_would_lead_astray_or_in_a_circle(anna: Account, wanted: str) -> None:
    assert leads_to(signed_in(anna).get("/sign-in/", {"next": wanted})) == "/"
    assert leads_to(sign_in(Client(), "anna", next=wanted)) == "/"
