"""Inviting by a link that works once, for a while; and changing one's password."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import invitations
from accounts.forms import JoinForm
from accounts.models import Account, AuditEntry, Invitation
from tests.accounts.clients import PASSWORD, leads_to, sign_in, signed_in, text

pytestmark = pytest.mark.django_db

ANSWERS = {"username": "carl", "password1": "nine green boats", "password2": "nine green boats"}


def invited(anna: Account, note: str = "Carl") -> str:
    """The address of an invitation that Anna has just made."""
    page = text(signed_in(anna).post("/account/invitations/", {"note": note}))
    link = re.search(r'value="http://testserver(/invitations/[^"]+/)"', page)
    assert link
    return link[1]


def test_somebody_who_was_invited_makes_an_account_and_is_signed_in(anna: Account) -> None:
    client, link = Client(), invited(anna)
    assert 'name="password2"' in text(client.get(link))
    assert leads_to(client.post(link, ANSWERS)) == "/"
    assert "<bdi>carl</bdi>" in text(client.get("/"))
    carl = Account.objects.get(username="carl")
    assert (carl.is_staff, carl.is_superuser) == (False, False)
    assert Invitation.objects.get().account == carl
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {"invitation", "account", "sign in"}


def test_it_works_once(anna: Account) -> None:
    link = invited(anna)
    Client().post(link, ANSWERS)
    for again in (Client().get(link), Client().post(link, {**ANSWERS, "username": "dora"})):
        assert again.status_code == 410
        assert "This invitation was used already. Sign in, or ask for a new one." in text(again)
    assert not Account.objects.filter(username="dora").exists()


def test_of_two_who_use_it_at_once_one_gets_an_account(anna: Account) -> None:
    secret = invited(anna).split("/")[-2]
    found = invitations.find(secret)  # by both, before either is done
    forms = [JoinForm({**ANSWERS, "username": name}) for name in ("carl", "dora")]
    assert [form.is_valid() for form in forms] == [True, True]
    invitations.accept(found, forms[0])
    with pytest.raises(invitations.NotInvited):
        invitations.accept(found, forms[1])
    assert set(Account.objects.values_list("username", flat=True)) == {"anna", "carl"}


def test_of_two_who_want_one_name_at_once_one_is_told_and_keeps_the_invitation(anna: Account) -> None:
    found = [invitations.find(invited(anna).split("/")[-2]) for _ in range(2)]
    forms = [JoinForm(ANSWERS) for _ in found]
    assert [form.is_valid() for form in forms] == [True, True]
    invitations.accept(found[0], forms[0])
    with pytest.raises(invitations.NameTaken):
        invitations.accept(found[1], forms[1])
    assert Invitation.objects.filter(used_at=None).count() == 1


def test_it_ends(anna: Account) -> None:
    link = invited(anna)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "This invitation has ended." in text(Client().get(link))
    assert Client().post(link, ANSWERS).status_code == 410


def test_it_can_be_withdrawn(anna: Account) -> None:
    link, client = invited(anna), signed_in(anna)
    assert "Withdraw Carl" in text(client.get("/account/"))
    client.post(f"/account/invitations/{Invitation.objects.get().pk}/withdrawal/")
    assert "There is no such invitation." in text(Client().get(link))
    assert "Withdraw Carl" not in text(client.get("/account/"))


def test_its_secret_is_kept_nowhere(anna: Account) -> None:
    secret = invited(anna).split("/")[-2]
    assert len(secret) == 32
    assert secret not in str(list(Invitation.objects.values()) + list(AuditEntry.objects.values()))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"password2": "another"}, "password2"), ({"username": "ANNA"}, "username"), ({"username": "a b"}, "username")],
)
def test_a_form_that_is_wrong_says_so_and_the_invitation_stays(
    anna: Account, wrong: dict[str, str], field: str
) -> None:
    link = invited(anna)
    page = Client().post(link, {**ANSWERS, **wrong})
    assert (page.status_code, f'id="id_{field}-error"' in text(page)) == (422, True)
    assert Client().get(link).status_code == 200


def test_only_operators_invite(ben: Account, anna: Account) -> None:
    client = signed_in(ben)
    invited(anna)
    assert client.post("/account/invitations/", {"note": "x"}).status_code == 404
    assert client.post(f"/account/invitations/{Invitation.objects.get().pk}/withdrawal/").status_code == 404
    assert "invitations-title" not in text(client.get("/account/"))


def test_changing_the_password_keeps_this_session_and_ends_the_others(ben: Account) -> None:
    here, there = signed_in(ben), signed_in(ben)
    there.get("/")
    fields = {"old_password": PASSWORD, "new_password1": "nine green boats", "new_password2": "nine green boats"}
    assert leads_to(here.post("/account/password/", fields)) == "/account/"
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert sign_in(Client(), "ben", "nine green boats").status_code == 302
    assert AuditEntry.objects.filter(action="password", account=ben).exists()


def test_a_wrong_old_password_changes_nothing(ben: Account) -> None:
    fields = {"old_password": "wrong", "new_password1": "nine green boats", "new_password2": "nine green boats"}
    page = signed_in(ben).post("/account/password/", fields)
    assert (page.status_code, 'id="id_old_password-error"' in text(page)) == (422, True)
    assert sign_in(Client(), "ben").status_code == 302
