"""Cancelling while the embedded engine computes: the job ends soon, the work stops, and nothing of it is kept."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from PIL import Image

from editor import files, pictures
from editor.imaging import panoptic
from editor.imaging.renditions import make_renditions
from editor.imaging.uploads import Accepted
from editor.jobs import execution, queue
from editor.models import Job, Visual
from engine.models import Request, Result
from harness.processes import wait_for
from imagefiles.encoding import encode_png
from masks.regions import LabelMap

pytestmark = pytest.mark.django_db(transaction=True)

SIDES = 2000, 3000  # rows, columns: large enough that the erasure takes many seconds
SOON = 3.0  # seconds; the engine is asked every quarter, a machine under load doubles everything


@pytest.fixture
def job() -> Job:
    """A waiting job: erase the middle of a picture of noise, in which nothing is easy to continue."""
    noise = np.random.default_rng(1).integers(0, 256, (*SIDES, 3), np.uint8)
    data = encode_png(Image.fromarray(noise))
    picture = pictures.create(
        "alice", "Noise", Accepted(data, SIDES[1], SIDES[0], "PNG", b"", None, {}, (), make_renditions(data))
    )
    picture.jobs.all().delete()
    labels = np.zeros(SIDES, np.uint8)
    labels[500:1500, 700:2300] = 1
    base = picture.current
    assert base is not None
    regions = files.store(panoptic.to_wire(LabelMap(labels), data), ".json.gz")
    base.visual = Visual.objects.create(picture=picture, backend="embedded", image=base.image, regions=regions)
    base.save()
    return queue.enqueue(picture, "edit", base, {"tool": "erase", "mask_ids": [1]}, "key")


def is_told(job: Job) -> bool:
    """True once the engine is at it and has said how far it is."""
    job.refresh_from_db()
    assert job.active, job.error
    return any("share" in step for step in job.steps)


def engine_at_work() -> bool:
    """True while a call is being answered in this process."""
    return any(thread.name.startswith("in-process") for thread in threading.enumerate())


def test_a_long_computation_is_stopped_by_a_cancellation(job: Job) -> None:
    worker = threading.Thread(target=execution.run, args=(job.pk,))
    worker.start()
    wait_for(lambda: is_told(job), 60, "the engine to begin")
    began = time.monotonic()
    queue.cancel(job)
    worker.join(60)
    assert time.monotonic() - began < SOON
    wait_for(lambda: not engine_at_work(), 60, "the engine to stop")
    job.refresh_from_db()
    assert (job.status, job.result) == (Job.Status.CANCELLED, None)
    assert job.picture.revisions.count() == 1
    assert not Result.objects.exclude(file="").exists()
    assert not Request.objects.filter(status=Request.Status.IN_PROGRESS).exists()
