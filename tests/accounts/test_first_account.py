"""The account that a studio begins with, and the command that makes others."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts import closing, first_account, sharing
from accounts.models import Account, AuditEntry, ShareLink
from briastudio import exposure
from briastudio.environment import env_text
from editor.models import Picture, Share
from engine import tokens
from tests.accounts.clients import PASSWORD, make_account, sign_in
from tests.editor import factories

pytestmark = pytest.mark.django_db

Pipe = Callable[[str], None]


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Pipe:
    """A function that puts text where a command reads a pipe."""
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def named(settings: Settings, name: str, password: str = PASSWORD) -> None:
    """Have the environment name a first account."""
    settings.FIRST_ACCOUNT, settings.FIRST_ACCOUNT_PASSWORD = name, password


def test_it_is_made_as_the_environment_says_and_runs_the_studio(settings: Settings) -> None:
    named(settings, "anna")
    first_account.ensure()
    account = Account.objects.get()
    assert (account.username, account.check_password(PASSWORD), account.is_staff) == ("anna", True, True)


def test_one_that_is_there_keeps_its_password(settings: Settings) -> None:
    make_account("anna")
    named(settings, "anna", "quite another one")
    first_account.ensure()
    assert Account.objects.get().check_password(PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_hosts_that_start_at_once_make_it_once(settings: Settings) -> None:
    named(settings, "anna")
    together = threading.Barrier(4)

    def start() -> None:
        together.wait()
        first_account.ensure()
        connection.close()

    with ThreadPoolExecutor(4) as hosts:
        for host in [hosts.submit(start) for _ in range(4)]:
            host.result()
    assert Account.objects.count() == 1


@pytest.mark.parametrize(("name", "password"), [("anna", "short"), ("anna", ""), ("not a name", PASSWORD)])
def test_what_cannot_be_taken_is_said(settings: Settings, name: str, password: str) -> None:
    named(settings, name, password)
    with pytest.raises(CommandError, match=f"The account {name} cannot be made: "):
        first_account.ensure()
    assert not Account.objects.exists()


def test_a_studio_that_nobody_could_sign_in_to_does_not_start(settings: Settings) -> None:
    named(settings, "")
    with pytest.raises(CommandError, match="STUDIO_FIRST_ACCOUNT"):
        first_account.ensure()
    settings.ACCOUNTS = False
    first_account.ensure()


def test_one_whose_only_account_is_closed_does_not_start_either() -> None:
    closing.close(make_account("anna"))
    with pytest.raises(CommandError, match="account open NAME"):
        first_account.ensure()


@pytest.mark.parametrize("name", ["Jose\u0301", "\uff32obert"])
def test_a_name_is_the_same_however_it_is_spelled_in_unicode(settings: Settings, name: str) -> None:
    named(settings, name)
    first_account.ensure()
    first_account.ensure()  # at the next start it is there
    assert sign_in(Client(), name).status_code == 302
    call_command("account", "close", name)
    assert not Account.objects.get().is_active


def test_with_accounts_it_may_listen_to_others_before_a_token_was_made(settings: Settings) -> None:
    exposure.require_token_to_bind("0.0.0.0")
    settings.TOKENS_ONLY = False
    with pytest.raises(exposure.InsecureBind):
        exposure.require_token_to_bind("0.0.0.0")


def test_the_command_makes_lists_closes_and_opens_accounts(pipe: Pipe, capsys: pytest.CaptureFixture[str]) -> None:
    pipe(f"{PASSWORD}\n")
    call_command("account", "create", "ben", "--operator")
    assert Account.objects.get().check_password(PASSWORD)
    call_command("account", "close", "ben")
    call_command("account", "list")
    assert capsys.readouterr().out == "ben: never signed in, operator, closed\n"
    call_command("account", "open", "ben")
    assert Account.objects.get().is_active


def test_the_command_deletes_an_account_with_its_pictures(capsys: pytest.CaptureFixture[str]) -> None:
    ben, anna = make_account("ben"), make_account("anna")
    hers, his = factories.picture(owner=anna.owner), factories.picture(owner=ben.owner)
    sharing.share(hers, ben, may_edit=True)
    sharing.make_link(his, ben, 7)
    tokens.create("laptop", ben.owner)
    call_command("account", "remove", "ben")
    assert capsys.readouterr().out == "ben is deleted, with its pictures (1).\n"
    assert (Account.objects.get(), Picture.objects.get()) == (anna, hers)
    assert not (Share.objects.exists() or ShareLink.objects.exists() or tokens.has_valid_token())
    assert AuditEntry.objects.filter(action="closing", about="ben").exists()


def test_the_command_makes_an_operator() -> None:
    make_account("ben")
    call_command("account", "operator", "ben")
    assert Account.objects.get().is_staff


def test_the_command_says_what_is_wrong(pipe: Pipe) -> None:
    make_account("ben")
    pipe(f"{PASSWORD}\n")
    with pytest.raises(CommandError, match="The account ben cannot be made"):
        call_command("account", "create", "ben")
    with pytest.raises(CommandError, match="There is no account carl"):
        call_command("account", "close", "carl")


def test_a_secret_can_be_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("from a file\n")
    monkeypatch.setenv("SOME_SECRET_FILE", str(tmp_path / "secret"))
    assert env_text("SOME_SECRET") == "from a file"
    monkeypatch.setenv("SOME_SECRET", "from the variable")
    with pytest.raises(ImproperlyConfigured, match="keep one of them"):
        env_text("SOME_SECRET")
    monkeypatch.delenv("SOME_SECRET")
    monkeypatch.setenv("SOME_SECRET_FILE", str(tmp_path / "nothing"))
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        env_text("SOME_SECRET")
