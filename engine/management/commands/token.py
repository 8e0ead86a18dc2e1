"""``manage.py token``: who may use the API."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localtime

from engine import tokens
from engine.models import Token


class Command(BaseCommand):
    """Makes tokens, lists them, and takes them back."""

    help = "Make, list and revoke tokens for the API. Once there is one, no other is taken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One subcommand each."""
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser("create", help="make a token and print it, this once")
        create.add_argument("name", help="whose it is, or what for")
        actions.add_parser("list", help="who has a token")
        revoke = actions.add_parser("revoke", help="make a token invalid")
        revoke.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of them.

        Raises:
            CommandError: the name is taken, or there is no such token.
        """
        match options["action"]:
            case "create":
                self.create(options["name"])
            case "revoke":
                self.revoke(options["name"])
            case _:
                self.show()

    def create(self, name: str) -> None:
        """Print a new token alone on a line, so that a script can take it."""
        longest = Token._meta.get_field("name").max_length
        if not name.isprintable() or not 1 <= len(name) <= (longest or 0):
            raise CommandError(f"A name has 1 to {longest} printable characters.")
        try:
            self.stdout.write(tokens.create(name))
        except tokens.NameTaken:
            raise CommandError(f"{name} has a token already. Revoke it first, or choose another name.") from None
        self.stderr.write("Keep it: only its digest is stored, so it cannot be shown again.")

    def revoke(self, name: str) -> None:
        """Make the token of ``name`` invalid."""
        if not tokens.revoke(name):
            raise CommandError(f"There is no valid token named {name}.")
        self.stdout.write(f"The token of {name} is no longer taken.")

    def show(self) -> None:
        """A line per token."""
        for token in Token.objects.order_by("created_at"):
            used = f"last used {localtime(token.used_at):%Y-%m-%d}" if token.used_at else "never used"
            state = f"revoked {localtime(token.revoked_at):%Y-%m-%d}" if token.revoked_at else used
            whose = ", of an account" if token.account else ""
            self.stdout.write(f"{token.name}{whose}: made {localtime(token.created_at):%Y-%m-%d}, {state}")
        if not Token.objects.exists():
            self.stdout.write("No token was made yet: from this machine any is taken, from others none.")
