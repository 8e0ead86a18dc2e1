"""Who does not ask for accounts meets nothing of them."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.accounts.clients import text
from tests.editor import factories
from tests.editor.clients import HTMX, visitor

pytestmark = pytest.mark.django_db

TABLES = ("accounts_", "auth_", "axes_", "django_admin", "editor_share")


@pytest.mark.parametrize("address", ["sign-in/", "sign-out/", "account/", "admin/", "invitations/x/", "looks/x/"])
def test_it_has_none_of_their_pages(address: str) -> None:
    assert Client().get(f"/{address}").status_code == 404


def test_no_page_asks_for_them_or_speaks_of_them() -> None:
    picture, client = factories.picture(), visitor()
    client.get("/")  # which remembers the visit, once a day
    page = f"/pictures/{picture.pk}/"
    with CaptureQueriesContext(connection) as asked:
        answers = [client.get("/"), client.get(page), client.get(f"{page}status/", headers=HTMX)]
    said = "".join(text(answer) for answer in answers)
    assert [answer.status_code for answer in answers[:2]] == [200, 200]
    assert [query["sql"] for query in asked if any(table in query["sql"] for table in TABLES)] == []
    assert [word for word in ("account", "sign-in", "share-link", "Share…") if word in said] == []


def test_nothing_of_them_is_passed_on_the_way() -> None:
    assert not settings.ACCOUNTS
    assert not set(settings.ACCOUNT_MIDDLEWARE) & set(settings.MIDDLEWARE)
    assert not set(settings.ACCOUNT_CONTEXT) & set(settings.TEMPLATES[0]["OPTIONS"]["context_processors"])
