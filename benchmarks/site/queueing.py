"""``python -m benchmarks.site.queueing latency|throughput JOBS WORKERS``: a queue and its workers, timed.

The environment says by which database and with which data folder. One line of JSON is printed: seconds from a job's
being queued to its beginning, or jobs a second.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import django

SERVICE = 0.2  # seconds that the simulated service takes
PAUSE = 0.3  # seconds until a worker that has done its job waits again
SETTLED = 5.0  # seconds until a worker that beats waits for work
OWNERS = 20
PATIENCE = 600.0  # seconds


def main(kind: str, jobs: str, workers: str) -> None:
    """Prepare the database, run the workers, and print what was measured."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    measured = measure_latency(int(jobs)) if kind == "latency" else [measure_throughput(int(jobs), int(workers))]
    print(json.dumps(measured), flush=True)


def measure_latency(count: int) -> list[float]:
    """Seconds until each job begins, one at a time, an idle worker being there."""
    from editor.models import Job

    with running_workers(1):
        time.sleep(SETTLED)
        for _ in range(count):
            enqueue(1, 0)
            wait_until_done()
            time.sleep(PAUSE)
    return [began_at(job) - job.created_at.timestamp() for job in Job.objects.all()]


def measure_throughput(count: int, workers: int) -> float:
    """Jobs a second, from the beginning of the first to the end of the last."""
    from editor.models import Job

    enqueue(count, SERVICE)
    with running_workers(workers):
        wait_until_done()
    jobs = list(Job.objects.all())
    ends = [job.finished_at.timestamp() for job in jobs if job.finished_at]
    return len(ends) / (max(ends) - min(began_at(job) for job in jobs))


@contextmanager
def running_workers(count: int) -> Iterator[None]:
    """So many workers, which beat, for as long as the block runs."""
    from editor.models import WorkerBeat

    workers = [subprocess.Popen([sys.executable, "manage.py", "worker"]) for _ in range(count)]
    try:
        wait_for(lambda: WorkerBeat.objects.count() >= count)
        yield
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait()


def enqueue(count: int, seconds: float) -> None:
    """Queue so many jobs of some owners."""
    from editor.jobs import queue
    from editor.models import Picture, Revision

    files = {"image": "a.png", "screen": "a.png", "thumbnail": "a.webp", "width": 4, "height": 3}
    for number in range(count):
        picture, made = Picture.objects.get_or_create(owner=f"owner-{number % OWNERS}", format="PNG")
        if made:
            Revision.objects.create(picture=picture, number=1, tool="upload", title="Original", **files)
        base = picture.revisions.get()
        queue.enqueue(picture, "simulated", base, {"seconds": seconds}, uuid.uuid4().hex, bounded=False)


def wait_until_done() -> None:
    """Until no job is under way."""
    from editor.models import Job

    wait_for(lambda: not Job.objects.filter(status__in=["queued", "running"]).exists())


def wait_for(holds: object) -> None:
    """Until something holds; it is asked rarely enough to be no load."""
    assert callable(holds)
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def began_at(job: object) -> float:
    """When a job began to work, in seconds since 1970."""
    steps: list[dict[str, str]] = vars(job)["steps"]
    return datetime.fromisoformat(steps[0]["at"]).timestamp()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.site.workers"
    main(*sys.argv[1:])
