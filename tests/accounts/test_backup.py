"""A backup holds accounts with all that is theirs, and fits a studio whether people sign in there or not."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from accounts import audit, invitations, sharing
from accounts.models import Account
from briastudio.backup import rows
from engine import tokens
from tests.accounts.clients import sign_in, signed_in, text
from tests.briastudio.test_backup import all_rows, backup, lose_all
from tests.editor import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_accounts_come_back_with_all_that_is_theirs(anna: Account, ben: Account, tmp_path: Path) -> None:
    picture = factories.picture(owner=anna.owner)
    sharing.share(picture, ben, may_edit=True)
    link, invitation = sharing.make_link(picture, anna, 7), invitations.invite(anna, "Carl")
    token = tokens.create("laptop", ben.owner)
    audit.note(audit.Action.SHARE, None, anna, about="Holiday")
    browser = signed_in(ben)
    before = all_rows()
    path = backup(tmp_path)
    lose_all()
    call_command("restore", str(path))
    assert all_rows() == before
    assert "<bdi>ben</bdi>" in text(browser.get("/"))
    assert sign_in(Client(), "anna").status_code == 302
    assert Client().get(f"/looks/{link}/").status_code == 200
    assert Client().get(f"/invitations/{invitation}/").status_code == 200
    assert Client().get("/v2/capabilities", headers={"api_token": token}).status_code == 200


def test_it_holds_no_table_that_a_studio_without_accounts_lacks() -> None:
    optional = {config.label for config in apps.get_app_configs() if config.name in names_of(settings.ACCOUNT_APPS)}
    assert optional == {"admin", "messages", "axes"}
    assert {label.split(".")[0] for label in map(rows.label, rows.tables())}.isdisjoint(optional)


def names_of(entries: list[str]) -> set[str]:
    """The packages behind entries of ``INSTALLED_APPS``, some of which name a class in them."""
    return {entry.split(".apps.")[0] for entry in entries}
