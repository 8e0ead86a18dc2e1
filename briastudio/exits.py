"""How a program of the studio's ends where it cannot start."""

from __future__ import annotations

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
