"""What the bodies of the routes hold, as JSON Schema. A test compares it with what the readers ask for."""

from __future__ import annotations

from typing import Any

from engine import moderation, resolutions
from engine.arguments import backgrounds, fills, frames
from engine.arguments.pictures import IMAGE, MASK
from engine.changes import SCALES
from engine.maths.fill.canvas import LEAST_RATIO, MOST_RATIO, RATIOS
from engine.views.edits import MOST_RESULTS, USUAL_RESULTS

Schema = dict[str, Any]
Properties = dict[str, Schema]

ALIASES = "x-aliases"  # other names that are taken for the same
IMAGE_FORM, MASK_FORM = "image", "mask"  # texts that are an address, base64 or a data URI
MOST_MASKS = 255  # of one picture; a mask's id is a value of an 8-bit map


def image(*names: str, what: str = "The image: an address, base64, or a data URI.") -> Properties:
    """An image by the first of ``names``, or by any of the others."""
    return formed(text(names[0], what, *names[1:]), IMAGE_FORM)


def flag(name: str, default: bool, what: str) -> Properties:
    """A yes or no."""
    return {name: {"type": "boolean", "default": default, "description": what}}


def text(name: str, what: str, *aliases: str) -> Properties:
    """Text."""
    return {name: {"type": "string", "description": what} | ({ALIASES: list(aliases)} if aliases else {})}


def choice(name: str, options: tuple[str, ...], default: str, what: str) -> Properties:
    """One of some words."""
    return {name: {"type": "string", "enum": list(options), "default": default, "description": what}}


def whole(name: str, least: int, most: int, default: int, what: str) -> Properties:
    """A whole number."""
    limits = {"minimum": least, "maximum": most, "default": default}
    return {name: {"type": "integer", **limits, "description": what}}


def pair(name: str, least: int, what: str) -> Properties:
    """Two whole numbers."""
    item = {"type": "integer", "minimum": least, "maximum": frames.LONGEST_SIDE}
    return {name: {"type": "array", "items": item, "minItems": 2, "maxItems": 2, "description": what}}


def drawing(*names: str, what: str) -> Properties:
    """A mask of the caller's own."""
    what = f"{what} White is meant, black is not; an address, base64, or a data URI."
    return formed(text(names[0], what, *names[1:]), MASK_FORM)


def formed(properties: Properties, form: str) -> Properties:
    """The same, of a named form."""
    return {name: {**schema, "format": form} for name, schema in properties.items()}


PICTURE = image(*IMAGE)
HOLE = drawing(*MASK, what="What is to be changed.")
ALPHA = flag("preserve_alpha", True, "Keep the image's transparency; false makes the result opaque.")
MASK_TYPE = choice("mask_type", ("manual", "automatic"), "manual", "Who made the mask; an automatic one is grown.")
SHADOW = flag("include_shadow", False, "The shadow that the object throws on the ground goes with it (extension).")
SEED = whole("seed", -fills.LARGEST_SEED, fills.LARGEST_SEED, fills.SEED, "Told with the result; changes nothing here.")
FORCE = flag("force_background_detection", False, "Find the subject anew in an image that is transparent already.")
HINTS = (
    drawing("keep", what="Strokes over the subject (extension).")
    | drawing("remove", what="Strokes over the background (extension).")
    | {
        "mask_ids": {
            "type": "array",
            "items": {"type": "integer", "minimum": 1, "maximum": MOST_MASKS},
            "description": "Generated masks that are the subject (extension).",
        }
    }
)
PREVIEW = {
    "preview": {
        "type": "integer",
        "minimum": backgrounds.LEAST_PREVIEW,
        "maximum": backgrounds.MOST_PREVIEW,
        "description": "The longer side of a smaller result in black, only its alpha, which comes sooner (extension).",
    }
}
RATIO = {
    "aspect_ratio": {
        "oneOf": [
            {"type": "string", "enum": list(RATIOS)},
            {"type": "number", "minimum": LEAST_RATIO, "maximum": MOST_RATIO},
        ],
        "description": "Width over height of the new canvas; wins over sizes and place.",
    }
}
RESOLUTION = choice(
    "desired_resolution",
    (resolutions.ORIGINAL, *resolutions.SIZES),
    resolutions.ORIGINAL,
    "The screen that the result is made to fit.",
)
SID = text("sid", "The edited state to start from; without it, the original.")
FACTOR = {
    "desired_increase": {
        "type": "integer",
        "enum": list(frames.FACTORS),
        "default": frames.FACTORS[0],
        "description": "How many times as long the sides become.",
    }
}
FILL_PROMPT = text("prompt", "“fill from surroundings”, a colour or a gradient; anything else is answered 422.")
PAINT_PROMPT = text("prompt", "A colour or a gradient; anything else is answered 422.", "bg_prompt")
ONE_IMAGE: Schema = {"type": "string", "format": IMAGE_FORM}
REFERENCE = {
    backgrounds.REFERENCES[0]: {
        "oneOf": [ONE_IMAGE, {"type": "array", "items": ONE_IMAGE}],
        "description": "The new background, one image: an address, base64, or a data URI.",
        ALIASES: list(backgrounds.REFERENCES[1:]),
    }
}

# What each edit takes, by its name in v2, beside what all edits of its version take.
EDIT_FIELDS: dict[str, Properties] = {
    "erase": PICTURE | HOLE | MASK_TYPE | SHADOW | ALPHA,
    "gen_fill": PICTURE | HOLE | FILL_PROMPT | MASK_TYPE | SEED | ALPHA,
    "erase_foreground": PICTURE | HINTS | ALPHA,
    "remove_background": PICTURE | HINTS | PREVIEW | ALPHA,
    "blur_background": PICTURE | whole("scale", 1, 5, 5, "How much the background is blurred.") | HINTS | ALPHA,
    "replace_background": PICTURE
    | PAINT_PROMPT
    | REFERENCE
    | choice("mode", backgrounds.MODES, backgrounds.MODES[0], "Taken; this engine has one way.")
    | flag("original_quality", False, "The image's own size; else it is scaled to a megapixel.")
    | {"force_background_detection": {**FORCE["force_background_detection"], ALIASES: ["force_rmbg"]}}
    | HINTS
    | SEED,
    "expand": PICTURE
    | RATIO
    | pair("canvas_size", 1, "Width and height of the new canvas in pixels, by default 1000 × 1000.")
    | pair("original_image_size", 1, "Width and height that the image has on it.")
    | pair("original_image_location", -frames.LONGEST_SIDE, "Column and row of its upper left corner on it.")
    | FILL_PROMPT
    | SEED
    | ALPHA,
    "increase_resolution": PICTURE | FACTOR | ALPHA,
    "crop_foreground": PICTURE
    | whole("padding", 0, 10_000, 0, "Pixels left around the subject.")
    | FORCE
    | HINTS
    | ALPHA,
}
NEEDED_BY_ALL = [IMAGE[0]]
NEEDED: dict[str, list[str]] = {
    "erase": [IMAGE[0], MASK[0]],
    "gen_fill": [IMAGE[0], MASK[0], "prompt"],
}

V1_COMMON = flag("sync", True, "False: answer at once; the file appears at the address later.") | flag(
    moderation.V1_FLAG, False, "Have prompt, image and result judged by the operator's policy, where there is one."
)
V2_COMMON = (
    flag("sync", False, "True: answer with the result.")
    | text("webhook_url", "A public address that is told how the request ended.")
    | flag(moderation.PROMPT_FLAG, True, "Have the prompt judged by the operator's policy, where there is one.")
    | flag(moderation.INPUT_FLAG, False, "The same for the image.")
    | flag(moderation.OUTPUT_FLAG, False, "The same for the result.")
)
V1_MANY = whole("num_results", 1, MOST_RESULTS, USUAL_RESULTS, "How many addresses; they lead to the same image.")


def number_or_name(action: str) -> Schema:
    """What an action on a person takes."""
    scale = SCALES.get(action)
    name: Schema = {"type": "string", "description": "One of the values that person/info lists."}
    if scale is None:
        return name
    number = {"type": "integer" if scale.whole else "number", "minimum": scale.low, "maximum": scale.high}
    both = {"type": "object", "additionalProperties": number, "maxProperties": 1}
    return {"oneOf": [name, both if scale.beside else number]}


PERSON_CHANGE: Schema = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "description": "A person of person/info."},
        "actions": {"type": "object", "properties": {action: number_or_name(action) for action in [*SCALES, "Beard"]}},
    },
    "required": ["id", "actions"],
}
REMOVAL: Schema = {
    "type": "object",
    "properties": {
        "mask_id": {"type": "integer", "minimum": 1, "maximum": MOST_MASKS},
        "mask_url": {"type": "string", "format": MASK_FORM},
        "mask_source": {"type": "string", "enum": ["generated", "manual"]},
        "actions": {"type": "object", "properties": {"remove": {"type": "boolean"}}},
    },
}


def as_v1(properties: Properties) -> Properties:
    """The same in v1's words: a field with other names goes by the first of them."""
    renamed: Properties = {}
    for name, schema in properties.items():
        names: list[str] = [*schema.get(ALIASES, []), name]
        renamed[names[0]] = schema | ({ALIASES: names[1:]} if names[1:] else {})
    return renamed


def changes(item: Schema) -> Properties:
    """A list of changes."""
    return {"changes": {"type": "array", "items": item}}


# The bodies of all other routes, by their addresses.
BODIES: dict[str, Properties] = {
    "v1/register": image("image_url"),
    "v1/upload": image("file", "image_file", what="The image's file."),
    "v1/objects/mask_generator": image("image_url", "file", "image_file") | V1_COMMON,
    "v1/<str:visual_id>/objects/remove": changes(REMOVAL) | SHADOW | SID | RESOLUTION,
    "v1/<str:visual_id>/create": changes(PERSON_CHANGE) | SID | RESOLUTION,
    "v1/<str:visual_id>/image_to_psd": SID,
    "v1/<str:visual_id>/increase_resolution": SID | FACTOR,
    "v2/image/segment/all_masks": PICTURE | V2_COMMON,
}
REQUIRED: dict[str, list[str]] = {
    "v1/register": ["image_url"],
    "v1/upload": ["file"],
    "v1/<str:visual_id>/objects/remove": ["changes"],
    "v1/<str:visual_id>/create": ["changes"],
    "v2/image/segment/all_masks": [IMAGE[0]],
}
