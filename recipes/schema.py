"""The format as a JSON schema, published as docs/recipe.schema.json.

What each operation takes comes from whoever carries recipes out (``engine.recipes.published``); the rest stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from recipes import reading, runs
from recipes.model import VERSION

Schema = dict[str, Any]  # JSON Schema, draft 2020-12

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MARK, PEOPLE, EMBEDDED = ({"$ref": f"#/$defs/{name}"} for name in ("mark", "people", "embedded"))

SIDE: Schema = {"type": "integer", "minimum": 1, "maximum": runs.LONGEST_SIDE}
TEXT: Schema = {"type": "string", "maxLength": reading.LONGEST_NAME}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}


def build(operations: Mapping[str, Schema], mask_rules: Mapping[str, str], people_rules: Mapping[str, str]) -> Schema:
    """The schema of recipes of the ``operations``, by slug what their steps hold beside ``do``, as JSON schema of an
    object; of rules, by name what each of them finds.
    """
    steps = [describe_step(slug, fields) for slug, fields in operations.items()]
    return {
        "$schema": DIALECT,
        "title": "Recipe of Bria Studio",
        "description": "The way from an original to a result. docs/recipes.md explains it.",
        **record(
            "recipe",
            "steps",
            recipe={"description": "Version of the format.", "const": VERSION},
            name=TEXT | {"description": "What a person calls it."},
            made_by=MADE_BY,
            input=FACTS | {"description": "The picture that it was made on."},
            output=FACTS | {"description": "What came of that picture."},
            steps={"type": "array", "items": {"oneOf": steps}, "minItems": 1, "maxItems": reading.MOST_STEPS},
        ),
        "$defs": {
            "mark": {"oneOf": [RUNS, IDS, describe_rule(mask_rules)]},
            "people": describe_rule(people_rules),
            "embedded": EMBEDDED_FILE,
        },
    }


def record(*required: str, **properties: Schema) -> Schema:
    """An object of these fields and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def describe_step(slug: str, fields: Schema) -> Schema:
    """A step that does ``slug``."""
    properties = {"do": {"const": slug}, **fields["properties"]}
    return {"title": slug, **record("do", *fields.get("required", ()), **properties)}


def describe_rule(rules: Mapping[str, str]) -> Schema:
    """One of the ``rules``; each is described beside its name."""
    names = [{"const": name, "description": text} for name, text in rules.items()]
    sizes = {"at_least": SHARE | {"default": 0}, "at_most": SHARE | {"default": 1}}
    about = "What is found anew in each picture; of it what takes up from 'at_least' to 'at_most' of the frame."
    return {"description": about, **record("rule", rule={"oneOf": names}, **sizes)}


COUNTS: Schema = {
    "type": "string",
    "pattern": f"^{runs.NUMBERS.pattern}$",
    "description": "Lengths in reading order, by turns of what is left out and what is meant, the former first.",
}
RUNS = record("runs", runs=record("width", "height", "counts", width=SIDE, height=SIDE, counts=COUNTS))
ID: Schema = {"type": "integer", "minimum": 1, "maximum": reading.LARGEST_ID}
IDS = record("ids", ids={"type": "array", "items": ID, "minItems": 1, "maxItems": reading.MOST_IDS})
EMBEDDED_FILE = record("base64", base64={"type": "string", "description": "A picture's file in base64 (RFC 4648)."})
FACTS = record("sha256", sha256={"type": "string", "pattern": f"^{reading.SHA256.pattern}$"}, width=SIDE, height=SIDE)
MADE_BY = record(software=TEXT, engine=TEXT, weights={"type": "array", "items": TEXT, "maxItems": reading.MOST_WEIGHTS})
