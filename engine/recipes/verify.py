"""Whether a picture is what a recipe makes of an original, and whether it was changed where the recipe says, only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine import files, images
from engine.images import Picture
from engine.recipes.areas import find_area
from engine.recipes.checks import check
from engine.recipes.run import StepReport, carry_out, find_result
from engine.recipes.scenes import Mask
from engine.recipes.states import State
from recipes.model import FileFacts, Recipe


@dataclass(frozen=True)
class Verification:
    """What was found out about a result.

    Attributes:
        same_bytes: it is, byte for byte, what the recipe makes of the original here.
        same_pixels: its pixels are; as files may differ in what they say beside, or how they are packed.
        input_known, output_known: whether the files are those whose hashes the recipe gives; None where it gives none.
        declared: the share of the frame in which the recipe's steps may change something; 1.0 for all of it.
        changed: how many pixels differ from the original; None where the size does.
        outside: how many of them lie where no step may change anything; None where the sizes differ and the recipe says
            nothing of that.
        steps: what each step did.
    """

    same_bytes: bool
    same_pixels: bool
    input_known: bool | None
    output_known: bool | None
    declared: float
    changed: int | None
    outside: int | None
    steps: tuple[StepReport, ...]

    @property
    def is_proven(self) -> bool:
        """True where nothing speaks against the result."""
        return self.same_pixels and self.outside == 0 and self.input_known is not False


def verify(recipe: Recipe, original: bytes, result: bytes) -> Verification:
    """Judge ``result``, which is said to be what ``recipe`` made of ``original``; both are files.

    Raises:
        EngineError: one of them cannot be read, or the recipe cannot be carried out on the original.
    """
    check(recipe)
    limits = images.limits_for(inside=True)
    before, after = images.decode(original, limits), images.decode(result, limits)
    area: Mask | None = np.zeros(before.shape, bool)
    name = files.save(original)
    state, steps = State(name, name, 0), list[StepReport]()
    for done in carry_out(recipe, name):
        state, steps = done.after, [*steps, done.report]
        declared = area if done.plan.arguments is None else find_area(done.report.do, done.plan.arguments)
        area = None if area is None or declared is None else area | declared
    replayed = files.load(find_result(name, state))
    changed = find_changed(before, after)
    return Verification(
        same_bytes=replayed == result,
        same_pixels=is_same(images.decode(replayed, limits), after),
        input_known=is_known(recipe.input, original),
        output_known=is_known(recipe.output, result),
        declared=1.0 if area is None else float(area.mean()),
        changed=None if changed is None else int(changed.sum()),
        outside=count_outside(changed, area),
        steps=tuple(steps),
    )


def is_known(facts: FileFacts | None, data: bytes) -> bool | None:
    """Whether the file is the one whose facts are given; None without facts."""
    return None if facts is None else facts.sha256 == files.digest(data)


def is_same(one: Picture, other: Picture) -> bool:
    """Whether all pixels of two pictures are the same, alpha included."""
    changed = find_changed(one, other)
    return changed is not None and not changed.any()


def find_changed(before: Picture, after: Picture) -> Mask | None:
    """The pixels (rows, columns) in which two pictures differ; None where they differ in size.

    Colours of what is fully transparent in both say nothing.
    """
    if before.shape != after.shape:
        return None
    opacities = [np.full(each.shape, 255, np.uint8) if each.alpha is None else each.alpha for each in (before, after)]
    is_seen = (opacities[0] > 0) | (opacities[1] > 0)
    return np.asarray((before.pixels != after.pixels).any(axis=2) & is_seen | (opacities[0] != opacities[1]))


def count_outside(changed: Mask | None, area: Mask | None) -> int | None:
    """How many of the ``changed`` pixels lie outside of an ``area``, None for which is everywhere."""
    if area is None:
        return 0
    return None if changed is None else int(np.count_nonzero(changed & ~area))
