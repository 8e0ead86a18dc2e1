"""A PostgreSQL server of a test's own: a cluster in a folder that goes away, on a port that was free.

PostgreSQL does not run as root, so there it is run by the account ``postgres`` that Debian's package brings along.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from harness.processes import accepts, free_port, wait_for
from harness.programs import apt, can_install_packages, is_root

NAME = "PostgreSQL"
ADVICE = "Install PostgreSQL 13 or newer (Debian, Ubuntu: apt install postgresql), or put initdb and postgres on PATH."
ACCOUNT = "postgres"
USER, PASSWORD = "studio", "test"
START = 60  # seconds until it listens
STOP = 30  # seconds until it has stopped
# It goes away with its folder, so that nothing needs to be on the disk.
CONFIGURATION = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "max_connections": "200",
    "log_min_messages": "fatal",
}


def find() -> Path | None:
    """The folder with ``initdb`` and ``postgres``; None where they are not installed."""
    on_path = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return next((path.resolve().parent for path in [*([Path(on_path)] if on_path else []), *debian]), None)


def ways() -> Iterator[list[list[str]]]:
    """The ways to install it here, each a list of commands."""
    if can_install_packages():
        yield apt("postgresql")


class Server:
    """A cluster in ``folder``, which is started and stopped as often as one likes."""

    def __init__(self, programs: Path, folder: Path, **configuration: str) -> None:
        self.programs, self.folder, self.port = programs, folder, free_port()
        self.configuration = {**CONFIGURATION, **configuration}
        self.log = folder / "log"
        self.process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Make the cluster."""
        password = self.folder / "password"
        password.write_text(PASSWORD)
        for path in (self.folder, password):
            give_away(path)
        arguments = ["--auth=scram-sha-256", f"--pwfile={password}", "--encoding=UTF8", "--no-locale", "--no-sync"]
        command = [str(self.programs / "initdb"), f"--pgdata={self.folder / 'data'}", f"--username={USER}", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, user=account())

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        settings = [f"--{name}={value}" for name, value in self.configuration.items()]
        command = [str(self.programs / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), *settings]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, user=account(), stderr=log, start_new_session=True
            )
        wait_for(self.is_up, START, "PostgreSQL to take connections")

    def is_up(self) -> bool:
        """True while it takes connections."""
        if not accepts(self.port):
            return False
        try:
            psycopg.connect(self.address("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:  # it listens before it is ready
            return False
        return True

    def stop(self) -> None:
        """Stop it as whoever starts it anew does: connections are ended, what was committed stays."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(STOP)
            self.process = None

    def address(self, database: str, user: str = USER, password: str = PASSWORD) -> str:
        """What ``DATABASE_URL`` has to say for one of its databases."""
        return f"postgres://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def make_database(self) -> str:
        """The address of a new and empty database."""
        name = f"studio_{secrets.token_hex(4)}"
        self.ask("postgres", f"CREATE DATABASE {name}")
        return self.address(name)

    def ask(self, database: str, query: str) -> list[tuple[object, ...]]:
        """The rows of a query, none for what gives none."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            cursor = connection.execute(query.encode())
            return cursor.fetchall() if cursor.description else []


@contextmanager
def running(programs: Path, **configuration: str) -> Iterator[Server]:
    """A server for as long as the block runs."""
    folder = Path(tempfile.mkdtemp(prefix="studio-postgres-"))
    server = Server(programs, folder, **configuration)
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def account() -> str | None:
    """Who runs it; None for whoever runs this."""
    return ACCOUNT if is_root() else None


def give_away(path: Path) -> None:
    """Let the account that runs the server have a file or folder."""
    if is_root():
        entry = pwd.getpwnam(ACCOUNT)
        os.chown(path, entry.pw_uid, entry.pw_gid)
