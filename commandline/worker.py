"""A process that works on one picture after another: ``python -m commandline.worker DESCRIPTOR``.

It is told the work once and then tasks, and answers each; it ends when nobody is there to ask. It writes no files.
"""

from __future__ import annotations

import contextlib
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from commandline.carriers import Engine
from commandline.engines import open_engine
from commandline.errors import FileFailed
from commandline.work import Done, Task, Work, carry_out
from imagefiles import pipes

Made = TypeVar("Made")


def main() -> None:
    """Work until the other side is gone."""
    with socket.socket(fileno=int(sys.argv[1])) as connection, contextlib.suppress(EOFError, OSError):
        work, name, is_single = pipes.receive(connection)
        if is_single:
            use_one_thread()
        engine = open_engine(name)
        while True:
            pipes.send(connection, answer(pipes.receive(connection), work, engine))


def answer(task: Task, work: Work, engine: Engine) -> Done | FileFailed:
    """What came of one picture."""
    began = time.monotonic()
    return catch(lambda: replace(carry_out(task, work, engine), seconds=time.monotonic() - began))


def catch(make: Callable[[], Made]) -> Made | FileFailed:
    """What is made of one picture, or why it is not, without what cannot be sent to another process."""
    try:
        return make()
    except FileFailed as failure:
        return type(failure)(str(failure))
    except MemoryError:
        return FileFailed("There is not enough memory for it.")
    except Exception as error:  # one picture must not end the others
        return FileFailed(f"The engine failed on it ({type(error).__name__}: {error}).")


def use_one_thread() -> None:
    """Compute with one thread, since there are as many processes as somebody wants threads."""
    import cv2

    cv2.setNumThreads(1)


if __name__ == "__main__":
    main()
