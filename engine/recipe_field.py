"""The field of a request that holds a recipe, and what moderation is to judge within."""

from __future__ import annotations

from engine import moderation
from engine.calls import Call
from engine.errors import BadRequest
from engine.fields import Field, Schema
from recipes.errors import RecipeError, name_step
from recipes.model import Embedded, Recipe
from recipes.reading import MOST_BYTES, read, read_object
from recipes.writing import write


class RecipeField(Field):
    """A recipe, as an object or as the text of its file."""

    def kind(self) -> Schema:
        return {"oneOf": [{"type": "object"}, {"type": "string"}]}

    def read(self, call: Call) -> Recipe:
        """The recipe.

        Raises:
            BadRequest: there is none, or what there is is none.
        """
        value = call.payload.get(self.name)
        if value is None:
            raise BadRequest(f"'{self.name}' is missing.")
        try:
            recipe = read(value.encode("utf-8", "replace")) if isinstance(value, str) else read_object(value)
        except RecipeError as error:
            raise BadRequest(str(error)) from None
        if len(write(recipe)) > MOST_BYTES:
            raise BadRequest(f"A recipe has at most {MOST_BYTES // 1_000_000} MB.")
        return recipe


RECIPE = RecipeField(
    "recipe", "The recipe, as docs/recipe.schema.json describes it, or the text of its file.", required=True
)


def note_contents(call: Call, recipe: Recipe) -> None:
    """Remember prompts and pictures within a recipe, where they are to be judged."""
    for number, step in enumerate(recipe.steps, start=1):
        for name, value in step.fields.items():
            place = f"{RECIPE.name}: {name_step(number, step.do)}, {name}"
            if name in moderation.PROMPTS and isinstance(value, str):
                call.prompts[place] = value
            elif isinstance(value, Embedded):
                moderation.note_image(call, place, value.data)
