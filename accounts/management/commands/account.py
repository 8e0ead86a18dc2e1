"""``manage.py account``: who may sign in."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localtime

from accounts import closing, first_account
from accounts.models import Account

ON_ONE = {
    "operator": "let it invite others and see the admin's pages",
    "close": "let nobody sign in with it",
    "open": "let its person sign in again",
    "remove": "delete it for good, with its pictures",
}


class Command(BaseCommand):
    """Makes accounts, lists them, closes, opens and deletes them. Django's ``changepassword`` sets a password."""

    help = "Make, list, close and open accounts; only with STUDIO_ACCOUNTS=1 are they asked for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One subcommand each."""
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser("create", help="make an account; the password is asked for, or read from a pipe")
        create.add_argument("name")
        create.add_argument("--operator", action="store_true", help="it may invite others, and sees the admin's pages")
        actions.add_parser("first", help="make the account that STUDIO_FIRST_ACCOUNT names, where there is none")
        actions.add_parser("list", help="who has an account")
        for action, help in ON_ONE.items():
            actions.add_parser(action, help=help).add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of them.

        Raises:
            CommandError: the name or the password cannot be taken, or there is no such account.
        """
        match options["action"]:
            case "create":
                first_account.create(options["name"], read_password(), is_operator=options["operator"])
            case "first":
                first_account.ensure()
            case "list":
                self.show()
            case "operator":
                Account.objects.filter(pk=find(options["name"]).pk).update(is_staff=True, is_superuser=True)
            case "close":
                closing.close(find(options["name"]))
            case "remove":
                count = closing.remove(find(options["name"]))
                self.stdout.write(f"{options['name']} is deleted, with its pictures ({count}).")
            case _:
                closing.reopen(find(options["name"]))

    def show(self) -> None:
        """A line per account."""
        for account in Account.objects.order_by("username"):
            seen = (
                f"last signed in {localtime(account.last_login):%Y-%m-%d}" if account.last_login else "never signed in"
            )
            facts = ["operator"] * account.is_staff + ["closed"] * (not account.is_active)
            self.stdout.write(", ".join([f"{account.username}: {seen}", *facts]))


def read_password() -> str:
    """What somebody types twice, or the first line of a pipe.

    Raises:
        CommandError: the two differ.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass("Password: ")
    if getpass("The same again: ") != password:
        raise CommandError("The two passwords differ.")
    return password


def find(name: str) -> Account:
    """The account of this name.

    Raises:
        CommandError: there is none.
    """
    account = Account.objects.filter(username=Account.normalize_username(name)).first()
    if account is None:
        raise CommandError(f"There is no account {name}.")
    return account
