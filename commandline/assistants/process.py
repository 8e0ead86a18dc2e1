"""The worker as the server has it: begun when it is first needed, ended when a call is cancelled."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from anyio import Lock, to_thread

from commandline.assistants.jobs import Job, Progress
from commandline.errors import FileFailed
from commandline.pool import CRASHED, start_process
from imagefiles import pipes

Tell = Callable[[float], Awaitable[None]]


@dataclass
class EngineProcess:
    """At most one process of the engine of this machine, which does one job at a time."""

    lock: Lock = field(default_factory=Lock)
    process: subprocess.Popen[bytes] | None = None
    connection: socket.socket | None = None

    async def carry_out(self, job: Job, tell: Tell) -> Any:
        """What came of a job; ``tell`` is told the finished share, 0 to 1. Cancelled, the process ends at once.

        Raises:
            FileFailed: it was not done, and why.
        """
        async with self.lock:
            connection = self.connection or self.start()
            answer: Any = None
            try:
                await to_thread.run_sync(pipes.send, connection, job, abandon_on_cancel=True)
                answer = await self.receive(connection, tell)
            except (EOFError, OSError):
                raise FileFailed(CRASHED) from None
            finally:
                if answer is None:
                    self.end()
        if isinstance(answer, FileFailed):
            raise answer
        return answer

    async def receive(self, connection: socket.socket, tell: Tell) -> Any:
        """The answer; raises EOFError or OSError where there will be none."""
        while True:
            message = await to_thread.run_sync(pipes.receive, connection, abandon_on_cancel=True)
            if not isinstance(message, Progress):
                return message
            await tell(message.share)

    def start(self) -> socket.socket:
        """Begin a process, and return the connection to it."""
        self.process, self.connection = start_process("commandline.assistants.worker")
        return self.connection

    def end(self) -> None:
        """End the process, which writes nothing that could be left half done; whoever waits for it is told so."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        if self.connection is not None:
            self.connection.close()
        self.process = self.connection = None
