"""How a program of the studio's ends where it cannot start, or is stopped in the middle of its work."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_sentence() -> Iterator[None]:
    """End the program with one sentence where the block fails by something that whoever started it can mend."""
    try:
        yield
    except Exception as error:
        from briastudio.starting import describe  # brings Django, which a web server's first process does without

        if reason := describe(error):
            sys.exit(reason)
        raise


@contextmanager
def unwound(sentence: str) -> Iterator[None]:
    """Have whoever stops the block end it as a failure would, so that nothing half done stays; then say a sentence.

    That is Ctrl-C, a terminal that is closed, or a service that is stopped; a signal that is ignored stays so.
    """
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    heeded = {number: handler for number, handler in before.items() if handler != signal.SIG_IGN}

    def stop(*_: object) -> None:
        for number in heeded:
            signal.signal(number, signal.SIG_IGN)  # a second one must not end the tidying up
        raise KeyboardInterrupt

    try:
        for number in heeded:
            signal.signal(number, stop)
        yield
    except KeyboardInterrupt:
        sys.exit(sentence)
    finally:
        for number, handler in heeded.items():
            signal.signal(number, handler)
