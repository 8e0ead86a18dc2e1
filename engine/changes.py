"""What ``create`` is asked to change about people (docs.bria.ai)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from engine.calls import Call
from engine.errors import BadRequest
from engine.fields import Objects, Schema
from engine.operations.attributes import NAMES_ONLY, RANGES
from engine.payloads import is_absent

Value = tuple[str | None, float | None]  # name, number
Actions = dict[str, Value]


# Spellings of Bria's older clients.
ALIASES = {"hair_color": "haircolor", "expressions": "expression", "beard": "Beard", "hairline": "hair_line"}
NAME_KEYS = ("name", "type", "enum")
NUMBER_KEYS = ("value", "intensity")
MAX_MAGNITUDE = 1e6  # beyond every scale; NaN, infinity and numbers too long for a float fail the comparison as well
BESIDE = "_value"  # {"expression": "happy", "expression_value": 0.8}


def action_schema(action: str) -> Schema:
    """What an action on a person takes: a name, a number, or both together."""
    name: Schema = {"type": "string", "description": "One of the values that person/info lists."}
    numbers = RANGES.get(action)
    if numbers is None:
        return name
    number = {"type": "integer" if numbers.is_whole else "number", "minimum": numbers.low, "maximum": numbers.high}
    both = {"type": "object", "additionalProperties": number, "maxProperties": 1}
    return {"oneOf": [name, both if numbers.is_strength else number]}


CHANGES = Objects(
    "changes",
    "The people to change, and what is to change about each.",
    {
        "type": "object",
        "properties": {
            "id": {"type": "string", "description": "A person of person/info."},
            "actions": {
                "type": "object",
                "properties": {action: action_schema(action) for action in (*RANGES, *NAMES_ONLY)},
            },
        },
        "required": ["id", "actions"],
    },
    required=True,
)


def read_changes(call: Call, people: list[dict[str, Any]]) -> dict[str, Actions]:
    """The changes by person id; ``people`` is the answer of ``person/info``.

    Raises:
        BadRequest: a person, an action or a value that is not offered, or nothing at all.
    """
    offered = {person["id"]: person["actions"] for person in people}
    wanted: dict[str, Actions] = {}
    for item in CHANGES.read(call):
        person_id = item.get("id")
        if not isinstance(person_id, str) or person_id not in offered:
            raise BadRequest("There is no such person in this image; 'id' must be one that person/info lists.")
        wanted.setdefault(person_id, {}).update(_actions(item.get("actions"), offered[person_id]))
    if not any(wanted.values()):
        raise BadRequest("'changes' must hold at least one person with at least one action.")
    return {person_id: actions for person_id, actions in wanted.items() if actions}


def refuse_second(wanted: Mapping[str, Actions], changed: Iterable[str]) -> None:
    """Refuse to change a person who is among those who were ``changed`` before.

    Raises:
        BadRequest: somebody was.
    """
    if set(changed).intersection(wanted):
        raise BadRequest(
            "A person in this request was already changed along this sid. Send all changes of one person in one "
            "request, starting from a sid before the first of them."
        )


def pick_offered(actions: Mapping[str, Any], offered: Container[str]) -> dict[str, Any]:
    """Those of the ``actions``, as a caller spells them, that are offered for a person."""
    return {name: value for name, value in actions.items() if _resolve_alias(name.removesuffix(BESIDE)) in offered}


def _actions(actions: Any, offered: Mapping[str, list[str]]) -> Actions:
    if is_absent(actions):
        return {}
    if not isinstance(actions, dict):
        raise BadRequest("'actions' must be an object.")
    named = {_resolve_alias(action): value for action, value in actions.items() if not is_absent(value)}
    numbers = {action + BESIDE for action in named}
    return {
        action: _check_value(action, _parse_value(action, value, named.get(action + BESIDE)), offered)
        for action, value in named.items()
        if action not in numbers
    }


def _resolve_alias(action: str) -> str:
    return ALIASES.get(action, action)


def _parse_value(action: str, value: Any, beside: Any) -> Value:
    """Name and number out of any of the spellings; the documents do not show one for both together."""
    match value:
        case str():
            return value, _number(action, beside)
        case [str() as name, number]:
            return name, _number(action, number)
        case dict():
            return _from_object(action, value)
    return None, _number(action, value)


def _from_object(action: str, value: dict[str, Any]) -> Value:
    name = next((value[key] for key in NAME_KEYS if key in value), None)
    number = next((value[key] for key in NUMBER_KEYS if key in value), None)
    if name is None and number is None and len(value) == 1:
        [(name, number)] = value.items()
    if name is not None and not isinstance(name, str):
        raise BadRequest(f"'{action}' must be a name, a number, or an object like {{name: number}}.")
    return name, _number(action, number)


def _number(action: str, value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < MAX_MAGNITUDE:
        raise BadRequest(f"'{action}' must be a name or a number.")
    return float(value)


def _check_value(action: str, value: Value, offered: Mapping[str, list[str]]) -> Value:
    if action not in offered:
        raise BadRequest(f"'{action}' is not offered for this person; see person/info.")
    name, number = value
    if value == (None, None):
        raise BadRequest(f"'{action}' must be a name, a number, or an object like {{name: number}}.")
    if name is not None and name not in offered[action]:
        raise BadRequest(f"'{action}' must be one of: {', '.join(offered[action])}.")
    if number is not None:
        _check_number(action, name, number)
    return value


def _check_number(action: str, name: str | None, number: float) -> None:
    numbers = RANGES.get(action)
    if numbers is None:
        raise BadRequest(f"'{action}' takes a name only.")
    if numbers.is_strength != (name is not None):
        how = "beside a name" if numbers.is_strength else "or a name, not both"
        raise BadRequest(f"'{action}' takes a number {how}.")
    if number not in numbers:
        raise BadRequest(f"'{action}' must be {numbers}.")
