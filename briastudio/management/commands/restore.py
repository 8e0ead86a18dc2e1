"""``manage.py restore FILE``: what ``manage.py backup`` wrote, here."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from briastudio.backup import BackupRefused, archive
from briastudio.exits import unwound
from briastudio.management.commands.studio import migrate


class Command(BaseCommand):
    """Takes a backup, into whatever database and storage the settings name."""

    help = "Have the studio hold what is in a backup, in whatever database and storage it has."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which, and whether something has to go for it."""
        parser.add_argument("file", type=Path, help="what manage.py backup wrote")
        parser.add_argument("--replace", action="store_true", help="delete the pictures and tokens that are here")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do so.

        Raises:
            CommandError: the file is no whole backup, is of another version, or something is here already.
        """
        migrate()
        try:
            with unwound("Stopped: the rows are as they were."):
                made = archive.restore(options["file"], options["replace"], self.stderr.write)
        except BackupRefused as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"{sum(made.rows.values())} rows and {made.files} files of {made.made_at}.")
        self.stdout.write("If the studio is running, start it anew: it has to sign by the secret of the backup.")
