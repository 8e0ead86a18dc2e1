"""What the worker is asked to do with pictures. Each job raises FileFailed where it cannot be done."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from commandline import pictures, work
from commandline.embedded import Embedded
from commandline.work import Done, Task, Work
from recipes.model import Recipe


class Job(Protocol):
    """Something to do with one picture."""

    def carry_out(self, engine: Embedded) -> Any:
        """What came of it; raises FileFailed."""


@dataclass(frozen=True)
class Progress:
    """What the worker says meanwhile: the finished share of a job, 0 to 1."""

    share: float


@dataclass(frozen=True)
class Edit:
    """Work on a picture, as the command line works on one."""

    task: Task
    work: Work

    def carry_out(self, engine: Embedded) -> Done:
        """The result's file."""
        return work.carry_out(self.task, self.work, engine)


@dataclass(frozen=True)
class FindRegions:
    """Look for what can be selected in a picture."""

    path: Path

    def carry_out(self, engine: Embedded) -> dict[str, Any]:
        """The size of the picture, and its regions: objects, the surest first, then the rest, the largest first."""
        from commandline.assistants import names

        opened = open_picture(self.path)
        with engine.asking():
            regions = names.describe_regions(store(opened.image))
        return {**describe_size(opened), "regions": regions}


@dataclass(frozen=True)
class FindPeople:
    """Look for people in a picture."""

    path: Path

    def carry_out(self, engine: Embedded) -> dict[str, Any]:
        """The size of the picture, and the people in it from left to right, with what can be changed about each."""
        from commandline.assistants import names

        opened = open_picture(self.path)
        with engine.asking():
            people = names.describe_people(store(opened.image), opened.size)
        return {**describe_size(opened), "people": people}


@dataclass(frozen=True)
class Verify:
    """Find out whether a recipe made a result of an original."""

    recipe: Recipe
    original: Path
    result: Path

    def carry_out(self, engine: Embedded) -> dict[str, Any]:
        """What was found out, and the same in sentences."""
        from commandline import verifying

        original, result = (open_picture(path).image for path in (self.original, self.result))
        found = verifying.judge(self.recipe, original, result)
        return {"proven": found.is_proven, "says": verifying.describe(found), **asdict(found)}


def open_picture(path: Path) -> pictures.Opened:
    """The picture in a file."""
    data, _ = work.read_file(path)
    return pictures.open_picture(data, is_named=True)


def describe_size(opened: pictures.Opened) -> dict[str, int]:
    """The size of a picture in pixels, upright."""
    return {"width": opened.size[0], "height": opened.size[1]}


def store(image: bytes) -> str:
    """The name under which the engine has a file."""
    from engine import files

    return files.save(image)
