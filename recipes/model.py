"""What a recipe is: some facts, and steps in the words of the API.

A step's fields have the API's own names and values. Only where the API takes an image stands something else: for a mask
a *mark*, which says what is meant in a way that fits other pictures as well, for a picture an ``Embedded`` file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

VERSION = 1  # of the format
SUFFIX = ".recipe.json"

MASK_FIELDS = ("mask", "keep", "remove")  # hold marks
PEOPLE_FIELDS = ("people",)  # hold rules
IMAGE_FIELDS = ("ref_images",)  # hold embedded files
RECIPE_FIELDS = ("masks_known",)  # stand for having registered the picture; no route of the API takes them
# What says of which picture the masks or people of a step are, by the step: those of a visual stay through its edits.
PICTURE_FIELDS = {"objects_remove": "masks_of", "create": "people_of"}

LOOKING = ("product_check",)  # steps that tell of the picture, in their warnings, and leave it as it is


@dataclass(frozen=True)
class Runs:
    """A mask drawn on a frame of ``width`` × ``height`` pixels, as lengths of runs in reading order.

    ``counts`` are the lengths by turns of what is left out and what is meant, beginning with the former, which alone
    may be 0; together they fill the frame.
    """

    width: int
    height: int
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Ids:
    """Masks, or parts of masks, that the engine finds in the picture as it is at the step."""

    ids: tuple[int, ...]


@dataclass(frozen=True)
class Rule:
    """What is found anew in each picture, by the ``name`` of the rule: of it the things that take up a share of the
    frame from ``at_least`` to ``at_most``."""

    name: str
    at_least: float = 0.0
    at_most: float = 1.0


@dataclass(frozen=True)
class Embedded:
    """A picture's file within the recipe."""

    data: bytes


Mark = Runs | Ids | Rule


@dataclass(frozen=True)
class Step:
    """What one step does: ``do`` is the slug of an operation, ``fields`` are what it takes.

    ``picture`` says of which picture the masks or people of the step are: of the one after so many steps. Without it,
    it is the last one that was no mere edit of the same picture.
    """

    do: str
    fields: Mapping[str, Any]
    picture: int | None = None


@dataclass(frozen=True)
class FileFacts:
    """A picture's file: 64 hexadecimal digits of its SHA-256, and its size in pixels where that is known."""

    sha256: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class MadeBy:
    """What a recipe was made with."""

    software: str = ""
    engine: str = ""
    weights: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recipe:
    """A recipe; ``input`` and ``output`` are of the picture that it was made on, where they are known."""

    steps: tuple[Step, ...]
    name: str = ""
    made_by: MadeBy | None = None
    input: FileFacts | None = None
    output: FileFacts | None = None
