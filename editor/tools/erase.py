"""The tool "erase": take regions out of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

import bria
from editor import backends, calls, files, panoptic, pixels, preparing
from editor.forms import OUTDATED
from editor.jobs import Failure, Running
from editor.models import Revision
from editor.refusals import checked
from editor.revisions import Made
from editor.tools import isolated

MOST_MASKS = 65_535  # a label map has 16 bits a pixel, 0 being no mask


class EraseForm(forms.Form):
    """The regions to erase, as numbers with commas between them, and the visual that they are regions of."""

    mask_ids = forms.RegexField(
        r"^\d{1,5}(,\d{1,5})*$", error_messages={**OUTDATED, "required": "Select at least one region first."}
    )
    visual = forms.IntegerField(
        min_value=1, error_messages={**OUTDATED, "required": "The regions are not known yet. Select again in a moment."}
    )

    def clean_mask_ids(self) -> list[int]:
        """The ids, each once, in ascending order."""
        ids = {int(text) for text in self.cleaned_data["mask_ids"].split(",")}
        if min(ids) < 1 or max(ids) > MOST_MASKS:
            raise forms.ValidationError("There is no region of that number.")
        return sorted(ids)


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """The regions to erase, and of which visual.

    Raises:
        Refused: none is named, or one that cannot be.
    """
    form = EraseForm(request.POST)
    checked(form)
    return {"mask_ids": form.cleaned_data["mask_ids"], "visual": form.cleaned_data["visual"]}


@dataclass(frozen=True)
class Erasure:
    """Which regions to take out of which revision, and their mask as PNG (white: erase), grown over soft edges."""

    revision: Revision
    mask_ids: tuple[int, ...]
    mask_png: bytes


def erase(running: Running) -> Made:
    """Erase ``params["mask_ids"]`` by their ids where the engine knows the picture, else by their mask.

    Raises:
        Failure: a region is not there any more, or the engine failed.
    """
    erasure = read_erasure(running)
    revision, backend = erasure.revision, backends.current()
    running.step("Erasing")
    answer = None
    if revision.registered and revision.visual and revision.visual.backend == backend.key:
        answer = remove_by_id(running, backend, erasure)
    if answer is None:
        answer = erase_by_mask(running, backend, erasure)
    result = calls.download(running, backend, answer["url"])
    return Made(
        image_png=calls.as_revision(backend, revision.image, result, erasure.mask_png),
        title=title_of(erasure),
        engine=backend.label,
        visual=revision.visual,
        sid=answer.get("sid", ""),
        params={"mask_ids": list(erasure.mask_ids)},
        removed=sorted({*revision.removed, *erasure.mask_ids}),
    )


def read_erasure(running: Running) -> Erasure:
    """What the job asks for, checked against the regions as they are."""
    revision = running.job.base
    if revision.visual is None or not revision.visual.regions:
        raise Failure("The regions of this picture were not found, so none can be erased.", "rejected")
    if running.job.params.get("visual", revision.visual_id) != revision.visual_id:
        raise Failure("The regions of this picture have changed meanwhile. Select again.", "rejected")
    label_map = panoptic.from_wire(files.read(revision.visual.regions))
    mask_ids = tuple(int(mask_id) for mask_id in running.job.params["mask_ids"])
    gone = set(mask_ids) - set(panoptic.ids(label_map)) | set(mask_ids) & set(revision.removed)
    if gone or not mask_ids:
        raise Failure("Some of these regions are not there any more. Select again.", "rejected")
    mask = pixels.mask_of(label_map, mask_ids)
    return Erasure(revision, mask_ids, pixels.mask_png(pixels.grow(mask, pixels.soft_edge(mask.shape))))


def remove_by_id(running: Running, backend: backends.Backend, erasure: Erasure) -> dict[str, Any] | None:
    """The engine's answer by mask ids; None where it no longer knows the picture, whose handles are then dropped."""
    revision, client = erasure.revision, backends.client(backend, inline=True)
    visual = revision.visual
    assert visual is not None

    def call() -> dict[str, Any]:
        edit = client.remove_objects(
            visual.visual_id, mask_ids=erasure.mask_ids, sid=revision.sid or None, on_wait=running.check
        )
        return {"url": edit.url, "sid": edit.sid}

    try:
        return calls.once(running, "objects/remove", call)
    except Failure as failure:
        if not isinstance(failure.__cause__, bria.UnknownImage):
            raise
    preparing.forget_handles(revision)
    return None


def erase_by_mask(running: Running, backend: backends.Backend, erasure: Erasure) -> dict[str, Any]:
    """The engine's answer to the picture and the mask themselves."""
    client = backends.client(backend, inline=True)
    image = preparing.image_for(backend, erasure.revision.image)

    def call() -> dict[str, Any]:
        return {"handle": client.submit_erase(image, erasure.mask_png, on_wait=running.check)}

    handle = calls.once(running, "erase", call)
    return {"url": isolated.finished(running, client, handle["handle"])}


def title_of(erasure: Erasure) -> str:
    """What the history calls it; not by the name of a button, so that there is one control called Erase."""
    count = len(erasure.mask_ids)
    return "Removed a region" if count == 1 else f"Removed {count} regions"
