"""The tool "erase": take what is selected out of a picture, by the engine's own ids of regions or by a mask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import bria
from editor import files, selections
from editor.forms import OUTDATED
from editor.history.results import EditResult
from editor.imaging import masking, panoptic, pixels
from editor.jobs.running import Failure, Running
from editor.models import Revision
from editor.refusals import Refused, checked
from editor.sentences import plural, sentence
from editor.service import backends, paid_calls, preparing
from editor.tools import image_edit

MOST_MASKS = 65_535  # a label map has 16 bits a pixel, 0 being no mask


class EraseForm(forms.Form):
    """What to erase: a selection, or regions as numbers with commas between them and the visual that they are of."""

    selection = selections.SelectionField(required=False)
    mask_ids = forms.RegexField(r"^\d{1,5}(,\d{1,5})*$", required=False, error_messages=OUTDATED)
    visual = forms.IntegerField(min_value=1, required=False, error_messages=OUTDATED)
    include_shadow = forms.BooleanField(required=False)

    def clean_mask_ids(self) -> list[int]:
        """The ids, each once, in ascending order."""
        ids = {int(text) for text in self.cleaned_data["mask_ids"].split(",") if text}
        if ids and (min(ids) < 1 or max(ids) > MOST_MASKS):
            raise forms.ValidationError(_("There is no region of that number."))
        return sorted(ids)

    def clean(self) -> dict[str, Any]:
        """Refuse a form that selects nothing, and regions of nothing."""
        data = super().clean() or {}
        if not self.errors and not data["selection"] and not data["mask_ids"]:
            self.add_error("mask_ids", _("Select at least one region first."))
        elif data.get("mask_ids") and not data.get("visual") and "visual" not in self.errors:
            self.add_error("visual", _("The regions are not known yet. Select again in a moment."))
        return data

    @property
    def chosen(self) -> dict[str, Any]:
        """What to erase, as a job keeps it: ids of regions wherever that is all, else a selection."""
        data = self.cleaned_data
        ids = data["mask_ids"] or selections.generated_ids(data["selection"])
        if not ids:
            return {"selection": data["selection"]}
        return {"mask_ids": ids, "visual": data["visual"] or data["selection"].get("visual")}


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """What to erase, and whether its shadow goes with it.

    Raises:
        Refused: nothing is selected, or what cannot be, or regions of another state of the picture.
    """
    form = EraseForm(request.POST)
    checked(form)
    chosen = form.chosen
    if complaint := selections.complaint(chosen.get("selection") or selections.of_regions(**chosen), base):
        raise Refused("selection", gettext(complaint))
    return chosen | ({"include_shadow": True} if form.cleaned_data["include_shadow"] else {})


@dataclass(frozen=True)
class Erasure:
    """What to take out of which revision.

    Attributes:
        mask_ids: the regions that are all of it; empty where it is anything else.
        area: its mask, grown over the soft edges of regions.
        gone: the regions of which nothing much is left.
        include_shadow: whether its shadow on the ground goes too.
    """

    revision: Revision
    mask_ids: tuple[int, ...]
    area: selections.Area
    gone: tuple[int, ...]
    include_shadow: bool

    @property
    def title(self) -> str:
        """What the history calls it; not by the name of a button, so that there is one control called Erase."""
        if not self.mask_ids:
            return sentence("Removed what was painted")
        return plural("Removed a region", "Removed {count} regions", len(self.mask_ids))


def erase(running: Running) -> EditResult:
    """Erase what is selected, by regions' ids where those are all and the engine knows the picture, else by a mask.

    Raises:
        Failure: a region is not there any more, nothing is selected, or the engine failed.
    """
    erasure = read_erasure(running)
    revision, backend = erasure.revision, backends.current()
    running.step("Erasing")
    answer = None
    if erasure.mask_ids and revision.registered and revision.visual and revision.visual.backend == backend.key:
        answer = remove_by_id(running, backend, erasure)
    if answer is None:
        answer = erase_by_mask(running, backend, erasure)
    result = paid_calls.download(backend, answer["url"])
    image_png = paid_calls.compose_revision(backend, revision.image, result, erasure.area.mask_png)
    if erasure.area.opacity_png:
        image_png = pixels.blended(files.read(revision.image), image_png, erasure.area.opacity_png)
    return EditResult(
        image_png=image_png,
        title=erasure.title,
        engine=backend.label,
        visual=revision.visual,
        sid=answer.get("sid", ""),
        params={name: value for name, value in running.job.params.items() if name != "tool"},
        removed=sorted({*revision.removed, *erasure.gone}),
    )


def read_erasure(running: Running) -> Erasure:
    """What the job asks for, checked against the regions as they are."""
    revision, params = running.job.base, running.job.params
    include_shadow = bool(params.get("include_shadow"))
    if "selection" in params:
        area = selections.area_of(revision, params["selection"], soft=True)
        return Erasure(revision, (), area, gone_with(revision, area), include_shadow)
    if revision.visual is None or not revision.visual.regions:
        raise Failure("The regions of this picture were not found, so none can be erased.", "rejected")
    mask_ids = tuple(int(mask_id) for mask_id in params["mask_ids"])
    selection = selections.of_regions(mask_ids, params.get("visual", revision.visual_id))
    return Erasure(revision, mask_ids, selections.area_of(revision, selection, soft=True), mask_ids, include_shadow)


def gone_with(revision: Revision, area: selections.Area) -> tuple[int, ...]:
    """The regions of a revision that lie in an area for the most part."""
    if revision.visual is None or not revision.visual.regions:
        return ()
    return tuple(masking.mostly_inside(panoptic.from_wire(files.read(revision.visual.regions)), area.mask_png))


def remove_by_id(running: Running, backend: backends.Backend, erasure: Erasure) -> dict[str, Any] | None:
    """The engine's answer by mask ids; None where it no longer knows the picture, whose handles are then dropped."""
    revision, client = erasure.revision, backends.client(backend, inline=True)
    visual = revision.visual
    assert visual is not None

    def call() -> dict[str, Any]:
        edit = client.remove_objects(
            visual.visual_id,
            mask_ids=erasure.mask_ids,
            sid=revision.sid or None,
            include_shadow=erasure.include_shadow,
        )
        return {"url": edit.url, "sid": edit.sid}

    try:
        return paid_calls.call_once(running, "objects/remove", call)
    except Failure as failure:
        if not isinstance(failure.__cause__, bria.UnknownImage):
            raise
    preparing.forget_handles(revision)
    return None


def erase_by_mask(running: Running, backend: backends.Backend, erasure: Erasure) -> dict[str, Any]:
    """The engine's answer to the picture and the mask themselves."""
    client = backends.client(backend, inline=True)
    image, mask_png = preparing.image_for(backend, erasure.revision.image), erasure.area.mask_png
    include_shadow = erasure.include_shadow

    def call() -> dict[str, Any]:
        return {"handle": client.submit_erase(image, mask_png, include_shadow=include_shadow)}

    handle = paid_calls.call_once(running, "erase", call)
    return {"url": image_edit.finished(running, client, handle["handle"])}
