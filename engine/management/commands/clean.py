"""``manage.py clean``: delete at once what the worker deletes every now and then."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from engine import cleaning


class Command(BaseCommand):
    """Deletes expired results, old requests and images that nobody uses any more, and the files of all these."""

    help = "Delete what the API keeps no longer: expired results, old requests, unused images, and their files."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, and say how much."""
        cleaning.settle()
        for what, count in cleaning.clean().items():
            self.stdout.write(f"{count} {what}")
