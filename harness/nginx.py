"""An nginx of a test's own, with a part of a configuration as documents give it."""

from __future__ import annotations

import getpass
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.processes import listening
from harness.programs import apt, can_install_packages

NAME = "nginx"
ADVICE = "Install nginx (Debian, Ubuntu: apt install nginx-light), or put nginx on PATH."
# What an nginx of a distribution says around a part; everything that it writes lies in a folder of its own.
AROUND = """
daemon off;
user {user};
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {part}
}}
"""


def find() -> str | None:
    """The program; None where it is not installed."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def ways() -> Iterator[list[list[str]]]:
    """The ways to install it here, each a list of commands."""
    if can_install_packages():
        yield apt("nginx-light")


@contextmanager
def running(program: str, folder: Path, part: str, port: int) -> Iterator[None]:
    """Listens on ``port``, which the part must name, for as long as the block runs."""
    folder.mkdir(exist_ok=True)
    path = folder / "nginx.conf"
    path.write_text(AROUND.format(user=getpass.getuser(), folder=folder, part=part))
    command = [program, "-c", str(path), "-p", str(folder), "-e", str(folder / "error.log")]
    with listening(command, port, folder / "output.log"):
        yield
