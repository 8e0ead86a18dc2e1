"""``manage.py studio``: everything with one command, as ``make run`` does it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sys
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts import first_account
from briastudio import assets, exposure
from briastudio.environment import env_int, write_secret
from briastudio.starting import are_tables_late, require_services
from briastudio.supervisor import YIELDING, Child, supervise
from editor import locks
from engine import tokens
from engine.weights import bundled

FIRST = "first"  # what the token is called that a start makes
ANSWER = 0.5  # seconds the server gets to answer one question whether it is there


class Command(BaseCommand):
    """Prepares the data folder, then keeps web server and workers running until it is stopped."""

    help = "Run Bria Studio: web server and workers, until Ctrl-C."
    title = "Bria Studio"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--host``, ``--port`` and ``--token-file``."""
        parser.add_argument("--host", default=exposure.host(), help="default: STUDIO_HOST, or loopback")
        parser.add_argument("--port", type=int, default=env_int("PORT", 8000), help="default: PORT, or 8000")
        parser.add_argument(
            "--token-file", type=Path, help="make the API's first token where one is needed, and leave it in this file"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until a signal says stop.

        Raises:
            CommandError: the port is taken, the data is of a newer version, the first account cannot be made, the file
                of the token is there already, or the API would be open to other machines.
        """
        host, port = str(options["host"]), int(options["port"])
        refuse_busy(host, port)
        signals = Signals()
        migrate()
        require_services()
        first_account.ensure()
        if options["token_file"] and exposure.lacks_token(host):
            self.make_token(options["token_file"])
        try:
            exposure.require_token_to_bind(host)
        except exposure.InsecureBind as error:
            raise CommandError(str(error)) from None
        connection.close()
        assets.collect()
        if missing := bundled.describe_missing(settings.STUDIO_WEIGHTS):
            self.stdout.write(f"{missing} To have them: python manage.py models fetch")
        greeting = Greeting(self, exposure.reachable(host), port)
        supervise(children(host, port), stopped=lambda: signals.arrived, each=greeting.look)
        self.stdout.write(f"{self.title} has stopped.")

    def make_token(self, file: Path) -> None:
        """Make the API's first token, unless another host was faster, and leave it in a file.

        Raises:
            CommandError: the file is there already, with a token that is no longer taken.
        """
        if file.exists():
            raise CommandError(f"The token in {file} is no longer taken: make another one, or move the file away.")
        with suppress(tokens.NameTaken):
            write_secret(file, tokens.create(FIRST))
            self.stdout.write(f"A token for the API is in {file}")


class Signals:
    """Remembers that somebody asked this process to stop."""

    def __init__(self) -> None:
        self.arrived = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.take)

    def take(self, *_: object) -> None:
        """Handle a signal."""
        self.arrived = True


class Greeting:
    """Prints the address once the server answers there."""

    def __init__(self, command: Command, host: str, port: int) -> None:
        self.command, self.host, self.port, self.said = command, host, port, False

    def look(self) -> None:
        """Greet, where that is due."""
        if not self.said and answers(self.host, self.port):
            self.said = True
            self.command.stdout.write(
                f"{self.command.title} is at http://{self.host}:{self.port}/ (stop it with Ctrl-C)"
            )
            self.command.stdout.flush()


def refuse_busy(host: str, port: int) -> None:
    """Raise CommandError where somebody listens on the port; the server itself would share it silently."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). Choose another one: PORT={port + 1} make run"
            ) from None


def migrate() -> None:
    """Bring the database up to date; quick where it is. Of several studios that start at once one does it.

    Raises:
        CommandError: it is ahead of this version.
    """
    with locks.alone("migrate"):
        if are_tables_late():
            sync_at_the_end()
            call_command("migrate", interactive=False, verbosity=0)
    connection.close()


def sync_at_the_end() -> None:
    """Until this connection closes, have SQLite not wait for the disk at each commit: a power cut then loses the last
    migrations, which are done again, and leaves the file sound (sqlite.org, PRAGMA synchronous, on WAL)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")


def children(host: str, port: int) -> list[Child]:
    """The web server and the workers."""
    manage, parent = str(settings.BASE_DIR / "manage.py"), ["--parent", str(os.getpid())]
    web = [sys.executable, "-m", "briastudio.serving", "--host", host, "--port", str(port), *parent]
    worker = [sys.executable, manage, "worker", *parent]
    return [Child("web server", web), *(Child("worker", worker, YIELDING) for _ in range(settings.STUDIO_WORKERS))]


def answers(host: str, port: int) -> bool:
    """True where an HTTP server answers there, whatever it says."""
    asking = http.client.HTTPConnection(host.strip("[]"), port, timeout=ANSWER)
    try:
        asking.request("GET", "/healthz")
        return bool(asking.getresponse().status)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()
