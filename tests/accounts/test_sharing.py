"""Sharing a picture: all about it stays closed to whom it is not shared with, and what is not shared to all others."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts import closing, sharing, urls
from accounts.models import Account, AuditEntry, ShareLink
from accounts.secret_links import hash_secret
from editor.http import STOP_POLLING
from editor.models import Picture, Share
from editor.urls import PICTURE
from tests.accounts.clients import leads_to, make_account, signed_in, text
from tests.editor import factories
from tests.editor.clients import post
from tests.editor.test_views_access import OWNED, address_of, picture, statuses

__all__ = ["picture"]  # the fixture: Alice's picture, of which everything is there that can be asked for

pytestmark = pytest.mark.django_db

LOOKS = {"look", "look_file"}
PAGES = [pattern for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)]
SHARING = [pattern for pattern in PAGES if str(pattern.pattern).startswith(PICTURE)]
OWNERS_ALONE = [pattern for pattern in SHARING if pattern.name not in LOOKS]
OF_A_PICTURE = [pattern for pattern in OWNED if str(pattern.pattern).startswith(PICTURE)]


@pytest.fixture
def shared(picture: Picture, anna: Account) -> Picture:
    """The picture as Anna's, and all that sharing it may have made."""
    picture.owner = anna.owner
    picture.save()
    return picture


def sharing_address(pattern: URLPattern, row: Picture) -> str:
    """One of the addresses around sharing a picture."""
    known = {"pk": row.pk, "number": 2, "rendition": "screen", "share_pk": 1, "link_pk": 1}
    return reverse(str(pattern.name), kwargs={name: known[name] for name in pattern.pattern.converters})


def opens(client: Client, address: str) -> bool:
    """Whether there is anything for a client, asking or posting; what is not there says so in either way."""
    found = statuses(client, address)
    assert found <= {404, 405} or found & {200, 204, 302, 422, 503}
    return not found <= {404, 405}


def test_a_name_is_found_however_it_is_typed(shared: Picture, anna: Account) -> None:
    make_account("José")
    form = {"account": "Jose\u0301"}
    assert signed_in(anna).post(f"/pictures/{shared.pk}/shares/", form).status_code == 302
    assert Share.objects.count() == 1


@pytest.mark.parametrize("pattern", OF_A_PICTURE, ids=lambda pattern: pattern.name)
def test_the_editor_is_open_to_whom_it_is_shared_to_edit(
    shared: Picture, pattern: URLPattern, ben: Account, anna: Account
) -> None:
    address, client = address_of(pattern, shared), signed_in(ben)
    assert not opens(client, address)
    sharing.share(shared, ben, may_edit=False)
    assert not opens(client, address)
    assert Picture.objects.get().revisions.count() == 2
    row = sharing.share(shared, ben, may_edit=True)
    if pattern.name != "current":  # which answers 404 to a form without a place
        assert opens(client, address) == (pattern.name != "deletion")
    row.delete()
    assert not opens(client, address)


@pytest.mark.parametrize("pattern", OWNERS_ALONE, ids=lambda pattern: pattern.name)
def test_only_its_owner_shares_it(shared: Picture, pattern: URLPattern, ben: Account, anna: Account) -> None:
    address = sharing_address(pattern, shared)
    for may_edit in (None, False, True):
        if may_edit is not None:
            sharing.share(shared, ben, may_edit=may_edit)
        assert not opens(signed_in(ben), address)
    assert (Share.objects.count(), ShareLink.objects.count()) == (1, 0)


def test_there_are_addresses_of_both_kinds() -> None:
    assert {pattern.name for pattern in OWNERS_ALONE} == {"shares", "share_end", "links", "link_end"}
    assert {pattern.name for pattern in SHARING} > LOOKS


@pytest.mark.parametrize("name", sorted(LOOKS))
def test_looking_is_open_to_whom_it_is_shared_with(shared: Picture, name: str, ben: Account, anna: Account) -> None:
    address = sharing_address(next(pattern for pattern in SHARING if pattern.name == name), shared)
    assert signed_in(ben).get(address).status_code == 404
    sharing.share(shared, ben, may_edit=False)
    assert signed_in(ben).get(address).status_code == 200
    assert signed_in(anna).get(address).status_code == 200


def test_whoever_looks_sees_what_the_picture_shows_and_nothing_before(shared: Picture, ben: Account) -> None:
    sharing.share(shared, ben, may_edit=False)
    client = signed_in(ben)
    assert client.get(f"/pictures/{shared.pk}/look/2/image").status_code == 200
    assert client.get(f"/pictures/{shared.pk}/look/1/image").status_code == 404
    assert client.get(f"/pictures/{shared.pk}/look/2/exif").status_code == 404
    page = text(client.get(f"/pictures/{shared.pk}/look/"))
    assert ("Holiday" in page, "Shared by <bdi>anna</bdi>" in page) == (True, True)


def test_the_page_shares_with_an_account_and_ends_it(shared: Picture, ben: Account, anna: Account) -> None:
    client, address = signed_in(anna), f"/pictures/{shared.pk}/shares/"
    assert leads_to(client.post(address, {"account": "ben"})) == address
    assert leads_to(client.post(address, {"account": "ben", "may_edit": "1"})) == address
    row = Share.objects.get()
    assert (row.owner, row.may_edit) == (ben.owner, True)
    assert "End the share with ben" in text(client.get(address))
    client.post(f"{address}{row.pk}/end/")
    assert not Share.objects.exists()
    about = f"{shared.pk} Holiday"
    told = list(AuditEntry.objects.filter(account=anna, about__endswith=about).values_list("action", "about"))
    assert told[:2] == [("share end", f"ben: {about}"), ("share", f"ben, edit: {about}")]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("carl", "There is no account of this name."), ("anna", "This is you"), ("ben", "There is no")],
)
def test_with_whom_it_cannot_be_shared_is_said_at_the_field(
    shared: Picture, anna: Account, ben: Account, name: str, sentence: str
) -> None:
    closing.close(ben)
    page = signed_in(anna).post(f"/pictures/{shared.pk}/shares/", {"account": name})
    assert (page.status_code, 'id="id_account-error"' in text(page), sentence in text(page)) == (422, True, True)
    assert not Share.objects.exists()


def test_the_start_page_lists_what_others_share(shared: Picture, ben: Account, anna: Account) -> None:
    client = signed_in(ben)
    assert "Shared with you" not in text(client.get("/"))
    sharing.share(shared, ben, may_edit=False)
    assert f'href="/pictures/{shared.pk}/look/"' in text(client.get("/"))
    sharing.share(shared, ben, may_edit=True)
    assert f'href="/pictures/{shared.pk}/"' in text(client.get("/"))
    assert "Shared with you" not in text(signed_in(anna).get("/"))


def test_the_start_page_asks_no_more_for_many_pictures_of_others(
    shared: Picture, ben: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(ben)
    sharing.share(shared, ben, may_edit=False)
    client.get("/")  # which remembers the visit, once a day
    with CaptureQueriesContext(connection) as for_one:
        client.get("/")
    for _ in range(5):
        sharing.share(factories.picture(owner=shared.owner), ben, may_edit=True)
    with django_assert_num_queries(len(for_one)):
        assert text(client.get("/")).count("by <bdi>anna</bdi>") == 6


def test_whoever_edits_walks_the_history_and_does_not_share(shared: Picture, ben: Account, anna: Account) -> None:
    sharing.share(shared, ben, may_edit=True)
    pages = [text(signed_in(account).get(f"/pictures/{shared.pk}/")) for account in (ben, anna)]
    assert ["share-link" in page for page in pages] == [False, True]
    assert post(signed_in(ben), f"/pictures/{shared.pk}/current/", to="undo").status_code == STOP_POLLING
    shared.refresh_from_db()
    assert shared.current and shared.current.number == 1


def link_to(row: Picture, account: Account, days: int = 7) -> str:
    """The address of a link that the page has shown."""
    page = text(signed_in(account).post(f"/pictures/{row.pk}/links/", {"days": days}))
    link = re.search(r'value="http://testserver(/looks/[^"]+/)"', page)
    assert link
    return link[1]


def test_a_link_shows_the_picture_to_whoever_has_it(shared: Picture, anna: Account) -> None:
    link, stranger = link_to(shared, anna), Client()
    page = text(stranger.get(link))
    files = re.findall(rf'(?:src|href)="({link}[^"]+)"', page)
    assert files == [f"{link}2/image", f"{link}2/screen"]
    assert [stranger.get(file).status_code for file in files] == [200, 200]
    assert stranger.get(f"{link}1/image").status_code == 404
    assert stranger.get(f"/pictures/{shared.pk}/look/").status_code == 302
    assert (stranger.post(link).status_code, "sessionid" in stranger.cookies) == (405, False)


def test_a_link_ends(shared: Picture, anna: Account) -> None:
    link = link_to(shared, anna, days=1)
    ends = ShareLink.objects.get().expires_at
    assert timedelta(hours=23) < ends - timezone.now() <= timedelta(days=1)
    ShareLink.objects.update(expires_at=timezone.now())
    assert [Client().get(address).status_code for address in (link, f"{link}2/image")] == [404, 404]
    assert "This link has ended" in text(Client().get(link))


def test_a_link_can_be_ended_and_ends_with_its_makers_account(shared: Picture, anna: Account) -> None:
    link, other = link_to(shared, anna), link_to(shared, anna)
    row = ShareLink.objects.get(digest=hash_secret(link.split("/")[2]))
    signed_in(anna).post(f"/pictures/{shared.pk}/links/{row.pk}/end/")
    assert [Client().get(address).status_code for address in (link, other)] == [404, 200]
    closing.close(anna)
    assert Client().get(other).status_code == 404


def test_a_link_is_kept_as_a_digest(shared: Picture, anna: Account) -> None:
    secret = link_to(shared, anna).split("/")[2]
    assert secret not in str(list(ShareLink.objects.values()) + list(AuditEntry.objects.values()))


@pytest.mark.parametrize("days", ["0", "365", "x", ""])
def test_a_link_lasts_as_long_as_the_form_offers(shared: Picture, anna: Account, days: str) -> None:
    page = signed_in(anna).post(f"/pictures/{shared.pk}/links/", {"days": days})
    assert (page.status_code, 'id="id_days-error"' in text(page)) == (422, True)


def test_what_is_shared_goes_with_the_picture(shared: Picture, ben: Account, anna: Account) -> None:
    sharing.share(shared, ben, may_edit=False)
    link = link_to(shared, anna)
    about = f"{shared.pk} Holiday"
    signed_in(anna).post(f"/pictures/{shared.pk}/deletion/")
    assert (Share.objects.count(), Client().get(link).status_code) == (0, 404)
    assert AuditEntry.objects.filter(action="deletion", account=anna, about=about).exists()
