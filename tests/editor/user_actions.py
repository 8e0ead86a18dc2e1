"""What a person does, as functions: upload, erase, change a person; each job is run at once."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image

from editor import files, people, pictures
from editor.imaging.renditions import make_renditions
from editor.imaging.uploads import Accepted
from editor.jobs import execution, queue
from editor.models import Job, Picture, Revision
from harness.images import png
from tests.editor import fake_service


def uploaded() -> Picture:
    """A black picture, prepared."""
    rows, columns = fake_service.SIZE
    image = fake_service.picture()
    black = Accepted(image, columns, rows, "PNG", b"", None, {}, (), make_renditions(image))
    picture = pictures.create("alice", "Holiday", black)
    done(picture.jobs.get())
    picture.refresh_from_db()
    return picture


def done(job: Job) -> Job:
    """The job after it ran."""
    execution.run(job.pk)
    job.refresh_from_db()
    return job


def edit(picture: Picture, base: Revision | None = None, key: str = "", **params: Any) -> Job:
    """An edit, run."""
    base = base or picture.current
    assert base is not None
    job = done(queue.enqueue(picture, "edit", base, dict(params), key or str(params)))
    picture.refresh_from_db()
    return job


def erase(picture: Picture, *mask_ids: int, **options: Any) -> Job:
    """Regions erased."""
    return edit(picture, tool="erase", mask_ids=list(mask_ids), **options)


def change(picture: Picture, base: Revision | None = None, **values: object) -> Job:
    """The first person changed."""
    base = base or picture.current
    assert base is not None
    card = people.list_cards(base)[0]
    return edit(picture, base, tool="people", changes={card.id: values}, faces={card.id: card.rect})


def pixels_of(revision: Revision) -> np.ndarray:
    """The revision's image as an array."""
    return np.asarray(Image.open(io.BytesIO(files.read(revision.image))))


def accepted_spot(width: int, height: int) -> dict[str, Any]:
    """What the tool for spots is asked where one was found in the corner of a picture, and accepted."""
    mask = np.zeros((height, width), np.uint8)
    mask[: max(1, height // 2), : max(1, width // 9)] = 255
    box = [0, 0, max(1, width // 9), max(1, height // 2)]
    return {"found": files.store(png(mask), ".png"), "boxes": [box], "accepted": [0]}
