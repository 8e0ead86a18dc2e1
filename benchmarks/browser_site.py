"""A studio with one picture: ``python -m benchmarks.browser_site FOLDER PORT REGIONS MEGAPIXELS``.

It prints, as JSON in one line, where the picture is and the session that owns it, and serves until it is ended.
"""

from __future__ import annotations

import io
import json
import os
import sys
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from editor.imaging.regions import LabelMap
    from editor.models import Revision

SIZES = {"12": (3000, 4000), "24": (4000, 6000)}  # (rows, columns) by megapixels
COARSE = 4  # pixels: the borders of the regions are drawn at this size
WAVE = 12.0  # amplitude in coarse pixels of the borders' waves


def main(folder: str, port: str, count: str, megapixels: str) -> None:
    """Make the picture and serve it."""
    os.environ.update(STUDIO_DATA=folder, DJANGO_SETTINGS_MODULE="briastudio.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    print(json.dumps(make_picture(int(count), SIZES[megapixels])), flush=True)
    os.execv(
        sys.executable, [sys.executable, "-m", "briastudio.serving", "--port", port, "--parent", str(os.getppid())]
    )


def make_picture(count: int, size: tuple[int, int]) -> dict[str, str]:
    """A picture of ``count`` regions and (rows, columns) that is prepared, and a session that owns it."""
    from django.contrib.sessions.backends.db import SessionStore

    from editor import files, pictures
    from editor.imaging import panoptic, pixels, uploads
    from editor.models import Visual

    label_map = regions(count, size)
    accepted = uploads.accept(photo_png(label_map), "benchmark.png")
    session = SessionStore()
    session["visitor"] = "benchmark"
    session.save()
    picture = pictures.create("benchmark", "Benchmark", accepted)
    picture.jobs.update(status="done")
    revision = picture.revisions.get()
    wire = panoptic.to_wire(label_map, pixels.thumbnail(accepted.image_png, 640))
    revision.visual = Visual.objects.create(
        picture=picture, backend="embedded", image=revision.image, regions=files.store(wire, ".bsl"), people=[]
    )
    revision.save()
    add_step(revision, accepted.image_png)
    return {"path": f"/pictures/{picture.pk}/", "session": str(session.session_key)}


def add_step(original: Revision, image_png: bytes) -> None:
    """A step to redo: the picture mirrored."""
    from PIL import Image, ImageOps

    from editor import pictures
    from editor.imaging import pixels
    from editor.models import Revision

    mirrored = ImageOps.mirror(Image.open(io.BytesIO(image_png)))
    facts = {"number": 2, "parent": original, "tool": "erase", "title": "Erased 1 region", "visual": original.visual}
    Revision.objects.create(picture=original.picture, **facts, **pictures.store_image(pixels.png(mirrored)))


def regions(count: int, size: tuple[int, int]) -> LabelMap:
    """Cells around random points, with wavy borders: every pixel belongs to one."""
    from editor.imaging.regions import LabelMap

    random = np.random.default_rng(1)
    coarse = (size[0] // COARSE, size[1] // COARSE)
    row, column = np.mgrid[: coarse[0], : coarse[1]].astype(float)
    waves = np.stack([row + WAVE * np.sin(column / 23), column + WAVE * np.sin(row / 31)], axis=-1)
    _, nearest = cKDTree(random.uniform(0, coarse, (count, 2))).query(waves)
    labels = (nearest + 1).repeat(COARSE, axis=0).repeat(COARSE, axis=1)
    return LabelMap(labels.astype(np.uint8) if count < 256 else labels.astype(np.uint16))


def photo_png(label_map: LabelMap) -> bytes:
    """A picture to look at: each region in a grey of its own, with a gradient over all."""
    from PIL import Image

    from editor.imaging import pixels

    greys = label_map.array.astype(np.uint8) // 2 + np.linspace(0, 100, label_map.array.shape[1]).astype(np.uint8)
    return pixels.png(Image.fromarray(np.stack([greys, greys, greys[:, ::-1]], axis=-1)))


if __name__ == "__main__":
    main(*sys.argv[1:])
