"""The fields of steps that edit a registered picture, where they are not those of the API."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from engine.calls import Call
from engine.changes import CHANGES
from engine.edits.hints import MASK_IDS
from engine.edits.shared import MASK
from engine.errors import BadRequest
from engine.fields import Field, Schema

REMOVED_IDS = replace(MASK_IDS, text="Generated masks, or parts of them, that go.")
OWN_MASK = replace(MASK, text="What else goes.", aliases=(), required=False)


class People(Field):
    """A rule for people, in the place of their ids."""

    def kind(self) -> Schema:
        return {"$ref": "#/$defs/people"}


@dataclass(frozen=True)
class Actions(Field):
    """What is to change about each of them, as in ``changes``."""

    def kind(self) -> Schema:
        actions: Schema = CHANGES.item["properties"]["actions"]
        return actions

    def read(self, call: Call) -> dict[str, Any]:
        """The actions.

        Raises:
            BadRequest: they are something else.
        """
        value = call.payload.get(self.name) or {}
        if not isinstance(value, dict):
            raise BadRequest(f"'{self.name}' must be an object.")
        return value


OWN_CHANGES = replace(CHANGES, required=False)
PEOPLE = People("people", "Who is to be changed, by a rule.")
ACTIONS = Actions("actions", "What is to change about each of 'people'; what is not offered for a face is left out.")
