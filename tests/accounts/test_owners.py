"""Pictures belong to accounts; a browser's own can be taken along into one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from accounts import closing, invitations
from accounts.models import Account, AuditEntry
from accounts.views.invitations import PASSWORD_BACKEND
from editor import limits
from editor.models import Picture, Visitor
from tests.accounts.clients import leads_to, sign_in, signed_in, takes_along, text
from tests.editor import factories
from tests.editor.clients import photo, visitor

pytestmark = pytest.mark.django_db


def uploaded(client: Client) -> Picture:
    """A picture that somebody has just uploaded."""
    assert client.post("/pictures/", {"photo": photo()}).status_code == 302
    return Picture.objects.latest("pk")


def test_a_picture_belongs_to_the_account_in_every_browser(ben: Account, anna: Account) -> None:
    picture = uploaded(signed_in(ben))
    assert picture.owner == ben.owner
    address = f"/pictures/{picture.pk}/"
    assert signed_in(ben).get(address).status_code == 200
    assert signed_in(anna).get(address).status_code == 404
    assert Visitor.objects.filter(owner=ben.owner).exists()


def test_the_next_to_sign_in_at_a_browser_sees_nothing_of_the_one_before(ben: Account, anna: Account) -> None:
    client = signed_in(ben)
    picture = uploaded(client)
    client.force_login(anna, PASSWORD_BACKEND)  # by a way that looks at no session, as a proxy's does
    assert client.get(f"/pictures/{picture.pk}/").status_code == 404
    assert "Take along" not in text(client.get("/"))


def test_all_browsers_of_an_account_share_its_part_of_the_disk(ben: Account, settings: Settings) -> None:
    uploaded(signed_in(ben))
    settings.QUOTA_BYTES = limits.count_bytes(ben.owner)
    refused = signed_in(ben).post("/pictures/", {"photo": photo()})
    assert (refused.status_code, "Delete some of them." in text(refused)) == (422, True)


def test_pictures_of_the_browser_can_be_taken_along(ben: Account) -> None:
    picture, other = factories.picture(owner="alice"), factories.picture(owner="bob")
    client = visitor("alice")
    sign_in(client, "ben")
    assert "Take 1 picture along into your account?" in text(client.get("/"))
    assert client.get(f"/pictures/{picture.pk}/").status_code == 404
    assert leads_to(client.post("/account/pictures/")) == "/"
    assert client.get(f"/pictures/{picture.pk}/").status_code == 200
    picture.refresh_from_db()
    other.refresh_from_db()
    assert (picture.owner, other.owner) == (ben.owner, "bob")
    assert "Take along" not in text(client.get("/"))
    assert AuditEntry.objects.filter(action="adoption", account=ben, about="1").exists()


def test_pictures_of_the_browser_are_taken_along_once(ben: Account, anna: Account) -> None:
    picture = factories.picture(owner="alice")
    client = visitor("alice")
    sign_in(client, "ben")
    client.post("/account/pictures/")
    client.post("/sign-out/")
    sign_in(client, "anna")
    client.post("/account/pictures/")
    picture.refresh_from_db()
    assert picture.owner == ben.owner


def test_what_is_not_taken_along_is_still_the_browsers_after_signing_out(ben: Account) -> None:
    factories.picture(owner="alice")
    client = visitor("alice")
    for _ in range(2):
        sign_in(client, "ben")
        assert "Take along" in text(client.get("/"))
        client.post("/sign-out/")
    sign_in(client, "ben")
    client.get("/")
    client.post("/account/pictures/", {"leave": "1"})
    assert "Take along" not in text(client.get("/"))


def test_who_is_invited_takes_along_what_the_browser_had(anna: Account) -> None:
    picture, client = factories.picture(owner="alice"), visitor("alice")
    address = f"/invitations/{invitations.invite(anna, '')}/"
    password = "nine green boats"
    client.post(address, {"username": "carl", "password1": password, "password2": password})
    assert "Take 1 picture along" in text(client.get("/"))
    client.post("/account/pictures/")
    picture.refresh_from_db()
    assert picture.owner == Account.objects.get(username="carl").owner


@pytest.fixture
def waiting() -> Picture:
    """A picture that Alice's browser had before somebody signed in."""
    return factories.picture(owner="alice")


@pytest.fixture
def alices(waiting: Picture, ben: Account) -> Client:
    """Alice's browser, in which Ben is signed in and has not said whether he takes her picture along."""
    client = visitor("alice")
    sign_in(client, "ben")
    client.get("/")
    return client


def change_password(account: Account) -> None:
    """In another browser, by which all other sessions of the account end."""
    account.set_password("nine green boats")
    account.save()


@pytest.mark.parametrize("end", [change_password, closing.close])
def test_what_waits_outlives_the_session_of_one_account_and_is_offered_to_the_next(
    alices: Client, waiting: Picture, ben: Account, anna: Account, end: Callable[[Account], None]
) -> None:
    end(ben)
    assert leads_to(alices.get("/")).startswith("/sign-in/")
    sign_in(alices, "anna")
    assert takes_along(alices, anna, waiting)


def test_what_waits_is_offered_to_who_is_invited_while_somebody_is_signed_in(
    alices: Client, waiting: Picture, anna: Account
) -> None:
    address, password = f"/invitations/{invitations.invite(anna, '')}/", "nine green boats"
    alices.post(address, {"username": "carl", "password1": password, "password2": password})
    assert takes_along(alices, Account.objects.get(username="carl"), waiting)


def test_what_waits_is_still_there_where_the_session_ends_before_any_page_was_seen(
    waiting: Picture, ben: Account, anna: Account
) -> None:
    client = visitor("alice")
    sign_in(client, "ben")
    change_password(ben)
    client.get("/")
    sign_in(client, "anna")
    assert takes_along(client, anna, waiting)


@pytest.mark.parametrize("address", ["/sign-out/", "/admin/logout/"])
def test_what_waits_is_still_the_browsers_after_every_way_out(
    alices: Client, waiting: Picture, anna: Account, address: str
) -> None:
    sign_in(alices, "anna")
    alices.post("/sign-out/")
    sign_in(alices, "anna")
    alices.post(address)
    sign_in(alices, "anna")
    assert takes_along(alices, anna, waiting)


def test_signing_out_where_nobody_is_signed_in_loses_nothing(waiting: Picture, ben: Account) -> None:
    client = visitor("alice")
    client.post("/sign-out/")
    sign_in(client, "ben")
    assert takes_along(client, ben, waiting)


def test_of_an_account_nothing_is_left_in_a_session_that_ended(ben: Account) -> None:
    client = signed_in(ben)
    uploaded(client)
    client.post("/sign-out/")
    assert dict(client.session.items()) == {}


def test_what_is_another_accounts_is_nobodys_to_take_along(ben: Account, anna: Account) -> None:
    picture = factories.picture(owner=anna.owner)
    client = visitor(anna.owner)  # as a session that was Anna's, and is nobody's now
    sign_in(client, "ben")
    assert "Take along" not in text(client.get("/"))
    client.post("/account/pictures/")
    picture.refresh_from_db()
    assert picture.owner == anna.owner


def test_whoever_has_nothing_is_offered_nothing(ben: Account) -> None:
    client = visitor("carol")
    sign_in(client, "ben")
    assert "Take along" not in text(client.get("/"))
    assert leads_to(client.post("/account/pictures/")) == "/"
