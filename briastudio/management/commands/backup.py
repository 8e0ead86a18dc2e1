"""``manage.py backup FILE``: everything in one file, while the studio runs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from briastudio.backup import BackupRefused, archive
from briastudio.exits import unwound
from briastudio.starting import require_tables


class Command(BaseCommand):
    """Writes a backup that ``manage.py restore`` takes."""

    help = "Write all pictures, their history and the API's data into one file. The studio may run meanwhile."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path, help="a zip file that is not there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do so.

        Raises:
            CommandError: the file cannot be written, or the tables are of another version.
        """
        require_tables()
        try:
            with unwound("Stopped: there is no backup."):
                made = archive.make(options["file"], self.stderr.write)
        except BackupRefused as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"{options['file']}: {sum(made.rows.values())} rows, {made.files} files")
