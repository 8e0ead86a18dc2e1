"""Files into recipes. Nothing in a file is trusted, and what is wrong with it is told in one sentence.

Which operations there are, and which fields each takes, is the engine's to say (``engine.recipes``).
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Iterator
from typing import Any, TypeGuard

from recipes import runs
from recipes.errors import RecipeError, name_step
from recipes.model import (
    IMAGE_FIELDS,
    MASK_FIELDS,
    PEOPLE_FIELDS,
    PICTURE_FIELDS,
    VERSION,
    Embedded,
    FileFacts,
    Ids,
    MadeBy,
    Mark,
    Recipe,
    Rule,
    Runs,
    Step,
)

MOST_BYTES = 8_000_000
DEEPEST = 12  # lists and objects within each other; a recipe has six
MOST_STEPS = 200
MOST_IDS = 2_000
LONGEST_NAME = 200  # characters
MOST_WEIGHTS = 50
LARGEST_ID = 65_535

SLUG = re.compile(r"[a-z][a-z0-9_]{0,39}")
SHA256 = re.compile(r"[0-9a-f]{64}")
HALF_CHARACTER = re.compile("[\ud800-\udfff]")  # what UTF-16 writes a character with, alone
OUTER = ("recipe", "name", "made_by", "input", "output", "steps")


def read(text: bytes) -> Recipe:
    """The recipe in the file ``text``.

    Raises:
        RecipeError: it is none, or one of a newer version.
    """
    if len(text) > MOST_BYTES:
        raise RecipeError(f"The file has {len(text) / 1e6:.0f} MB; a recipe has at most {MOST_BYTES // 1_000_000}.")
    try:
        return read_object(json.loads(text.decode("utf-8-sig"), object_pairs_hook=_read_pairs))
    except RecipeError:
        raise
    except (ValueError, RecursionError):
        raise RecipeError("The file is no recipe: it cannot be read as JSON.") from None


def read_object(value: Any) -> Recipe:
    """The recipe that was read as JSON.

    Raises:
        RecipeError: it is none, or one of a newer version.
    """
    if not isinstance(value, dict) or "recipe" not in value:
        raise RecipeError(f'This is no recipe: one is an object that says "recipe": {VERSION}.')
    _refuse_version(value["recipe"])
    _refuse_odd_values(value)
    _refuse_others(value, OUTER, "A recipe")
    return Recipe(
        steps=_read_steps(value.get("steps")),
        name=_read_text(value.get("name", ""), "'name'"),
        made_by=_read_made_by(value["made_by"]) if "made_by" in value else None,
        input=_read_facts(value["input"], "input") if "input" in value else None,
        output=_read_facts(value["output"], "output") if "output" in value else None,
    )


def _read_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, in which no name stands twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise RecipeError(f"The file says {_shorten(twice)} twice in one place.")
    return found


def _refuse_version(version: Any) -> None:
    if not _is_whole(version) or version < 1:
        raise RecipeError(f"'recipe' must be the version of the format, which is {VERSION}.")
    if version > VERSION:
        newer = f"version {version}" if version < 1000 else "a far newer version"
        raise RecipeError(f"The recipe is of {newer} of the format; this studio reads version {VERSION}.")


def _refuse_odd_values(value: Any) -> None:
    """Refuse what JSON can say, or Python reads as JSON, and no recipe holds."""
    for depth, item in _walk(value):
        if depth > DEEPEST:
            raise RecipeError(f"The recipe has more than {DEEPEST} lists or objects within each other.")
        if isinstance(item, float) and not math.isfinite(item):
            raise RecipeError("The recipe holds a number that is none (NaN or infinity).")
        if isinstance(item, str) and HALF_CHARACTER.search(item):
            raise RecipeError("The recipe holds half a character, which cannot be written down.")


def _walk(value: Any) -> Iterator[tuple[int, Any]]:
    """Every value in it, names included, and how deep it lies; nothing below what lies too deep."""
    waiting = [(0, value)]
    while waiting:
        depth, item = waiting.pop()
        yield depth, item
        inner = [*item, *item.values()] if isinstance(item, dict) else item if isinstance(item, list) else ()
        waiting.extend((depth + 1, each) for each in inner)


def _refuse_others(value: dict[str, Any], names: tuple[str, ...], what: str) -> None:
    """Refuse names that are not among ``names``."""
    if other := next((name for name in value if name not in names), None):
        raise RecipeError(f"{what} has no field {_shorten(other)}.")


def _read_steps(value: Any) -> tuple[Step, ...]:
    if not isinstance(value, list) or not value:
        raise RecipeError("'steps' must be a list of at least one step.")
    if len(value) > MOST_STEPS:
        raise RecipeError(f"The recipe has {len(value)} steps; {MOST_STEPS} are the most.")
    return tuple(_read_step(number, item) for number, item in enumerate(value, start=1))


def _read_step(number: int, value: Any) -> Step:
    if not isinstance(value, dict) or not isinstance(do := value.get("do"), str) or not SLUG.fullmatch(do):
        raise RecipeError(f"Step {number} must be an object that says in 'do' what it does, such as \"erase\".")
    try:
        names = [name for name in value if name not in ("do", PICTURE_FIELDS.get(do))]
        fields = {name: _read_field(name, value[name]) for name in names}
        return Step(do, fields, _read_picture(value, do, number))
    except RecipeError as error:
        raise RecipeError(f"{name_step(number, do)}: {error}") from None


def _read_picture(value: dict[str, Any], do: str, number: int) -> int | None:
    """After how many steps the picture was there whose masks or people are meant."""
    name = PICTURE_FIELDS.get(do)
    if name is None or name not in value:
        return None
    count = value[name]
    if not _is_whole(count) or not 0 <= count < number:
        raise RecipeError(f"'{name}' must be the number of an earlier step, or 0 for the original.")
    return int(count)


def _read_field(name: str, value: Any) -> Any:
    if not SLUG.fullmatch(name):
        raise RecipeError(f"{_shorten(name)} is the name of no field.")
    if name in MASK_FIELDS:
        return _read_mark(name, value)
    if name in PEOPLE_FIELDS:
        return _read_rule(name, value)
    return _read_embedded(name, value) if name in IMAGE_FIELDS else value


def _read_mark(name: str, value: Any) -> Mark:
    """What is meant by a mask's field; an address or a path is nothing that could be."""
    match value:
        case {"runs": dict() as mask, **others} if not others:
            return _read_runs(mask)
        case {"ids": list() as ids, **others} if not others:
            return _read_ids(ids)
        case {"rule": _}:
            return _read_rule(name, value)
    raise RecipeError(f"'{name}' must be an object with 'runs', 'ids' or 'rule', and no path or address.")


def _read_runs(value: dict[str, Any]) -> Runs:
    width, height, counts = (value.get(name) for name in ("width", "height", "counts"))
    if len(value) != 3 or not (_is_whole(width) and _is_whole(height) and isinstance(counts, str)):
        raise RecipeError("'runs' must have the whole numbers 'width' and 'height' and the text 'counts'.")
    return runs.parse(int(width), int(height), counts)


def _read_ids(values: list[Any]) -> Ids:
    if (
        not values
        or len(values) > MOST_IDS
        or not all(_is_whole(value) and 0 < value <= LARGEST_ID for value in values)
    ):
        raise RecipeError(f"'ids' must be from 1 to {MOST_IDS} numbers of masks.")
    return Ids(tuple(int(value) for value in values))


def _read_rule(name: str, value: Any) -> Rule:
    if not isinstance(value, dict) or not isinstance(rule := value.get("rule"), str) or not SLUG.fullmatch(rule):
        raise RecipeError(f"'{name}' must be an object with the name of a rule in 'rule'.")
    if other := next((each for each in value if each not in ("rule", "at_least", "at_most")), None):
        raise RecipeError(f"A rule has no field {_shorten(other)}.")
    at_least, at_most = value.get("at_least", 0.0), value.get("at_most", 1.0)
    if not (_is_number(at_least) and _is_number(at_most) and 0 <= at_least <= at_most <= 1):
        raise RecipeError("'at_least' and 'at_most' must be shares of the frame, from 0 to 1, the smaller one first.")
    return Rule(rule, float(at_least), float(at_most))


def _read_embedded(name: str, value: Any) -> Embedded:
    match value:
        case {"base64": str() as text, **others} if not others:
            pass
        case _:
            raise RecipeError(f"'{name}' must be an object with a picture's file in 'base64', and no path or address.")
    try:
        return Embedded(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        raise RecipeError(f"'{name}' is not valid base64.") from None


def _read_made_by(value: Any) -> MadeBy:
    if not isinstance(value, dict):
        raise RecipeError("'made_by' must be an object.")
    _refuse_others(value, ("software", "engine", "weights"), "'made_by'")
    weights = value.get("weights", [])
    if not isinstance(weights, list) or len(weights) > MOST_WEIGHTS:
        raise RecipeError(f"'weights' must be a list of at most {MOST_WEIGHTS} names.")
    software, engine = (_read_text(value.get(name, ""), f"'{name}'") for name in ("software", "engine"))
    return MadeBy(software, engine, tuple(_read_text(name, "Each of 'weights'") for name in weights))


def _read_facts(value: Any, name: str) -> FileFacts:
    if not isinstance(value, dict) or not isinstance(sha256 := value.get("sha256"), str):
        raise RecipeError(f"'{name}' must be an object with a 'sha256'.")
    _refuse_others(value, ("sha256", "width", "height"), f"'{name}'")
    if not SHA256.fullmatch(sha256):
        raise RecipeError(f"The 'sha256' of '{name}' must be 64 hexadecimal digits in small letters.")
    return FileFacts(sha256, _read_side(value.get("width"), name), _read_side(value.get("height"), name))


def _read_side(value: Any, name: str) -> int | None:
    if value is None:
        return None
    if not _is_whole(value) or not 0 < value <= runs.LONGEST_SIDE:
        raise RecipeError(f"The sides of '{name}' must be from 1 to {runs.LONGEST_SIDE} pixels.")
    return int(value)


def _read_text(value: Any, name: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_NAME or not value.isprintable():
        raise RecipeError(f"{name} must be a text on one line, of at most {LONGEST_NAME} characters.")
    return value


def _is_whole(value: Any) -> TypeGuard[int | float]:
    """True for what JSON has for a whole number."""
    return value.is_integer() if isinstance(value, float) else _is_number(value)


def _is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shorten(name: str) -> str:
    """A name as a message can show it."""
    return repr(name if len(name) <= 40 else name[:39] + "…")
