"""Work on pictures in processes of their own, which can be killed without harm to the one that asked for it.

Only a process that called ``start`` has such children; in any other the work is done where it is asked for.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from imagefiles import pipes

SECONDS = 40  # that work on one picture may compute; the largest takes ten
LONGEST = 150  # seconds that are waited for a child, which should be gone by then

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Died(Exception):
    """The child ended without an answer: killed by the system, by its limits, or by a fault in a library."""


class Forker:
    """The process that forks the children, started anew where it is gone.

    Args:
        module: what it imports first.
    """

    def __init__(self, module: str) -> None:
        self.module = module
        self._lock = threading.Lock()
        self._control = self._start()

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "imagefiles.forker", str(theirs.fileno()), self.module]
            # Its libraries' threads would not survive the fork, and pictures are decoded by one thread anyway.
            environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
            process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=environment)
        threading.Thread(target=process.wait, daemon=True).start()
        return ours

    def connect(self) -> socket.socket:
        """A connection to a new child."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            try:
                socket.send_fds(self._control, [b"1"], [theirs.fileno()])
            except OSError:
                self._control.close()
                self._control = self._start()
                socket.send_fds(self._control, [b"1"], [theirs.fileno()])
        return ours

    def stop(self) -> None:
        """Let it go, once its children have started."""
        self._control.close()


class Children:
    """The children of this process, of whom there are none until it starts them."""

    forker: Forker | None = None

    def start(self, module: str) -> None:
        """Have what is asked for done in children that have imported ``module``."""
        self.forker = Forker(module)

    def stop(self) -> None:
        """Have it done here again."""
        if self.forker:
            self.forker.stop()
        self.forker = None

    def run(
        self, function: Callable[Arguments, Result], *arguments: Arguments.args, **options: Arguments.kwargs
    ) -> Result:
        """What a function gives or raises, which a module holds under its own name.

        Raises:
            Died: the child took too long or too much, or was killed.
        """
        if self.forker is None:
            return function(*arguments, **options)
        with self.forker.connect() as connection:
            connection.settimeout(LONGEST)
            try:
                is_done, result = ask(connection, (function, arguments, options, SECONDS))
            except (EOFError, OSError) as error:
                raise Died from error
        if not is_done:
            raise result
        return result  # type: ignore[no-any-return]


def ask(connection: socket.socket, question: Any) -> tuple[bool, Any]:
    """The answer of a child; one that is gone before it was told everything may have answered nonetheless."""
    with contextlib.suppress(BrokenPipeError):
        pipes.send(connection, question)
    answer: tuple[bool, Any] = pipes.receive(connection)
    return answer


children = Children()
