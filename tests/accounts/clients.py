"""The cast of the tests of accounts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from accounts.models import Account
from editor.models import Picture

PASSWORD = "seven blue lorries"


def make_account(name: str, **wishes: Any) -> Account:
    """An account with ``PASSWORD``."""
    return Account.objects.create_user(name, password=PASSWORD, **wishes)


def signed_in(account: Account) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(account, "django.contrib.auth.backends.ModelBackend")
    return client


def sign_in(client: Client, name: str, password: str = PASSWORD, **wishes: Any) -> HttpResponse:
    """What the form is answered."""
    return client.post("/sign-in/", {"username": name, "password": password, **wishes})  # type: ignore[return-value]


def takes_along(client: Client, account: Account, picture: Picture) -> bool:
    """Whether whoever is signed in is asked about a picture of the browser's, which becomes the account's then."""
    if "Take 1 picture along into your account?" not in text(client.get("/")):
        return False
    client.post("/account/pictures/")
    picture.refresh_from_db()
    return picture.owner == account.owner


def leads_to(response: Any) -> str:
    """The address that an answer leads to."""
    assert response.status_code == 302
    return str(response["Location"])


def text(response: Any) -> str:
    """What a page says."""
    return str(response.content.decode())
