"""A stranger's upload behind everything that one visitor could ask for."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.figures import Figure
from benchmarks.soak.trials import at_most, scaled, trial
from harness.images import png
from harness.processes import temporary_folder, wait_for
from harness.studio import run_studio
from harness.visitor import Visitor

EDITS = 120
TILE = 200  # pixels: pictures of 1200 x 1600, so that edits last
PATIENCE = 300  # seconds until regions are there, on a machine that is busy


@trial("fairness", fairness=at_most(2))
def fairness() -> list[Figure]:
    """How many jobs are done between a stranger's upload and its regions, behind one visitor's edits."""
    with temporary_folder("studio-fairness-") as folder, run_studio(folder) as studio:
        busy, stranger = Visitor(studio.address, PATIENCE), Visitor(studio.address, PATIENCE)
        picture = upload(busy, 1)
        wait_for(lambda: has_regions(folder, picture), PATIENCE, "the regions of the first picture")
        for _ in range(scaled(EDITS)):
            assert busy.edit(f"/pictures/{picture}/", "blur_background", 1, scale="1").ok
        before = time.time()
        uploaded = upload(stranger, 2)
        wait_for(lambda: has_regions(folder, uploaded), PATIENCE, "the regions of the stranger's picture")
        between = count_ended(folder, picture, before, time.time())
        if not ask(folder, "SELECT 1 FROM editor_job WHERE picture_id = ? AND status = 'queued'", picture):
            raise RuntimeError("All edits were done before the stranger came, so that nobody was in anybody's way")
    return [Figure("fairness", between, "jobs")]


def upload(visitor: Visitor, seed: int) -> int:
    """The number of a picture of the visitor's own."""
    tiles = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), np.uint8)
    pixels = np.kron(tiles, np.ones((TILE, TILE, 1), np.uint8))
    return int(visitor.upload(png(pixels)).url.rstrip("/").rpartition("/")[2])


def has_regions(folder: Path, picture: int) -> bool:
    """Whether a picture's regions were found."""
    return bool(ask(folder, "SELECT 1 FROM editor_visual WHERE picture_id = ? AND regions != ''", picture))


def count_ended(folder: Path, picture: int, since: float, until: float) -> int:
    """How many jobs of a picture ended within a time, in seconds since 1970."""
    ended = "CAST(strftime('%s', finished_at) AS INTEGER)"
    query = f"SELECT id FROM editor_job WHERE picture_id = ? AND {ended} BETWEEN ? AND ?"
    return len(ask(folder, query, picture, since, until))


def ask(folder: Path, query: str, *values: float) -> list[Any]:
    """What the studio's database answers."""
    with sqlite3.connect(folder / "studio.sqlite3", timeout=30) as database:
        return database.execute(query, values).fetchall()
