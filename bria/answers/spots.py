"""The dust, blemishes, scratches and hairs that were found on a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bria.answers.json_body import as_dict, as_float, as_list, as_text


@dataclass(frozen=True)
class Spot:
    """A spot of a picture: its box in pixels (x, y, width, height), and how clearly it stands out, 0 to 1."""

    box: tuple[int, int, int, int]
    score: float


@dataclass(frozen=True)
class Spots:
    """Where the mask of all spots lies, 255 inside, and the spots, of which there may be none."""

    url: str
    spots: tuple[Spot, ...]


def read_spots(said: Mapping[str, Any]) -> Spots | None:
    """The spots that a look for them ended with, without entries that have no box; None where there is no mask."""
    url, found = as_text(said.get("mask_url")), (_read_spot(as_dict(entry)) for entry in as_list(said.get("spots")))
    return Spots(url, tuple(spot for spot in found if spot)) if url else None


def _read_spot(entry: Mapping[str, Any]) -> Spot | None:
    box = as_list(entry.get("box"))
    if len(box) != 4 or not all(isinstance(side, int) for side in box):
        return None
    x, y, width, height = box
    return Spot((x, y, width, height), as_float(entry.get("score")))
