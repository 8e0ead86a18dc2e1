"""``python -m tests.editor.worker_process``: a worker that does the jobs and sweeps that only tests have.

With ``--fill`` it is the process that a worker starts to fill the cache of compiled code; nothing is compiled.
"""

from __future__ import annotations

import os
import sys

import django


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
