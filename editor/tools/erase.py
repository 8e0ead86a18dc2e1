"""The tool "erase": take what is selected out of a picture, by the engine's own ids of regions or by a mask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from editor.imaging import masking, pixels
from editor.jobs.running import Failure, Running
from editor.models import Revision
from editor.refusals import Refused, require_valid
from editor.sentences import plural, sentence
from editor.service import backends, paid_calls, parts, preparing
from editor.tools import image_edit
from editor.tools.tool import Tool
from masks.regions import FoundObject, LabelMap


class EraseForm(forms.Form):
    """What to erase: a selection, or regions as numbers with commas between them and the visual that they are of."""

    selection = selections.SelectionField(required=False)
    mask_ids = forms.RegexField(r"^\d{1,5}(,\d{1,5})*$", required=False, error_messages=OUTDATED)
    visual = forms.IntegerField(min_value=1, required=False, error_messages=OUTDATED)
    include_shadow = forms.BooleanField(required=False)

    def clean_mask_ids(self) -> list[int]:
        """The ids, each once, in ascending order."""
        ids = selections.read_ids(self.cleaned_data["mask_ids"])
        if ids and (ids[0] < 1 or ids[-1] > selections.MOST_ID):
            raise forms.ValidationError(_("There is no region with that number."))
        return ids

    def clean(self) -> dict[str, Any]:
        """Refuse a form that selects nothing, and regions of nothing; regions become the selection of them."""
        data = super().clean() or {}
        if not self.errors and not data["selection"] and not data["mask_ids"]:
            self.add_error("mask_ids", _("Select at least one region first."))
        elif data.get("mask_ids") and not data.get("visual") and "visual" not in self.errors:
            self.add_error("visual", _("The regions aren't known yet. Select again in a moment."))
        elif data.get("mask_ids"):
            data["selection"] = selections.select_regions(data["mask_ids"], data.get("visual"))
        return data


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """What to erase, and whether its shadow goes with it.

    Raises:
        Refused: nothing is selected, or what cannot be, or regions of another state of the picture.
    """
    form = EraseForm(request.POST)
    require_valid(form)
    selection, include_shadow = form.cleaned_data["selection"], form.cleaned_data["include_shadow"]
    if error := selections.selection_error(selection, base):
        raise Refused("selection", gettext(error))
    return {"selection": selection, **({"include_shadow": True} if include_shadow else {})}


@dataclass(frozen=True)
class Erasure:
    """What to take out of which revision.

    Attributes:
        mask_ids: the regions that are all of it; empty where it is anything else.
        area: its mask, grown over the soft edges of regions.
        things: the whole objects, or regions of several parts, that these are; empty where they are anything else.
        gone: the regions of which nothing much is left.
        include_shadow: whether its shadow on the ground goes too.
    """

    revision: Revision
    mask_ids: tuple[int, ...]
    area: selections.Area
    things: tuple[FoundObject, ...]
    gone: tuple[int, ...]
    include_shadow: bool

    @property
    def title(self) -> str:
        """What the history calls it; not by the name of a button, so that there is one control called Erase."""
        if not self.mask_ids:
            return sentence("Removed what was painted")
        count = len(self.things) or len(self.mask_ids)
        if self.things and all(thing.score is not None for thing in self.things):
            return plural("Removed an object", "Removed {count} objects", count)
        return plural("Removed a region", "Removed {count} regions", count)

    def is_known_by_id(self, backend: backends.Backend) -> bool:
        """True where it is regions that this engine knows, by the same ids, of a picture that it knows."""
        visual = self.revision.visual
        is_registered = self.revision.registered and visual is not None and visual.backend == backend.key
        return bool(self.mask_ids) and is_registered and parts.go_by_id(self.mask_ids)


def run(running: Running) -> EditResult:
    """Erase what is selected, by regions' ids where those are all and the engine knows the picture, else by a mask.

    Raises:
        Failure: a region is not there any more, nothing is selected, or the engine failed.
    """
    return carry_out(running, read_erasure(running.job.base, running.job.params))


def carry_out(running: Running, erasure: Erasure) -> EditResult:
    """Erase what was read or drawn.

    Raises:
        Failure: the engine failed.
    """
    running.step("Erasing")
    fill = make_fill(running, erasure)
    revision = erasure.revision
    return EditResult(
        image_png=fill.image_png,
        title=erasure.title,
        engine=backends.current().label,
        visual=revision.visual,
        sid=fill.sid,
        params=image_edit.tool_params(running.job),
        removed=sorted({*revision.removed, *erasure.gone, *parts.find_gone_since(revision.visual, erasure.gone)}),
    )


@dataclass(frozen=True)
class Fill:
    """A revision's image without what was erased, as PNG, and the session to continue from, where there is one."""

    image_png: bytes
    sid: str


def make_fill(running: Running, erasure: Erasure, variant: int = 0) -> Fill:
    """What an engine puts in place of what is erased; another ``variant`` is another fill of the same hole.

    Raises:
        Failure: the engine failed, or its result cannot be used.
    """
    revision, backend = erasure.revision, backends.current()
    answer = None
    if erasure.is_known_by_id(backend):
        answer = remove_by_id(running, backend, erasure, variant)
    if answer is None:
        answer = erase_by_mask(running, backend, erasure, variant)
    result = paid_calls.download(backend, answer["url"])
    image_png = paid_calls.compose_revision(backend, revision.image, result, erasure.area.mask_png)
    if erasure.area.opacity_png:
        image_png = pixels.blend(files.read(revision.image), image_png, erasure.area.opacity_png)
    return Fill(image_png, answer.get("sid", ""))


def read_erasure(revision: Revision, params: Mapping[str, Any]) -> Erasure:
    """What is asked for in ``params``, drawn on the regions as they are, whose map is decoded here and nowhere else.

    Raises:
        Failure: a region is not there any more, or nothing is selected.
    """
    if "mask" in params:
        return read_masked(revision, params["mask"])
    selection = read_params_selection(revision, params)
    labels = selections.read_labels(revision, selections.list_named_regions(selection))
    mask_ids = tuple(selections.list_whole_regions(selection))
    if mask_ids and labels is None:
        raise Failure("No regions were found in this picture, so none can be erased.", "rejected")
    area = selections.draw_area(revision, selection, labels, soft=True)
    gone = find_gone(mask_ids, labels, area)
    things = find_things(mask_ids, labels)
    return Erasure(revision, mask_ids, area, things, gone, bool(params.get("include_shadow")))


def read_masked(revision: Revision, name: str) -> Erasure:
    """All that a stored mask covers."""
    area = selections.Area(files.read(name), None)
    gone = find_gone((), selections.read_labels(revision), area)
    return Erasure(revision, (), area, (), gone, include_shadow=False)


def find_gone(mask_ids: tuple[int, ...], labels: LabelMap | None, area: selections.Area) -> tuple[int, ...]:
    """The regions of which nothing much is left, whichever of the maps they are in."""
    if labels is None or (mask_ids and labels.earlier is None):
        return mask_ids
    return tuple({*mask_ids, *masking.find_regions_inside(labels, area.mask_png)})


def find_things(mask_ids: Sequence[int], labels: LabelMap | None) -> tuple[FoundObject, ...]:
    """The objects that some regions are all parts of; empty where one of them is not whole."""
    ids, known = set(mask_ids), labels.objects if labels else ()
    whole = tuple(thing for thing in known if ids.issuperset(thing.parts))
    return whole if ids == {part for thing in whole for part in thing.parts} else ()


def read_params_selection(revision: Revision, params: Mapping[str, Any]) -> selections.Selection:
    """What is to be erased. Jobs used to hold whole regions as ``mask_ids``, and those that wait still do."""
    if "selection" in params:
        selection: selections.Selection = params["selection"]
        return selection
    return selections.select_regions(params["mask_ids"], params.get("visual", revision.visual_id))


def remove_by_id(running: Running, backend: backends.Backend, erasure: Erasure, variant: int) -> dict[str, Any] | None:
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
            variant=variant,
        )
        return {"url": edit.url, "sid": edit.sid}

    try:
        return paid_calls.call_once(running, name_call("objects/remove", variant), call)
    except Failure as failure:
        if not isinstance(failure.__cause__, bria.UnknownImage):
            raise
    preparing.forget_handles(revision)
    return None


def erase_by_mask(running: Running, backend: backends.Backend, erasure: Erasure, variant: int) -> dict[str, Any]:
    """The engine's answer to the picture and the mask themselves."""
    client = backends.client(backend, inline=True)
    image, mask_png = preparing.read_image_for(backend, erasure.revision.image), erasure.area.mask_png
    include_shadow = erasure.include_shadow

    def call() -> dict[str, Any]:
        return {"handle": client.submit_erase(image, mask_png, include_shadow=include_shadow, variant=variant)}

    handle = paid_calls.call_once(running, name_call("erase", variant), call)
    return {"url": image_edit.wait_for_result(running, client, handle["handle"]).url}


def name_call(route: str, variant: int) -> str:
    """What stands for a call in a job's row, which may hold those of several variants."""
    return f"{route} {variant}" if variant else route


TOOL = Tool("erase", "regions", _("Erasing"), read, run)
