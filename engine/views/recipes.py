"""Recipes: an extension of Bria's API."""

from __future__ import annotations

from django.http import HttpResponse

from engine import files, recipe_field
from engine.calls import Call
from engine.edits.shared import IMAGE, V2_FIELDS
from engine.recipe_field import RECIPE
from engine.views.answers import answer_with_request
from engine.views.decorators import v2
from recipes.writing import write


@v2("POST", fields=(IMAGE, RECIPE, *V2_FIELDS))
def run_recipe(call: Call) -> HttpResponse:
    """``POST /v2/recipes/run``: every step of a recipe on an image; what each did is told beside the result
    (extension).
    """
    from engine.recipes.checks import check  # brings numba, for which the other routes need not wait

    recipe = RECIPE.read(call)
    check(recipe)
    image = IMAGE.read(call)
    recipe_field.note_contents(call, recipe)
    arguments = {"image": image.save(), "recipe": files.save(write(recipe), ".json")}
    return answer_with_request(call, "recipes_run", arguments, "recipe.png")
