"""Tokens of the API belong to accounts, which make, name and revoke them on a page."""

from __future__ import annotations

import re

import numpy as np
import pytest
from django.core.management import call_command
from django.test import Client

from accounts import closing
from accounts.models import Account, AuditEntry
from engine import tokens
from engine.models import Token, Visual
from harness.images import png
from tests.accounts.clients import signed_in, text
from tests.engine.api.conftest import Api

pytestmark = pytest.mark.django_db


def make_token(account: Account, name: str = "laptop") -> str:
    """A token that the page has shown."""
    page = text(signed_in(account).post("/account/tokens/", {"name": name}))
    shown = re.search(r'id="new-token" value="([0-9a-f]{32})"', page)
    assert shown
    return shown[1]


def ask(token: str) -> int:
    """What the API answers to a token."""
    return Client().get("/v2/capabilities", headers={"api_token": token}).status_code


def test_a_token_is_shown_once_and_taken(ben: Account) -> None:
    token = make_token(ben)
    assert ask(token) == 200
    page = text(signed_in(ben).get("/account/"))
    assert (token in page, "Revoke laptop" in page) == (False, True)
    assert AuditEntry.objects.filter(action="token", account=ben, about="laptop").exists()


def test_what_is_asked_with_any_of_its_tokens_belongs_to_the_account(ben: Account, anna: Account) -> None:
    image = png(np.full((8, 8, 3), 90, np.uint8))
    for account, name in ((ben, "laptop"), (ben, "server"), (anna, "laptop")):
        Api(make_token(account, name)).register(image)
    assert sorted(Visual.objects.values_list("owner", flat=True)) == sorted([ben.owner, anna.owner])


def test_a_revoked_token_is_not_taken(ben: Account) -> None:
    token = make_token(ben)
    signed_in(ben).post(f"/account/tokens/{Token.objects.get().pk}/revocation/")
    assert ask(token) == 403
    assert make_token(ben) != token


def test_two_accounts_may_call_theirs_alike_but_one_not_twice(ben: Account, anna: Account) -> None:
    make_token(ben)
    make_token(anna)
    again = signed_in(ben).post("/account/tokens/", {"name": "laptop"})
    assert (again.status_code, "You have a token of this name." in text(again)) == (422, True)


@pytest.mark.parametrize("name", ["", "x" * 61, "bell\a"])
def test_a_name_that_cannot_be_taken_is_refused_at_its_field(ben: Account, name: str) -> None:
    page = signed_in(ben).post("/account/tokens/", {"name": name})
    assert (page.status_code, 'id="id_name-error"' in text(page)) == (422, True)
    assert not Token.objects.exists()


def test_nobody_revokes_the_token_of_somebody_else(ben: Account, anna: Account) -> None:
    token = make_token(ben)
    assert signed_in(anna).post(f"/account/tokens/{Token.objects.get().pk}/revocation/").status_code == 404
    assert "laptop" not in text(signed_in(anna).get("/account/"))
    assert not tokens.revoke("laptop")
    assert ask(token) == 200


def test_the_command_lists_it_as_an_accounts(ben: Account, capsys: pytest.CaptureFixture[str]) -> None:
    make_token(ben)
    tokens.create("cron")
    call_command("token", "list")
    assert [line.split(": ")[0] for line in capsys.readouterr().out.splitlines()] == ["laptop, of an account", "cron"]


def test_closing_an_account_revokes_its_tokens_alone(ben: Account, anna: Account) -> None:
    theirs, hers = make_token(ben), make_token(anna)
    closing.close(ben, anna)
    assert (ask(theirs), ask(hers)) == (403, 200)
    assert AuditEntry.objects.filter(action="closing", account=anna, about="ben").exists()
