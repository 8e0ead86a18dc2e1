"""Marks into masks of a picture."""

from __future__ import annotations

import cv2
import numpy as np

from engine.errors import BadRequest
from engine.recipes.rules import MASK_RULES
from engine.recipes.scenes import Marked, Mask, Scene, describe_things
from engine.runners.regions import select_regions
from recipes import runs
from recipes.model import Ids, Mark, Rule, Runs


def resolve(mark: Mark, scene: Scene) -> Marked:
    """What ``mark`` means in ``scene``; an empty mask where a rule finds nothing.

    Raises:
        BadRequest: it is a mask of another shape, or there are no such masks.
        Unprocessable: the engine has no means to find it.
    """
    match mark:
        case Runs():
            return Marked(draw_runs(mark, scene.picture.shape))
        case Ids():
            return Marked(select_regions(scene.regions, list(mark.ids)), mark.ids)
        case Rule():
            return find_by_rule(mark, scene)


def find_by_rule(rule: Rule, scene: Scene) -> Marked:
    """What a rule finds in ``scene``."""
    things = MASK_RULES[rule.name].find(scene).keep_sizes(rule.at_least, rule.at_most)
    mask = np.asarray(things.labels > 0)
    return Marked(mask, things.list_ids(), describe_things(rule.name, things))


def draw_runs(mark: Runs, shape: tuple[int, int]) -> Mask:
    """A mask of runs, scaled to a picture of ``shape`` (rows, columns).

    Raises:
        BadRequest: the picture has another aspect ratio.
    """
    rows, columns = shape
    if not runs.fits(mark, columns, rows):
        frame = f"{mark.width} × {mark.height}"
        raise BadRequest(f"The mask was drawn on {frame} pixels; the picture ({columns} × {rows}) has another shape.")
    drawn = np.frombuffer(runs.decode(mark), np.uint8).reshape(mark.height, mark.width)
    if drawn.shape == shape:
        return drawn.view(bool)
    is_smaller = rows * columns < drawn.size  # then whatever is marked stays so, a speck of dust as well
    method = cv2.INTER_AREA if is_smaller else cv2.INTER_NEAREST
    return np.asarray(cv2.resize(drawn * np.float32(1), (columns, rows), interpolation=method) > 0)
