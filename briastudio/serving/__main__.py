"""The web server process: ``python -m briastudio.serving --host HOST --port PORT --parent PID``.

granian, because it passes on the ``api_token`` header, whose name holds an underscore, bounds the time for headers, and
lets an ASGI application notice who does not read. On loopback this process knows nothing of Django: those that granian
starts from it load the site. The settings are read here all the same, so that broken ones are told once, in a sentence.
"""

from __future__ import annotations

import argparse
import importlib
import multiprocessing
import os
import resource
import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from granian._granian import ListenerSpec
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from briastudio import exposure
from briastudio.environment import env_bool, web_processes
from briastudio.exits import one_sentence
from briastudio.worker import parent_watch
from engine.hosts import is_loopback
from imagefiles.children import children

if TYPE_CHECKING:
    from briastudio.serving.site import Site

STOPPING = 3  # seconds a request gets to end once the server is asked to stop
HEADER = 10  # seconds until a header has arrived whole, counted from the connection or from the answer before
UNREAD = 60  # seconds for which a client may leave unread what was sent to it
CONNECTIONS = 10_000  # of one process; idle ones are closed after HEADER seconds


def main() -> None:
    """Serve until a signal says stop or the parent is gone."""
    options = parse_arguments()
    if options.parent:
        parent_watch.leave_with(options.parent)
    with one_sentence():
        prepare(options.host)
        serve(options.host, options.port)


def prepare(host: str) -> None:
    """Refuse to start on settings that are broken, or where strangers would reach the API."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briastudio.settings")
    importlib.import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    if not is_loopback(host):
        load_settings()
        try:
            exposure.require_token_to_bind(host)
        except exposure.InsecureBind as error:
            raise SystemExit(str(error)) from None


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m briastudio.serving", description=__doc__)
    parser.add_argument("--host", default=exposure.LOOPBACK, help="the address to listen on, by default loopback")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--parent", type=int, metavar="PID", help="leave when this parent process is gone")
    return parser.parse_args()


def load_settings() -> None:
    """Have Django ready in this process; a server on loopback does without."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briastudio.settings")
    django.setup()


def serve(host: str, port: int) -> None:
    """Run granian, which starts a process of the site again when it dies."""
    allow_connections()
    SharedSocketServer(
        "briastudio.serving.__main__:load",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.auto if env_bool("STUDIO_H2C", False) else HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER * 1000),
        websockets=False,
        loop=Loops.asyncio,
        workers=web_processes(),
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOPPING,
        log_level=LogLevels.error,
    ).serve(target_loader=load, wrap_loader=False)


def allow_connections() -> None:
    """Have as many open files as this user may: each connection is one, and each body and answer under way."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):  # some systems allow fewer than they say
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class SharedSocketServer(MPServer):
    """Has all processes take connections from one queue, so that none is lost with a process that dies.

    On Linux the kernel ends connections on which nothing was read for UNREAD seconds: what granian holds of an answer
    that was handed to it would stay for ever.
    """

    def _init_shared_socket(self) -> None:
        holder: Any = ListenerSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._ssp, self._shd, self._sfd = None, holder, holder.get_fd()
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)
        if sys.platform == "linux":
            self._sso.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD * 1000)


def load() -> Site:
    """The site, in a process that serves it, which leaves when granian's own is gone."""
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        parent_watch.leave_with(parent.pid)
    load_settings()
    from briastudio.serving.loading import load_site

    site = load_site()
    children.start("briastudio.decoding_site")  # last, since what it loads takes the processor from the first page
    return site


if __name__ == "__main__":
    main()
