"""``bria-studio mcp``: the edits of the command line for assistants on the same machine.

It speaks the Model Context Protocol over the standard streams, by the protocol's own SDK, an optional extra.

    server ─▶ tools ─▶ reading, editing ─▶ folders (which files may be read and written)
                                        ─▶ process ─▶ worker (of its own) ─▶ jobs ─▶ engine

The worker reads pictures and writes nothing; results are put in place here, as the command line does it. One worker
serves all calls, so that what was found in a picture is still known at the next one; a call that is cancelled ends it.
Whatever goes wrong is one sentence of a ``commandline.errors.CommandError``.
"""

from __future__ import annotations

from argparse import Namespace
from importlib.util import find_spec

from commandline.errors import BadUse


def carry_out(typed: Namespace) -> int:
    """Serve the folders that were typed, until whoever began this is gone.

    Raises:
        BadUse: the extra is not installed, or a folder cannot be used.
    """
    if find_spec("mcp") is None:
        raise BadUse("mcp needs an extra: make mcp installs it, elsewhere pip install 'bria-studio[mcp]'.")
    from commandline.assistants import server

    return server.serve_folders(typed.folders)
