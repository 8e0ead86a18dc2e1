"""A recipe carried out by a service that knows none: one order for each step.

An order may cost money. So nothing is ordered unless the service can do every step; each is ordered once
(``editor.service.paid_calls``), and what came of it is stored before the next is ordered. A job that is taken up again,
or tried again, goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

import bria
from bria.fields import v2_image
from editor import files
from editor.imaging import pixels, run_masks
from editor.jobs.queue import STEP_RESULTS
from editor.jobs.running import Failure, Running
from editor.models import Job
from editor.sentences import Quote, error_sentence, sentence
from editor.service import backends, capabilities, errors, paid_calls, preparing
from editor.service.backends import Backend
from editor.tools import expand
from recipes import runs
from recipes.errors import name_step
from recipes.model import RECIPE_FIELDS, Embedded, Ids, Recipe, Rule, Runs, Step

Size = tuple[int, int]  # width, height

CALL = "step "  # what the name of a step's order in a job's row begins with
# What Bria's service documents of its edits, for those that recipes have. Whatever else stands in a step it would not
# heed, and make something else of the picture, for money.
FIELDS: dict[str, frozenset[str]] = {
    "erase": frozenset({"mask"}),
    "gen_fill": frozenset({"mask", "prompt", "seed"}),
    "erase_foreground": frozenset(),
    "remove_background": frozenset(),
    "blur_background": frozenset({"scale"}),
    "replace_background": frozenset({"prompt", "ref_images", "original_quality", "seed"}),
    "expand": frozenset(
        {"aspect_ratio", "canvas_size", "original_image_size", "original_image_location", "prompt", "seed"}
    ),
    "increase_resolution": frozenset({"desired_increase"}),
    "crop_foreground": frozenset({"padding"}),
}
FRAME_FIELDS = ("canvas_size", "original_image_size", "original_image_location")
UNABLE = gettext_noop("the service that is connected carries out no recipes, and this step cannot be sent by itself.")
MISFIT = gettext_noop("the mask was drawn on a picture of another shape.")


@dataclass(frozen=True)
class Order:
    """What a step asks for: its ``fields`` as the service takes them, and its mask as a PNG, where it has one."""

    fields: Mapping[str, Any]
    mask_png: bytes | None


def is_begun(job: Job) -> bool:
    """True where an earlier attempt has had a step done."""
    return any(name == STEP_RESULTS or name.startswith(CALL) for name in job.received or {})


def refuse_unable(steps: Sequence[Step]) -> None:
    """Refuse a recipe of which the service cannot do every step by itself.

    Raises:
        Failure: as said, with a sentence that names the first such step.
    """
    for number, step in enumerate(steps, start=1):
        with naming(number, step):
            if not can_be_sent(step):
                raise Failure(UNABLE, "unsupported")


def can_be_sent(step: Step) -> bool:
    """True where a step says everything itself, in fields that the service knows."""
    looks = any(isinstance(value, Rule | Ids) for value in step.fields.values())
    known = FIELDS.get(step.do, frozenset())
    is_known = step.do in FIELDS and step.fields.keys() <= {*known, *RECIPE_FIELDS}
    is_whole = "mask" in step.fields or "mask" not in known
    return is_known and is_whole and not looks and capabilities.abilities()[step.do].available


def carry_out(running: Running, recipe: Recipe) -> bytes:
    """What the steps make of the job's revision, as PNG.

    Raises:
        Failure: a step cannot be done, before any was ordered; or the service failed at one.
    """
    base = running.job.base
    refuse_unable(recipe.steps)
    refuse_misfits(recipe.steps, (base.width, base.height))
    done = list_done(running.job)
    image = done[-1] if done else base.image
    for number, step in enumerate(recipe.steps, start=1):
        if number > len(done):
            running.step("Applying the recipe", (number - 1) / len(recipe.steps))
            with naming(number, step):
                image = carry_out_step(running, f"{CALL}{number}", step, image)
    return files.read(image)


def list_done(job: Job) -> list[str]:
    """The names of the stored files that came of the first steps."""
    return list((job.received or {}).get(STEP_RESULTS, []))


def carry_out_step(running: Running, name: str, step: Step, image: str) -> str:
    """The name of the stored file that a step made of a stored image, which is in the job's row by then.

    Raises:
        Failure: the service failed, or its result cannot be used.
    """
    backend = backends.current()
    client, picture = backends.client(backend, inline=True), files.read(image)
    order = make_order(step, pixels.read_size(picture))
    sent = {"image": v2_image(preparing.read_image_for(backend, image)), **order.fields}
    handle = paid_calls.call_once(running, name, lambda: {"handle": client.submit(f"image/edit/{step.do}", sent)})
    result = paid_calls.download(backend, wait_for(running, client, name, handle["handle"]).url)
    made = files.store(finish(backend, step, image, result, order.mask_png), ".png")
    received = {known: answer for known, answer in (running.job.received or {}).items() if known != name}
    running.store_answer({**received, STEP_RESULTS: [*list_done(running.job), made]})
    return made


def wait_for(running: Running, client: bria.Bria, name: str, handle: str) -> bria.Result:
    """The result of a step's order; where that failed for good, another try sends a new one.

    Raises:
        Failure: it failed.
    """
    try:
        return client.result_of(handle)
    except bria.BriaError as error:
        if error.is_final:
            paid_calls.forget_answer(running, name)
        raise errors.to_failure(error) from error


def make_order(step: Step, size: Size) -> Order:
    """What a step asks for of a picture of this size.

    Raises:
        Failure: its mask was drawn on another shape.
    """
    mark = step.fields.get("mask")
    if isinstance(mark, Runs):
        refuse_misfit(mark, size)
    mask_png = run_masks.to_png(mark, size) if isinstance(mark, Runs) else None
    fields = {name: write_field(value) for name, value in step.fields.items() if name not in (*RECIPE_FIELDS, "mask")}
    return Order({**fields, **({"mask": v2_image(mask_png)} if mask_png else {})}, mask_png)


def write_field(value: Any) -> Any:
    """A field as the API has it."""
    match value:
        case Embedded():
            return [v2_image(value.data)]
        case Mapping():
            return dict(value)
    return value


def finish(backend: Backend, step: Step, image: str, result: bytes, mask_png: bytes | None) -> bytes:
    """A step's result as a PNG; of a lossy service, what the step was not about stays as it was.

    Raises:
        Failure: the result cannot be used.
    """
    frame = read_frame(step) if step.do == "expand" else None
    if frame is not None:
        return expand.keep_picture(backend, image, pixels.read_size(files.read(image)), result, frame)
    return paid_calls.compose_revision(backend, image, result, mask_png)


def read_frame(step: Step) -> expand.Frame | None:
    """Where the picture stands on which canvas; None where the step says it by a ratio."""
    canvas, size, place = (read_pair(step.fields.get(name)) for name in FRAME_FIELDS)
    if "aspect_ratio" in step.fields or not (canvas and size and place) or min(*canvas, *size) < 1:
        return None
    return expand.Frame(canvas, size, place)


def read_pair(value: Any) -> Size | None:
    """Two whole numbers; None for anything else."""
    is_pair = isinstance(value, Sequence) and len(value) == 2 and all(type(number) is int for number in value)
    return (value[0], value[1]) if is_pair else None


# Shapes


def refuse_misfits(steps: Sequence[Step], size: Size) -> None:
    """Refuse masks of another shape than the picture has at their step, as far as that can be told before.

    Raises:
        Failure: as said, with a sentence that names the step.
    """
    known: Size | None = size
    for number, step in enumerate(steps, start=1):
        mark = step.fields.get("mask")
        if known and isinstance(mark, Runs):
            with naming(number, step):
                refuse_misfit(mark, known)
        known = follow_size(step, known)


def refuse_misfit(mark: Runs, size: Size) -> None:
    """Refuse a mask of another shape than that of a picture.

    Raises:
        Failure: as said.
    """
    if not runs.fits(mark, *size):
        raise Failure(MISFIT, "rejected")


def follow_size(step: Step, size: Size | None) -> Size | None:
    """A size of the shape that the picture has after a step; None where nobody knows."""
    if step.do == "crop_foreground":
        return None
    if step.do != "expand":
        return size
    frame = read_frame(step)
    return frame.canvas if frame else None


@contextmanager
def naming(number: int, step: Step) -> Iterator[None]:
    """Within the block, the sentence of a Failure begins with the step."""
    try:
        yield
    except Failure as failure:
        named = sentence("{step}: {reason}", step=Quote(name_step(number, step.do)), reason=error_sentence(failure))
        raise Failure(named, failure.kind) from failure
