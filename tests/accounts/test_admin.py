"""Django's admin: for operators, to look at; and what ends by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts import audit, ending, invitations, sharing
from accounts.admin import site
from accounts.models import Account, AuditEntry, Invitation, ShareLink
from engine import tokens
from engine.models import Token
from tests.accounts.clients import leads_to, sign_in, signed_in, text
from tests.editor import factories

pytestmark = pytest.mark.django_db

LISTS = [f"{model._meta.app_label}_{model._meta.model_name}" for model in site._registry]


@pytest.fixture
def rows(anna: Account, ben: Account) -> None:
    """A row of everything."""
    picture = factories.picture(owner=ben.owner)
    sharing.share(picture, anna, may_edit=True)
    sharing.make_link(picture, ben, 1)
    invitations.invite(anna, "Carl")
    tokens.create("laptop", ben.owner)
    audit.note(audit.Action.SIGN_IN, None, ben)
    sign_in(Client(), "ben", "wrong")
    picture.jobs.create(kind="prepare", base=picture.revisions.get(), key="key")


@pytest.mark.parametrize("name", LISTS)
def test_operators_look_at_everything_and_change_nothing(rows: None, anna: Account, name: str) -> None:
    client = signed_in(anna)
    row = apps.get_model(name.replace("_", "."))._default_manager.first()
    assert row is not None
    change = reverse(f"admin:{name}_change", args=[row.pk])
    assert [client.get(address).status_code for address in (reverse(f"admin:{name}_changelist"), change)] == [200, 200]
    assert client.post(change, {}).status_code == 403
    assert client.get(reverse(f"admin:{name}_add")).status_code == 403
    deletion = client.get(reverse(f"admin:{name}_delete", args=[row.pk])).status_code
    assert deletion == (200 if name == "axes_accessattempt" else 403)


@pytest.mark.parametrize("address", ["accounts/account/?password__startswith=p", "engine/token/?digest__startswith=a"])
def test_no_secret_is_found_out_letter_by_letter(rows: None, anna: Account, address: str) -> None:
    assert signed_in(anna).get(f"/admin/{address}").status_code == 400


@pytest.mark.parametrize("name", ["index", "login", *(f"{name}_changelist" for name in LISTS)])
def test_for_anybody_else_it_does_not_exist(ben: Account, name: str) -> None:
    address = reverse(f"admin:{name}")
    client = signed_in(ben)
    answer = client.get(address)
    if answer.status_code == 302:  # as the admin leads to where it would sign people in
        answer = client.get(leads_to(answer))
    assert answer.status_code == 404
    assert Client().get(address).status_code in {302, 404}


def test_no_secret_and_no_password_is_shown(rows: None, anna: Account) -> None:
    client = signed_in(anna)
    pages = "".join(
        text(client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])))
        for model in site._registry
        for row in model._default_manager.all()
    )
    secrets = [account.password for account in Account.objects.all()]
    secrets += [row.digest for kind in (Token, Invitation, ShareLink) for row in kind._default_manager.all()]
    assert len(secrets) == 5
    assert [secret for secret in secrets if secret in pages] == []


def act(operator: Account, name: str, action: str, *rows: int) -> None:
    """Choose rows of a list and do something with them."""
    address = reverse(f"admin:{name}_changelist")
    signed_in(operator).post(address, {"action": action, "_selected_action": [str(row) for row in rows]})


def test_operators_close_and_open_accounts_but_not_their_own(anna: Account, ben: Account) -> None:
    act(anna, "accounts_account", "close", anna.pk, ben.pk)
    assert dict(Account.objects.values_list("username", "is_active")) == {"anna": True, "ben": False}
    act(anna, "accounts_account", "reopen", anna.pk, ben.pk)
    assert Account.objects.filter(is_active=True).count() == 2
    told = AuditEntry.objects.filter(account=anna, about="ben").values_list("action", flat=True)
    assert list(told) == ["opening", "closing"]


def test_operators_revoke_tokens(rows: None, anna: Account) -> None:
    act(anna, "engine_token", "revoke", Token.objects.get().pk)
    assert Token.objects.get().revoked_at is not None
    assert AuditEntry.objects.filter(action="revocation", account=anna, about="laptop").exists()


def test_signing_out_of_it_is_signing_out(anna: Account) -> None:
    client = signed_in(anna)
    assert leads_to(client.post(reverse("admin:logout"))) == "/sign-in/"
    assert client.get("/").status_code == 302
    assert leads_to(signed_in(anna).get(reverse("admin:password_change"))) == "/account/"


def test_old_entries_and_links_go(rows: None, settings: Settings) -> None:
    settings.AUDIT_DAYS = 10
    ending.end_all()
    assert (Invitation.objects.count(), ShareLink.objects.count()) == (1, 1)
    long_ago = timezone.now() - timedelta(days=40)
    for kind in (Invitation, ShareLink):
        kind._default_manager.update(expires_at=long_ago)
    AuditEntry.objects.update(at=long_ago)
    settings.ACCOUNTS = False
    ending.end_all()
    assert AuditEntry.objects.exists()
    settings.ACCOUNTS = True
    ending.end_all()
    assert (Invitation.objects.count(), ShareLink.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)
