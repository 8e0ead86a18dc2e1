"""``manage.py worker``: do the studio's jobs and the engine's queued requests."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from briastudio.starting import require_services, require_tables
from briastudio.supervisor import YIELDING
from briastudio.worker import loop, parent_watch
from datafolder.room import is_lack_of_room
from imagefiles.room import shared

PATIENCE = 600  # seconds that a job waits for memory that pictures are decoded in: nobody's connection waits with it


class Command(BaseCommand):
    """Runs one worker process; start as many as there are cores to spare."""

    help = "Do jobs until stopped. A job that is running when the worker is killed is taken up by the next one."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--parent``, for the supervisor."""
        parent_watch.add_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until a signal says stop, behind the web server where the processor is short.

        Raises:
            CommandError: the tables are not of this version, or the disk is full; then a worker that is started anew
                waits until there is room.
        """
        os.setpriority(os.PRIO_PROCESS, 0, max(YIELDING, os.getpriority(os.PRIO_PROCESS, 0)))
        require_tables()
        require_services()
        if options["parent"]:
            parent_watch.leave_with(options["parent"])
        shared.wait_longer(PATIENCE)
        try:
            loop.work()
        except DatabaseError as error:
            if not is_lack_of_room(error):
                raise
            raise CommandError("The disk is full, so that nothing could be written down any more.") from None
