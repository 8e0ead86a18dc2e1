"""The engine of this machine, in this process: Django's settings without a site, files in memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from commandline.carriers import Face, Made, describe
from commandline.errors import FileFailed
from commandline.storage import Scratch
from recipes.errors import RecipeError
from recipes.model import Recipe

if TYPE_CHECKING:
    from engine.maths.people.faces import Box


class Embedded:
    """Carries out recipes as the API's requests are carried out: by the same functions."""

    def __init__(self) -> None:
        os.environ["DJANGO_SETTINGS_MODULE"] = "commandline.settings"
        from django.core.files.storage import storages

        storage = storages["default"]
        assert isinstance(storage, Scratch)
        self.storage = storage

    def apply(self, recipe: Recipe, image: bytes) -> Made:
        """See ``Engine``."""
        from engine.recipes import run

        with self.asking():
            applied = run.apply(recipe, image)
        notes = (note for step in applied.steps for note in describe(step))
        return Made(applied.image, tuple(notes), is_changed=applied.is_changed)

    def make_layers(self, image: bytes) -> bytes:
        """See ``Engine``."""
        from engine import files
        from engine.runners import image_to_psd
        from engine.runners.holes import Rect
        from engine.runners.people import find_faces

        with self.asking():
            name = files.save(image)
            faces: list[Rect] = [to_rect(face.box) for face in find_faces(name)]
            return files.load(image_to_psd.run(name, faces)["file"])

    def find_faces(self, image: bytes) -> tuple[Face, ...]:
        """See ``Engine``."""
        from engine import files
        from engine.runners.people import find_faces

        with self.asking():
            boxes = [face.box for face in find_faces(files.save(image))]
        sides = [(box.column, box.row, box.width, box.height) for box in boxes]
        return tuple(dict(zip("xywh", map(float, box), strict=True)) for box in sorted(sides))

    def check_product(self, image: bytes) -> dict[str, Any]:
        """What ``engine.runners.product_check`` says of the picture in a JPEG, PNG or WEBP.

        Raises:
            FileFailed: it cannot be told.
        """
        from engine import files
        from engine.runners import product_check

        with self.asking():
            return product_check.run(files.save(image))

    @contextmanager
    def asking(self) -> Iterator[None]:
        """A block that asks the engine about a picture, whose files are let go of in the end.

        Raises:
            FileFailed: the engine refuses.
        """
        from engine.errors import EngineError

        try:
            yield
        except (EngineError, RecipeError) as error:
            raise FileFailed(str(error)) from error
        finally:
            self.storage.clear()


def to_rect(box: Box) -> list[int]:
    """Row, column, height and width in whole pixels."""
    return [round(side) for side in (box.row, box.column, box.height, box.width)]
