"""``python -m tests.editor.worker_process``: a worker that does the jobs and sweeps that only tests have.

With ``--fill`` it is the process that a worker starts to fill the cache of compiled code; nothing is compiled.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from subprocess import Popen

import django

from harness.processes import started

Worker = Callable[..., AbstractContextManager[Popen[bytes]]]  # starts one, as the fixture ``worker`` does


def run_worker(log: Path, **variables: str) -> AbstractContextManager[Popen[bytes]]:
    """A worker process on the test's database."""
    from django.db import connection

    settings = "tests.editor.worker_settings"
    name = str(connection.settings_dict["NAME"])
    command = ("-m", "tests.editor.worker_process")
    return started(*command, log=log, DJANGO_SETTINGS_MODULE=settings, TEST_DATABASE=name, **variables)


def main() -> None:
    """Work as ``manage.py worker`` does, or fill the cache as ``manage.py warm_up`` does."""
    django.setup()
    from briastudio.worker import jit_cache, loop
    from briastudio.worker.sweeps import Sweep
    from tests.editor import fake_jobs

    if "--fill" in sys.argv:
        jit_cache.fill(lambda: None)
    else:
        sweeps = [Sweep(fake_jobs.sweep, 1)] if "TEST_SWEPT" in os.environ else []
        loop.work(sweeps, ["-m", "tests.editor.worker_process", "--fill"])


if __name__ == "__main__":
    main()
