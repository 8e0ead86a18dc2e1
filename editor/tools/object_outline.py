"""The object inside of what a person has drawn: a rough box or stroke becomes the outline of the thing in it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_noop

import bria
from editor import files, selections
from editor.imaging import outlines, pixels
from editor.jobs.running import Failure
from editor.models import Revision
from editor.service import backends, errors

NOTHING_THERE = gettext_noop(
    "No object was found there. Draw closer around it, or switch “Object inside” off to select what you draw."
)

Box = tuple[int, int, int, int]


class DrawnForm(forms.Form):
    """What was drawn around a thing."""

    selection = selections.SelectionField()


def trace_object(revision: Revision, drawn: selections.Selection, asker: str) -> list[float]:
    """The closed line around the object in what is ``drawn`` on a revision, as a step of a selection has it.

    ``asker`` is the owner name of who waits for it.

    Raises:
        Failure: nothing is found there, or the engine failed; with a sentence for the person.
    """
    size = (revision.height, revision.width)
    client, image = backends.client(asker=asker), files.read(revision.image)
    try:
        segment = client.segment_object(image, **describe_place(revision, drawn))
        points = outlines.trace_outline(client.download(segment.url, settings.UPLOAD_BYTES), size)
    except (bria.RejectedInput, bria.InsufficientData) as error:
        raise Failure(NOTHING_THERE, "rejected") from error
    except bria.BriaError as error:
        raise Failure(errors.with_full_stop(error.message.removeprefix(f"{error.lead}: "))) from error
    except pixels.NotAPicture as error:
        raise Failure("The service's preview could not be used.") from error
    if not points:
        raise Failure(NOTHING_THERE, "rejected")
    return points


def describe_place(revision: Revision, drawn: selections.Selection) -> dict[str, Any]:
    """Where to look, as the engine takes it: a box as it is, anything else as a mask.

    Raises:
        Failure: it lies beside the picture.
    """
    steps = drawn["steps"]
    if len(steps) > 1 or steps[0]["kind"] != "box":
        return {"mask": selections.draw_area(revision, drawn).mask_png}
    box = clip_box(steps[0], revision.width, revision.height)
    if box is None:
        raise Failure(NOTHING_THERE, "rejected")
    return {"box": box}


def clip_box(step: Mapping[str, Sequence[float]], width: int, height: int) -> Box | None:
    """The part of a box that lies in a picture: x, y, width, height in whole pixels; None where there is none."""
    (x, y, to_x, to_y) = step["points"]
    left, right = max(0, math.floor(min(x, to_x))), min(width, math.ceil(max(x, to_x)))
    top, bottom = max(0, math.floor(min(y, to_y))), min(height, math.ceil(max(y, to_y)))
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None
