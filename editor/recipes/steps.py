"""What a tool did, as the steps of a recipe: in the API's own words, as the tool's client sends them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_noop

from editor import files, selections
from editor.imaging import masking, panoptic, pixels, run_masks
from editor.models import Revision, Visual
from editor.selections import Selection
from editor.sentences import sentence
from editor.service import parts
from editor.tools.subject_hints import HINT_SIDE, convert_stroke
from masks.regions import LabelMap
from recipes import reading
from recipes.model import Embedded, Runs, Step

LOST = gettext_noop("the regions that it was made with are not kept any more.")
UNKNOWN = gettext_noop("nothing in a recipe does that.")


class NoRecipe(Exception):
    """Something cannot be said in a recipe; ``str(error)`` says so to the person."""


@dataclass(frozen=True)
class Place:
    """A step of the history: what it was made from, what it made, after how many steps of the recipe; ``images`` says
    by the name of a stored file after how many steps it was the picture."""

    before: Revision
    row: Revision
    count: int
    images: Mapping[str, int]

    @property
    def params(self) -> Mapping[str, Any]:
        """What the tool was asked."""
        return dict(self.row.params)

    @property
    def size(self) -> tuple[int, int]:
        """(rows, columns) of what the step was made from."""
        return self.before.height, self.before.width


def list_steps(place: Place) -> Sequence[Step]:
    """What one step of the history is in a recipe.

    Raises:
        NoRecipe: there are no words for it.
        RecipeError: what was marked is too much for a recipe.
    """
    if place.row.tool == "recipe":
        return list_applied(place)
    make = MAKERS.get(place.row.tool)
    if make is None:
        raise NoRecipe(sentence(UNKNOWN))
    return [make(place)]


def list_applied(place: Place) -> list[Step]:
    """The steps of a recipe that was applied, which count from where it began."""
    applied = reading.read(files.read(place.params["recipe"])).steps
    return [step if step.picture is None else replace(step, picture=step.picture + place.count) for step in applied]


def erase(place: Place) -> Step:
    """What was selected: by the numbers of regions where the engine was asked so, else as a mask."""
    wishes = {name: place.params[name] for name in ("include_shadow", "variant") if place.params.get(name)}
    selection = read_selection(place)
    ids = selections.list_whole_regions(selection)
    if place.row.sid and ids:
        picture = place.images.get(place.row.visual.image, 0) if place.row.visual else None
        return Step("objects_remove", {"mask_ids": ids, **wishes}, picture)
    return Step("erase", {**mark_selection(place, selection, soft=True), **wishes, **known_masks(place)})


def erase_spots(place: Place) -> Step:
    """The spots that were accepted, as the mask of all."""
    variant = {"variant": place.params["variant"]} if place.params.get("variant") else {}
    mask = run_masks.from_png(files.read(place.params["mask"]))
    return Step("erase", {"mask": mask, **variant, **known_masks(place)})


def read_selection(place: Place) -> Selection:
    """What was selected; earlier versions kept whole regions as ``mask_ids``."""
    if "selection" in place.params:
        selection: Selection = place.params["selection"]
        return selection
    return selections.select_regions(place.params["mask_ids"], place.params.get("visual", place.before.visual_id))


def mark_selection(place: Place, selection: Selection, *, soft: bool) -> dict[str, Any]:
    """A selection as the fields of a step: its mask, and over how many pixels the edge of that fades out.

    Raises:
        NoRecipe: its regions are gone.
    """
    feather = selection["edges"]["feather"]
    return {"mask": draw_selection(place, selection, soft=soft), **({"feather": feather} if feather else {})}


def draw_selection(place: Place, selection: Selection, *, soft: bool) -> Runs:
    """A selection as a mask, whose edge is not feathered yet.

    Raises:
        NoRecipe: its regions are gone.
    """
    mask = masking.draw_hard(selection, place.size, read_labels(place, selection), soft=soft)
    return run_masks.from_png(pixels.encode_mask(mask))


def read_labels(place: Place, selection: Selection) -> LabelMap | None:
    """The label map that a selection was made on; None where it names no region.

    Raises:
        NoRecipe: it is not kept any more.
    """
    named = selections.list_named_regions(selection)
    if not named:
        return None
    visual = find_visual(selection.get("visual")) or place.before.visual
    if visual is None or not visual.regions:
        raise NoRecipe(sentence(LOST))
    label_map = panoptic.from_wire(files.read(visual.regions))
    if visual.has_objects and not named <= set(label_map.ids):
        label_map = replace(label_map, earlier=panoptic.from_wire(files.read(visual.early_regions)))
    if not named <= {number for layer in label_map.layers for number in layer.ids}:
        raise NoRecipe(sentence(LOST))
    return label_map


def find_visual(key: Any) -> Visual | None:
    """The visual of this primary key."""
    return Visual.objects.filter(pk=key).first() if key else None


def find_image(visual_key: Any) -> str:
    """The name of the image of a visual; empty where that is gone."""
    visual = find_visual(visual_key)
    return visual.image if visual else ""


def fill(place: Place) -> Step:
    """What was selected, filled as the words say."""
    soft = place.params["fill"] == "surroundings"
    marked = mark_selection(place, place.params["selection"], soft=soft)
    return Step("gen_fill", {**marked, "prompt": place.params["prompt"], **known_masks(place)})


def known_masks(place: Place) -> dict[str, bool]:
    """Whether the engine knew the masks of the picture, from whose objects it then copies nothing.

    It did where the picture was looked at before what came of it was, which is as soon as it is there.
    """
    looked_at = Visual.objects.filter(picture=place.row.picture_id).exclude(regions="")
    before = looked_at.filter(image=place.before.image).order_by("pk").first()
    after = looked_at.filter(image=place.row.image).order_by("pk").first()
    return {"masks_known": True} if before and (after is None or before.pk <= after.pk) else {}


def hint_fields(place: Place) -> dict[str, Any]:
    """What was said of the subject, as ``editor.tools.subject_hints`` has it drawn."""
    strokes = [convert_stroke(entry) for entry in place.params.get("strokes", [])]
    subject = list(place.params.get("mask_ids", []))
    visual = find_visual(place.params.get("visual"))
    by_number = bool(subject) and visual is not None and visual.image == place.before.image and parts.go_by_id(subject)
    frame = {"kind": "box", "add": False, "points": [0, 0, place.before.width, place.before.height]}
    regions = [frame, {"kind": "regions", "add": True, "ids": subject}] if subject and not by_number else []
    steps = [*regions, *strokes]
    if not steps:
        return {"mask_ids": subject} if by_number else {}
    labels = read_labels(place, {"visual": place.params.get("visual"), "steps": steps})
    keep, remove = masking.draw_marks(steps, place.size, labels, HINT_SIDE)
    drawn = {name: run_masks.from_png(png) for name, png in (("keep", keep), ("remove", remove)) if png}
    return {**drawn, **({"mask_ids": subject} if by_number else {})}


def remove_background(place: Place) -> Step:
    """The subject cut out."""
    return Step("remove_background", hint_fields(place))


def blur_background(place: Place) -> Step:
    """All but the subject blurred."""
    return Step("blur_background", {"scale": int(place.params["scale"]), **hint_fields(place)})


def replace_background(place: Place) -> Step:
    """The subject before a colour, a gradient, or a picture, which the recipe holds."""
    prompt = place.params.get("prompt")
    behind = {"prompt": prompt} if prompt else {"ref_images": Embedded(files.read(place.params["backdrop"]))}
    return Step("replace_background", {**behind, "original_quality": True, **hint_fields(place)})


def expand(place: Place) -> Step:
    """The canvas, and where the picture stands on it."""
    names = {"canvas_size": "canvas", "original_image_size": "size", "original_image_location": "place"}
    frame = {name: [int(length) for length in place.params[own]] for name, own in names.items()}
    prompt = place.params.get("prompt")
    return Step("expand", {**frame, **({"prompt": prompt} if prompt else {})})


def crop_foreground(place: Place) -> Step:
    """The subject and what is around it: cut out, or cropped to as it would be cut out of any picture."""
    kept = {"keep_background": True, "force_background_detection": True}
    cut_out = place.params["background"] == "remove"
    return Step("crop_foreground", {"padding": int(place.params["padding"]), **({} if cut_out else kept)})


def increase_resolution(place: Place) -> Step:
    """More pixels."""
    fast = {"fast": True} if place.params.get("fast") else {}
    return Step("increase_resolution", {"desired_increase": int(place.params["factor"]), **fast})


def erase_foreground(place: Place) -> Step:
    """The subject gone."""
    return Step("erase_foreground", {})


def hide_faces(place: Place) -> Step:
    """Faces, by their places."""
    names = ("method", "strength", "faces")
    return Step("hide_faces", {name: place.params[name] for name in names})


def colorize(place: Place) -> Step:
    """A look."""
    return Step("colorize", {"color": place.params["look"]})


def packshot(place: Place) -> Step:
    """A product in its frame."""
    names = ("background_color", "canvas_size", "product_share", "shadow")
    return Step("packshot", {name: place.params[name] for name in names})


def change_people(changes: Mapping[str, Mapping[str, Any]], picture: int) -> Step:
    """People, by the ids that the engine has for them in the picture after ``picture`` steps."""
    asked = [{"id": person, "actions": dict(actions)} for person, actions in changes.items()]
    return Step("create", {"changes": asked}, picture)


MAKERS: dict[str, Callable[[Place], Step]] = {
    "erase": erase,
    "distractions": erase,
    "spots": erase_spots,
    "gen_fill": fill,
    "remove_background": remove_background,
    "blur_background": blur_background,
    "replace_background": replace_background,
    "expand": expand,
    "crop_foreground": crop_foreground,
    "increase_resolution": increase_resolution,
    "erase_foreground": erase_foreground,
    "hide_faces": hide_faces,
    "colorize": colorize,
    "packshot": packshot,
}
