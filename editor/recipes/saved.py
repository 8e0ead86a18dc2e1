"""The recipes that an owner keeps."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet

from editor.limits import LimitReached, require_room
from editor.models import RecipeRun, SavedRecipe
from editor.recipes import wording
from editor.recipes.steps import NoRecipe
from editor.sentences import Quote, plural, sentence
from recipes import reading, writing
from recipes.errors import RecipeError
from recipes.model import SUFFIX, Recipe

MOST = 500  # recipes of one owner


def read_file(data: bytes) -> Recipe:
    """The recipe in a file.

    Raises:
        NoRecipe: it is none, with the reason.
    """
    try:
        return reading.read(data)
    except RecipeError as error:
        raise NoRecipe(sentence("This file cannot be used: {reason}", reason=Quote(error))) from error


def keep(owner: str, recipe: Recipe, name: str) -> SavedRecipe:
    """The recipe among those of an owner, under this name.

    Raises:
        LimitReached: there is no room, or there are too many.
    """
    require_room(owner)
    if SavedRecipe.objects.filter(owner=owner).count() >= MOST:
        raise LimitReached(
            plural("You have {count} recipe; no more are kept.", "You have {count} recipes; no more are kept.", MOST)
        )
    called = name.strip()[:200] or sentence("Untitled")
    text = writing.write(replace(recipe, name=called)).decode()
    outline = wording.outline_steps(recipe.steps)
    return SavedRecipe.objects.create(
        owner=owner, name=called, text=text, step_count=len(recipe.steps), outline=outline
    )


def list_kept(owner: str) -> QuerySet[SavedRecipe]:
    """The recipes of an owner, the newest first, without their files."""
    return SavedRecipe.objects.filter(owner=owner).defer("text")


def open_saved(row: SavedRecipe) -> Recipe:
    """The recipe of a row, by the name that it has there."""
    return replace(reading.read(row.text.encode()), name=row.name)


def name_of_file(filename: str) -> str:
    """What a recipe is called whose file says nothing of that."""
    return filename.removesuffix(SUFFIX).removesuffix(".json")


def delete_all(owner: str) -> None:
    """Delete the recipes of an owner, and what is remembered of their runs."""
    SavedRecipe.objects.filter(owner=owner).delete()
    RecipeRun.objects.filter(owner=owner).delete()


def hand_over(owner: str, to: str) -> None:
    """Make the recipes and runs of an owner another one's."""
    SavedRecipe.objects.filter(owner=owner).update(owner=to)
    RecipeRun.objects.filter(owner=owner).update(owner=to)
