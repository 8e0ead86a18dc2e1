"""A backup of a studio with accounts: whoever could sign in, look or edit before can do so after it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from accounts import invitations, sharing
from accounts.models import Account, AuditEntry
from briastudio.backup import rows
from editor.models import Share
from engine import tokens
from engine.models import Token
from tests.accounts.clients import leads_to, sign_in, signed_in
from tests.editor import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_people_find_everything_as_it_was(anna: Account, ben: Account, tmp_path: Path) -> None:
    picture = factories.picture(owner=anna.owner)
    sharing.share(picture, ben, may_edit=True)
    link, invitation = sharing.make_link(picture, anna, 7), invitations.invite(anna, "Carl")
    tokens.create("laptop", ben.owner)
    client = signed_in(ben)
    call_command("backup", str(tmp_path / "studio.zip"))
    rows.replace_all({})
    call_command("restore", str(tmp_path / "studio.zip"))
    assert client.get(f"/pictures/{picture.pk}/").status_code == 200  # by the session and the share of before
    assert Client().get(f"/looks/{link}/").status_code == 200
    assert Client().get(f"/invitations/{invitation}/").status_code == 200
    assert leads_to(sign_in(Client(), "anna")) == "/"
    assert signed_in(Account.objects.get(username="anna")).get("/admin/").status_code == 200
    assert (Share.objects.count(), Token.objects.filter(account=ben.owner).count()) == (1, 1)
    assert AuditEntry.objects.exists()
