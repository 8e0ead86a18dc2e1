"""Every address of accounts, asked as the editor's are, by an operator and by a stranger: nothing breaks it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern
from hypothesis import given

from accounts import sharing, urls
from accounts.models import Account
from editor.models import Picture
from tests.accounts.clients import signed_in
from tests.editor import fake_service, user_actions
from tests.editor.test_fuzz import Sent, generated, nonsense_addresses, places, requests_to, send

PAGES = [pattern for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)]
EACH = 8  # requests to each address

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def known(anna: Account) -> dict[str, str]:
    """What is in the places of addresses that there are: a picture of Anna's, and a link to it."""
    fake_service.use(knows_parts=True)
    row = user_actions.uploaded()
    user_actions.erase(row, 302)
    Picture.objects.update(owner=anna.owner)
    secret = sharing.make_link(row, anna, 7)
    return {**places(row), "secret": secret, "rendition": "screen", "share_pk": "1", "link_pk": "1"}


def ask(anna: Account, request: Sent) -> list[int]:
    """The statuses of the answers to Anna and to a stranger."""
    anna.refresh_from_db()
    return [send(request, signed_in(anna)), send(request, Client())]


@pytest.mark.parametrize("pattern", PAGES, ids=lambda pattern: str(pattern.name))
def test_no_request_breaks_them(known: dict[str, str], anna: Account, pattern: URLPattern) -> None:
    @given(requests_to(pattern, known))
    @generated(EACH)
    def send_one(request: Sent) -> None:
        assert max(ask(anna, request)) < 500, request

    send_one()


def test_no_nonsense_in_an_address_breaks_them(known: dict[str, str], anna: Account) -> None:
    wrong = nonsense_addresses(PAGES, known)
    asked = [Sent(address, method, {"next": "x"}, {}, None, {}) for address in wrong for method in ("get", "post")]
    clients = signed_in(anna), Client()
    assert [request for request in asked if max(send(request, client) for client in clients) >= 500] == []
