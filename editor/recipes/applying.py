"""Having a recipe carried out on a revision, by the engine that answers, in one request."""

from __future__ import annotations

from dataclasses import asdict

from django.utils.translation import gettext_noop

from editor import files
from editor.history.results import EditResult
from editor.jobs.running import Failure, Running
from editor.sentences import Quote, sentence
from editor.service import backends, capabilities, paid_calls, preparing
from editor.tools import image_edit

UNABLE = gettext_noop("The service that is connected can't carry out recipes.")
STEP = gettext_noop("Applying the recipe")


def apply(running: Running) -> EditResult:
    """The result as a revision, whose params name the recipe.

    Raises:
        Failure: the engine failed, or a step of the recipe cannot be done with this picture.
    """
    image_png = request_picture(running)
    return EditResult(
        image_png=image_png,
        title=sentence("Applied the recipe {name}", name=Quote(running.job.params["name"])),
        engine=backends.current().label,
        visual=None,
        params=image_edit.tool_params(running.job),
    )


def try_out(running: Running) -> None:
    """The result as the job's file.

    Raises:
        Failure: as ``apply``.
    """
    image_png = request_picture(running)
    running.finish(None, files.store(image_png, ".png"))


def request_picture(running: Running) -> bytes:
    """What the recipe makes of the job's revision, as PNG; what its rules found is kept with the job's answer.

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
    result = paid_calls.download(backend, answer.result.url)
    return paid_calls.compose_revision(backend, revision.image, result, None)
