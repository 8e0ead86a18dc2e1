"""The tools: what each is called, what it takes, and what does it. Edits are those of the command line's table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from commandline import options
from commandline.assistants import editing, reading
from commandline.assistants.calls import Answer, Call, Given
from commandline.options import EDITS, Option
from commandline.parser import FORMATS

Schema = dict[str, Any]  # JSON Schema, draft 2020-12

# What the tools of commands are called that are not called like the command.
NAMES = {
    "blur": "blur_background",
    "replace": "replace_background",
    "people": "change_people",
    "faces": "hide_faces",
    "spots": "erase_spots",
    "shadow": "product_shadow",
    "grey": "colorize",
}

PLACES = "its path, or its path below one of the server's folders"
EXAMPLE = '{"recipe": 1, "steps": [{"do": "remove_background"}]}'
PICTURE: Schema = {"type": "string", "description": f"The picture: {PLACES}."}
RECIPE: Schema = {
    "type": ["string", "object"],
    "description": f"A recipe: {PLACES}, or the recipe itself, such as {EXAMPLE}.",
}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
PLACE: Schema = {"type": "number", "minimum": 0, "maximum": 1_000_000}
LENGTH: Schema = {"type": "number", "exclusiveMinimum": 0, "maximum": 1_000_000}
RESULT: dict[str, Schema] = {
    "folder": {
        "type": "string",
        "description": "Where the result goes under the picture's own name; else it goes beside the picture.",
    },
    "suffix": {
        "type": "string",
        "maxLength": 100,
        "pattern": r"^[^/\\\x00-\x1f\x7f]*$",
        "description": "What the result's name gets before its ending; beside the picture, the tool's name.",
    },
    "format": {"enum": list(FORMATS), "description": "What the result is written as; else as the picture came."},
    "quality": {"type": "integer", "minimum": 1, "maximum": 100},
}
MARK: dict[str, Schema] = {
    "region_ids": {
        "type": "array",
        "items": {"type": "integer", "minimum": 1, "maximum": 65535},
        "minItems": 1,
        "maxItems": 2000,
        "description": "Regions by the ids that find_regions tells.",
    },
    "rule": {
        "type": "string",
        "description": "What is found by itself: subject, everything_but_subject, faces, objects, spots, distractions.",
    },
    "at_least": {**SHARE, "description": "With a rule: only things of at least this share of the frame, 0 to 1."},
    "at_most": {**SHARE, "description": "With a rule: only things of at most this share of the frame, 0 to 1."},
    "box": {
        "type": "object",
        "properties": {
            "left": PLACE,
            "top": PLACE,
            "width": LENGTH,
            "height": LENGTH,
            "unit": {"enum": ["pixels", "percent"], "description": "pixels, where nothing is said"},
        },
        "required": ["left", "top", "width", "height"],
        "additionalProperties": False,
    },
}
PEOPLE: dict[str, Schema] = {
    "who": {
        "oneOf": [
            {"enum": ["all", "largest"]},
            {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 100},
        ],
        "description": "all, largest (whose face is), or ids that list_people tells.",
    },
    "changes": {
        "type": "object",
        "minProperties": 1,
        "description": 'By attribute a choice that list_people tells, or such as {"expression": {"happy": 0.8}}.',
    },
}
BACKGROUND: dict[str, Schema] = {
    "background": {"type": "string", "description": f"A picture for the new background: {PLACES}."}
}


@dataclass(frozen=True)
class Tool:
    """A tool: ``text`` says what it does, ``schema`` what it takes; ``is_writing`` where it makes new files."""

    name: str
    text: str
    schema: Schema
    run: Callable[[Call, Given], Awaitable[Answer]]
    is_writing: bool = False


def describe_object(properties: dict[str, Schema], required: tuple[str, ...] = ()) -> Schema:
    """What a tool takes."""
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def describe_edit(command: str, edit: options.Edit) -> Tool:
    """A command of one step as a tool."""
    name = NAMES.get(command, command)
    properties = {option.name or option.field: describe_option(option) for option in edit.options}
    required: tuple[str, ...] = ("picture",)
    if edit.needs_mark:
        properties |= MARK
    if edit.slug == "create":
        properties, required = properties | PEOPLE, (*required, *PEOPLE)
    if edit.slug == "replace_background":
        properties |= BACKGROUND
    text = f"{edit.text[0].upper()}{edit.text[1:]}. The result is a new file."
    schema = describe_object({"picture": PICTURE, **properties, **RESULT}, required)
    if edit.needs_mark:
        schema["dependentRequired"] = {"at_least": ["rule"], "at_most": ["rule"]}
    return Tool(name, text, schema, partial(editing.edit_picture, name, edit), is_writing=True)


def describe_option(option: Option) -> Schema:
    """What an option takes, in JSON."""
    choices = [int(choice) if choice.isdigit() else choice for choice in option.choices]
    kinds: dict[str, Schema] = {
        "flag": {"type": "boolean"},
        "whole": {"type": "integer"},
        "pair": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
        "choice": {"enum": choices},
        "words": {"type": "string"},
    }
    return {**kinds[option.kind], "description": option.text}


READERS = (
    Tool(
        "list_pictures",
        "List the pictures and the recipes below the server's folders, or below one folder there.",
        describe_object(
            {
                "folder": {"type": "string", "description": "A folder: its path, or its path below a server's folder."},
                "after": {"type": "string", "description": "The last name of an answer that has_more."},
            }
        ),
        reading.list_pictures,
    ),
    Tool(
        "find_regions",
        "Find what can be selected in a picture: ids for other tools, names by size, colour and place, scores, boxes.",
        describe_object({"picture": PICTURE}, ("picture",)),
        reading.find_regions,
    ),
    Tool(
        "list_people",
        "Find the people in a picture, left to right: ids, places, boxes, and what can be changed about each.",
        describe_object({"picture": PICTURE}, ("picture",)),
        reading.list_people,
    ),
    Tool(
        "verify_recipe",
        "Find out whether a recipe made a result out of an original, and whether it changed what it says, only.",
        describe_object({"recipe": RECIPE, "original": PICTURE, "result": PICTURE}, ("recipe", "original", "result")),
        reading.verify_recipe,
    ),
)
RUN_RECIPE = Tool(
    "run_recipe",
    "Carry a recipe out on a picture. The result is a new file.",
    describe_object({"recipe": RECIPE, "picture": PICTURE, **RESULT}, ("recipe", "picture")),
    editing.run_recipe,
    is_writing=True,
)
TOOLS = {
    tool.name: tool for tool in (*READERS, *(describe_edit(name, edit) for name, edit in EDITS.items()), RUN_RECIPE)
}
