"""The engine of this machine, in this process: Django's settings without a site, files in memory."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from commandline.carriers import Made, describe
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
        from engine.errors import EngineError
        from engine.recipes import run

        try:
            applied = run.apply(recipe, image)
        except (EngineError, RecipeError) as error:
            raise FileFailed(str(error)) from error
        finally:
            self.forget()
        notes = (note for step in applied.steps for note in describe(step))
        return Made(applied.image, tuple(notes), is_changed=applied.is_changed)

    def make_layers(self, image: bytes) -> bytes:
        """See ``Engine``."""
        from engine import files
        from engine.errors import EngineError
        from engine.runners import image_to_psd
        from engine.runners.holes import Rect
        from engine.runners.people import find_faces

        try:
            name = files.save(image)
            faces: list[Rect] = [to_rect(face.box) for face in find_faces(name)]
            return files.load(image_to_psd.run(name, faces)["file"])
        except EngineError as error:
            raise FileFailed(str(error)) from error
        finally:
            self.forget()

    def check_product(self, image: bytes) -> dict[str, Any]:
        """What ``engine.runners.product_check`` says of the picture in a JPEG, PNG or WEBP.

        Raises:
            FileFailed: it cannot be told.
        """
        from engine import files
        from engine.errors import EngineError
        from engine.runners import product_check

        try:
            return product_check.run(files.save(image))
        except EngineError as error:
            raise FileFailed(str(error)) from error
        finally:
            self.forget()

    def forget(self) -> None:
        """Let go of the files of the last picture."""
        self.storage.clear()


def to_rect(box: Box) -> list[int]:
    """Row, column, height and width in whole pixels."""
    return [round(side) for side in (box.row, box.column, box.height, box.width)]
