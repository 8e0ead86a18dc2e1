"""Studios to measure, with pictures of many regions or of long histories, each served by a process of its own.

The process is ``python -m benchmarks.sites KIND FOLDER PORT WISH …``: it prints, as JSON in one line, where the
pictures are and the session that owns them, and serves until it is ended.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from harness.processes import accepts, free_port, temporary_folder, wait_for

if TYPE_CHECKING:
    from editor.models import Revision
    from masks.regions import LabelMap

START = 60  # seconds until the site serves
OWNER = "benchmark"
SIZES = {12: (3000, 4000), 24: (4000, 6000)}  # (rows, columns) by megapixels
COARSE = 4  # pixels: the borders of the regions are drawn at this size
WAVE = 12.0  # amplitude in coarse pixels of the borders' waves
FORK = 10  # every so many steps something is made from an older state
BACK = 3  # steps that it is older


@dataclass(frozen=True)
class Site:
    """The addresses of the pictures' pages, and the session that owns the pictures."""

    pages: list[str]
    session: str


@contextmanager
def served(kind: str, *wishes: int, **variables: str) -> Iterator[Site]:
    """A site of one of ``KINDS``, in a folder of its own."""
    port = free_port()
    with temporary_folder("studio-bench-") as folder:
        command = [sys.executable, "-m", "benchmarks.sites", kind, str(folder), str(port), *map(str, wishes)]
        environment, quiet = {**os.environ, **variables}, subprocess.DEVNULL
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=quiet, text=True) as process:
            try:
                assert process.stdout is not None
                owned = json.loads(process.stdout.readline())
                wait_for(lambda: accepts(port), START, "the benchmark's site")
                yield Site([f"http://127.0.0.1:{port}{path}" for path in owned["paths"]], owned["session"])
            finally:
                process.terminate()


def main(kind: str, folder: str, port: str, *wishes: str) -> None:
    """Make the pictures and serve them."""
    os.environ.update(STUDIO_DATA=folder, DJANGO_SETTINGS_MODULE="benchmarks.site.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    numbers = KINDS[kind](*map(int, wishes))
    paths = [f"/pictures/{number}/" for number in numbers]
    print(json.dumps({"paths": paths, "session": make_session()}), flush=True)
    serving = [sys.executable, "-m", "briastudio.serving", "--port", port, "--parent", str(os.getppid())]
    os.execv(sys.executable, serving)


def make_session() -> str:
    """The key of a session that owns the pictures."""
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session["visitor"] = OWNER
    session.save()
    return str(session.session_key)


def make_regions(count: int, megapixels: int, objects: int = 0) -> list[int]:
    """The primary key of one picture of ``count`` regions that is prepared, with a step to redo.

    The regions are parts of ``objects``, where any are wished for.
    """
    from editor import files, pictures
    from editor.imaging import panoptic, pixels, uploads
    from editor.models import Visual

    label_map = regions(count, SIZES[megapixels])
    if objects:
        label_map = group(label_map, objects)
    accepted = uploads.accept(photo_png(label_map), "benchmark.png")
    picture = pictures.create(OWNER, "Benchmark", accepted)
    picture.jobs.update(status="done")
    revision = picture.revisions.get()
    wire = panoptic.to_wire(label_map, pixels.make_thumbnail(accepted.image_png, 640))
    revision.visual = Visual.objects.create(
        picture=picture, backend="embedded", image=revision.image, regions=files.store(wire, ".bsl"), people=[]
    )
    revision.save()
    add_step(revision, accepted.image_png)
    return [picture.pk]


def add_step(original: Revision, image_png: bytes) -> None:
    """A step to redo: the picture mirrored."""
    from PIL import Image, ImageOps

    from editor import pictures
    from editor.imaging.renditions import make_renditions
    from editor.models import Revision
    from imagefiles.encoding import encode_png

    mirrored = encode_png(ImageOps.mirror(Image.open(io.BytesIO(image_png))))
    facts = {"number": 2, "parent": original, "tool": "erase", "title": "Erased 1 region", "visual": original.visual}
    stored = pictures.store_image(mirrored, make_renditions(mirrored))
    Revision.objects.create(picture=original.picture, **facts, **stored)


def regions(count: int, size: tuple[int, int]) -> LabelMap:
    """Cells around random points, with wavy borders: every pixel belongs to one."""
    from masks.regions import LabelMap

    random = np.random.default_rng(1)
    coarse = (size[0] // COARSE, size[1] // COARSE)
    row, column = np.mgrid[: coarse[0], : coarse[1]].astype(float)
    waves = np.stack([row + WAVE * np.sin(column / 23), column + WAVE * np.sin(row / 31)], axis=-1)
    _, nearest = cKDTree(random.uniform(0, coarse, (count, 2))).query(waves)
    labels = (nearest + 1).repeat(COARSE, axis=0).repeat(COARSE, axis=1)
    return LabelMap(labels.astype(np.uint8) if count < 256 else labels.astype(np.uint16))


def group(label_map: LabelMap, objects: int) -> LabelMap:
    """The same with its regions as parts of objects, each of those around one random point."""
    from masks.regions import FoundObject, LabelMap

    middles = np.array([region.anchor for region in label_map.regions])
    points = np.random.default_rng(2).uniform(0, label_map.size, (objects, 2))
    _, nearest = cKDTree(points).query(middles)
    ids = np.array(label_map.ids)
    parts = [tuple(ids[nearest == number].tolist()) for number in range(objects)]
    things = [FoundObject(number, 0.9, own) for number, own in enumerate(parts, 1) if own]
    return LabelMap(label_map.array, tuple(things))


def photo_png(label_map: LabelMap) -> bytes:
    """A picture to look at: each region in a grey of its own, with a gradient over all."""
    from PIL import Image

    from imagefiles.encoding import encode_png

    greys = label_map.array.astype(np.uint8) // 2 + np.linspace(0, 100, label_map.array.shape[1]).astype(np.uint8)
    return encode_png(Image.fromarray(np.stack([greys, greys, greys[:, ::-1]], axis=-1)))


def make_histories(*lengths: int) -> list[int]:
    """The primary keys of pictures of so many revisions each."""
    return [make_history(length) for length in lengths]


def make_history(length: int) -> int:
    """The primary key of a picture with a history of ``length`` revisions, which stands in the middle of it."""
    from editor.models import Picture, Revision

    picture = Picture.objects.create(owner=OWNER, name="Benchmark", format="PNG")
    image = {"image": "a/a.png", "screen": "a/a.png", "thumbnail": "a/a.webp", "width": 1600, "height": 1200}
    made: list[Revision] = []
    for number in range(1, length + 1):
        parent = made[-1 - BACK * (number % FORK == 0)] if made else None
        facts = {"picture": picture, "number": number, "parent": parent, "tool": "erase", "title": "Erased 1 region"}
        made.append(Revision.objects.create(**facts, **image))
    picture.go_to(made[length // 2])
    return picture.pk


def make_waiting() -> list[int]:
    """The primary key of a picture at which a job has just begun to work, and stays at work."""
    from editor.models import Job, Picture

    pk = make_history(1)
    picture = Picture.objects.select_related("current").get(pk=pk)
    facts = {"kind": "edit", "params": {"tool": "erase"}, "base": picture.current, "key": "waiting"}
    Job.objects.create(picture=picture, status=Job.Status.RUNNING, steps=[{"name": "Erasing"}], **facts)
    return [pk]


KINDS: dict[str, Callable[..., list[int]]] = {
    "regions": make_regions,
    "histories": make_histories,
    "waiting": make_waiting,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
