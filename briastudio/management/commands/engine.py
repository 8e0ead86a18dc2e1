"""``manage.py engine``: the engine as a service of its own, which studios use by ``BRIA_API_URL``."""

from __future__ import annotations

import os
from typing import Any

from briastudio.management.commands import studio


class Command(studio.Command):
    """As ``manage.py studio``, without the studio's pages."""

    help = "Run the engine alone: the API and its workers, until Ctrl-C."
    title = "The engine"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until a signal says stop.

        Raises:
            CommandError: as ``manage.py studio`` does.
        """
        os.environ["STUDIO_ENGINE_ONLY"] = "1"  # for the processes that are started
        super().handle(*args, **options)
