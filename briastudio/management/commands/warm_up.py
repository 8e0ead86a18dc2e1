"""``manage.py warm_up``: compile the engine's code now, so that nobody waits for it later."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from briastudio.worker import jit_cache, parent_watch

YIELDING = 10  # nice level: what a person waits for goes first


class Command(BaseCommand):
    """Fills the cache of compiled code under the data folder; quick when it is filled already."""

    help = "Compile what the engine needs, into the data folder."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--parent``, for a worker."""
        parent_watch.add_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile, in the background where a worker asks for it."""
        if options["parent"]:
            parent_watch.leave_with(options["parent"])
            os.nice(YIELDING)
        if not jit_cache.is_warm():
            jit_cache.fill()
