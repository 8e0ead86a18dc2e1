"""``manage.py doctor``: what works here and what does not, a line each."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from briastudio.monitoring import diagnosis


class Command(BaseCommand):
    """Looks at all that the studio stands on; changes nothing that lasts."""

    help = "Look at all that the studio stands on, a line each; exit code 1 where something is wrong."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each.

        Raises:
            CommandError: something is wrong.
        """
        findings = [diagnosis.examine(check) for check in diagnosis.CHECKS]
        for finding in findings:
            self.stdout.write(f"{finding.state:7} {finding.name:9} {finding.text}")
        wrong = [finding.name for finding in findings if finding.state == diagnosis.WRONG]
        if wrong:
            raise CommandError(f"Something is wrong with: {', '.join(wrong)}.")
