"""Stored images in and out; what several operations need."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine import files, images, progress
from engine.images import Picture
from engine.outcomes import Outcome

Box = Sequence[int]  # width, height


def load(name: str) -> Picture:
    """The stored image ``name``; its size was judged when it came in."""
    progress.check()
    return images.decode(files.load(name), images.limits_for(inside=True))


def load_labels(name: str) -> NDArray[np.uint8]:
    """The stored label map ``name``."""
    return images.decode_labels(files.load(name))


def load_mask(name: str) -> NDArray[np.bool_]:
    """The stored mask ``name``."""
    return load_labels(name).astype(bool)


def store(picture: Picture) -> str:
    """The name of the file that now holds ``picture``."""
    progress.check()
    content = images.encode(picture)
    progress.check()
    return files.save(content, ".png")


def store_state(picture: Picture, box: Box | None) -> Outcome:
    """An edited state: ``image`` in full for the next edit, ``file`` in the resolution that was asked for."""
    image = store(picture)
    return {"image": image, "file": store(picture.resize((box[0], box[1]))) if box else image}
