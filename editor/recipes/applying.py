"""Having a recipe carried out on a revision by the engine that answers: in one request, or step by step where it knows
no recipes."""

from __future__ import annotations

from dataclasses import asdict

from django.utils.translation import gettext_noop

import bria
from editor import files
from editor.history.results import EditResult
from editor.jobs.running import Failure, Running
from editor.models import Job
from editor.recipes import making, service_steps
from editor.sentences import Quote, sentence
from editor.service import backends, capabilities, paid_calls, preparing
from editor.service.capabilities import Ability
from editor.tools import image_edit
from recipes.model import Recipe

UNABLE = gettext_noop("The service that is connected can't carry out recipes.")
STEP = gettext_noop("Applying the recipe")


def apply(running: Running) -> EditResult | None:
    """The result as a revision, whose params name the recipe; None where no step found anything to do.

    Raises:
        Failure: the engine failed, or a step of the recipe cannot be done with this picture.
    """
    image_png = order_steps(running) if goes_by_steps(running.job) else request_picture(running)
    if image_png is None:
        return None
    return EditResult(
        image_png=image_png,
        title=sentence("Applied the recipe {name}", name=Quote(running.job.params["name"])),
        engine=backends.current().label,
        visual=None,
        params=image_edit.tool_params(running.job),
    )


def goes_by_steps(job: Job) -> bool:
    """Whether each step is an order of its own. What was begun in one way goes on so: it may be paid for."""
    if capabilities.RECIPES in (job.received or {}):
        return False
    return service_steps.is_begun(job) or not capabilities.abilities()[capabilities.RECIPES].available


def find_ability(recipe: Recipe) -> Ability:
    """Whether the engine can carry a recipe out, in whichever way."""
    whole = capabilities.abilities()[capabilities.RECIPES]
    if whole.available:
        return whole
    try:
        service_steps.refuse_unable(recipe.steps)
    except Failure as failure:
        return capabilities.for_own_engine(str(failure))
    return Ability()


def count_orders(recipe: Recipe) -> int:
    """How often a service that counts its calls is asked for each picture; 0 where none is."""
    if not backends.current().paid:
        return 0
    return 1 if capabilities.abilities()[capabilities.RECIPES].available else len(recipe.steps)


def try_out(running: Running) -> None:
    """The result as the job's file.

    Raises:
        Failure: as ``apply``.
    """
    image_png = download_picture(running, request_result(running))
    running.finish(None, files.store(image_png, ".png"))


def order_steps(running: Running) -> bytes:
    """What the recipe makes of the job's revision, as PNG, where each step is an order of its own.

    Raises:
        Failure: as ``apply``.
    """
    return service_steps.carry_out(running, making.load(running.job.params["recipe"]))


def request_picture(running: Running) -> bytes | None:
    """What the recipe makes of the job's revision, as PNG; None where no step found anything to do.

    Raises:
        Failure: as ``apply``.
    """
    answer = request_result(running)
    return download_picture(running, answer) if answer.is_changed else None


def request_result(running: Running) -> bria.RecipeResult:
    """What comes of the recipe on the job's revision; what its steps did and found is kept with the job's answer.

    Raises:
        Failure: as ``apply``.
    """
    if not capabilities.abilities()[capabilities.RECIPES].available:
        raise Failure(UNABLE, "unsupported")
    running.step(STEP)
    backend, revision = backends.current(), running.job.base
    client = backends.client(backend, inline=True)
    image = preparing.read_image_for(backend, revision.image)
    recipe = files.read(running.job.params["recipe"]).decode()
    sent = paid_calls.call_once(running, capabilities.RECIPES, lambda: {"handle": client.submit_recipe(image, recipe)})
    answer = image_edit.wait_for(running, lambda: client.recipe_result_of(sent["handle"]))
    running.store_answer({**(running.job.received or {}), "report": [asdict(step) for step in answer.steps]})
    return answer


def download_picture(running: Running, answer: bria.RecipeResult) -> bytes:
    """The picture that came of it, as PNG.

    Raises:
        Failure: it could not be fetched, or cannot be used.
    """
    backend = backends.current()
    result = paid_calls.download(backend, answer.result.url)
    return paid_calls.compose_revision(backend, running.job.base.image, result, None)
