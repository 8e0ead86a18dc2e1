"""The web server process: ``python -m briastudio.serving --host HOST --port PORT --parent PID``.

granian, because it passes on the ``api_token`` header, whose name holds an underscore. On loopback this process knows
nothing of Django: the one that granian starts from it loads the site.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
from typing import TYPE_CHECKING

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from briastudio import exposure
from briastudio.environment import web_threads
from briastudio.worker import parent_watch
from engine.hosts import is_loopback
from imagefiles.children import children

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

STOPPING = 3  # seconds a request gets to end once the server is asked to stop


def main() -> None:
    """Serve until a signal says stop or the parent is gone."""
    options = parse_arguments()
    if options.parent:
        parent_watch.leave_with(options.parent)
    if not is_loopback(options.host):
        load_settings()
        try:
            exposure.require_token_to_bind(options.host)
        except exposure.InsecureBind as error:
            raise SystemExit(str(error)) from None
    serve(options.host, options.port)


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
    """Run granian, which starts the site's process again when it dies."""
    Server(
        "briastudio.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=web_threads(),
        respawn_failed_workers=True,
        workers_kill_timeout=STOPPING,
        log_level=LogLevels.error,
    ).serve(target_loader=load, wrap_loader=False)


def load() -> WSGIApplication:
    """The site, in the process that serves it, which leaves when granian's own is gone."""
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        parent_watch.leave_with(parent.pid)
    children.start("briastudio.decoding_site")
    from briastudio.wsgi import application

    return application


if __name__ == "__main__":
    main()
