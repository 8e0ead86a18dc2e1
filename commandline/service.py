"""A service that speaks Bria's API, asked by the client: a whole recipe where it carries them out, else its steps."""

from __future__ import annotations

import base64
import io
import time
from collections.abc import Callable, Mapping
from typing import Any

from PIL import Image

import bria
from bria.fields import v2_image
from commandline.carriers import Face, Made, describe
from commandline.errors import FileFailed
from recipes import runs, writing
from recipes.errors import name_step
from recipes.model import LOOKING, RECIPE_FIELDS, Embedded, Ids, Recipe, Rule, Runs, Step

MOST_BYTES = 400_000_000  # of a result
VISUAL_STEPS = ("objects_remove", "create")  # that need a registered picture
MOST_SENT = 12_000_000  # bytes of an input image (docs.bria.ai), and of the studio's UPLOAD_BYTES
OWN_FIELDS = ("feather", "keep_background")  # of the studio's own engine, without which something else comes out


class Service:
    """A Bria Studio, or Bria's own service, at an address."""

    def __init__(self, url: str, token: str, sleep: Callable[[float], None] = time.sleep) -> None:
        self.bria = bria.Bria(url.rstrip("/"), token or "local", sleep=sleep)
        self.takes_recipes = True

    def apply(self, recipe: Recipe, image: bytes) -> Made:
        """See ``Engine``; what the service says against it is told as it says it."""
        refuse_large(image)
        try:
            if self.takes_recipes:
                try:
                    return self.run_recipe(recipe, image)
                except bria.UnknownImage:  # it has no such route
                    self.takes_recipes = False
            return Made(self.run_steps(recipe, image))
        except bria.BriaError as error:
            raise FileFailed(str(error)) from error

    def run_recipe(self, recipe: Recipe, image: bytes) -> Made:
        """The whole recipe in one order, of the studio's own engine."""
        made = self.bria.run_recipe(image, writing.to_json(recipe))
        notes = [note for step in made.steps for note in describe(step)]
        return Made(self.bria.download(made.result.url, MOST_BYTES), tuple(notes), made.is_changed)

    def run_steps(self, recipe: Recipe, image: bytes) -> bytes:
        """One order after the other."""
        for number, step in enumerate(recipe.steps, start=1):
            refuse_step(number, step)
        for step in recipe.steps:
            sent = {name: write_field(value) for name, value in step.fields.items() if name not in RECIPE_FIELDS}
            refuse_large(image)
            request_id = self.bria.submit(f"image/edit/{step.do}", {"image": v2_image(image), **sent})
            image = self.bria.download(self.bria.result_of(request_id).url, MOST_BYTES)
        return image

    def make_layers(self, image: bytes) -> bytes:
        """See ``Engine``."""
        raise FileFailed("Layers are made on this machine alone.")

    def find_faces(self, image: bytes) -> tuple[Face, ...]:
        """See ``Engine``."""
        raise FileFailed("Faces are looked for on this machine alone.")


def refuse_large(image: bytes) -> None:
    """Refuse a file that no service takes, before it is sent.

    Raises:
        FileFailed: it is one.
    """
    if len(image) > MOST_SENT:
        raise FileFailed(
            f"It would be sent as a file of {len(image) / 1e6:.1f} MB; services take at most {MOST_SENT // 1_000_000}."
            " Make it smaller, or work without --engine."
        )


def refuse_step(number: int, step: Step) -> None:
    """Refuse a step that takes a service which carries recipes out.

    Raises:
        FileFailed: it is one.
    """
    has_rule = any(isinstance(value, Rule | Ids) for value in step.fields.values())
    is_own = step.do in (*VISUAL_STEPS, *LOOKING) or any(step.fields.get(name) for name in OWN_FIELDS)
    if has_rule or is_own:
        raise FileFailed(
            f"{name_step(number, step.do)}: This service carries out no recipes, and the step cannot be sent by itself."
        )


def write_field(value: Any) -> Any:
    """A field as the API has it."""
    match value:
        case Runs():
            mask = Image.frombytes("L", (value.width, value.height), runs.decode(value))
            target = io.BytesIO()
            mask.point(lambda pixel: 255 * pixel).save(target, "PNG")
            return base64.b64encode(target.getvalue()).decode()
        case Embedded():
            return [base64.b64encode(value.data).decode()]
        case Mapping():
            return dict(value)
    return value
