"""The fields of requests. Each is declared once: ``read`` takes its value out of a call, ``schema`` describes it in the
OpenAPI document.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import Any

from engine.calls import Call
from engine.errors import BadRequest

Schema = dict[str, Any]  # JSON Schema, as OpenAPI 3.1 has it

ALIASES = "x-aliases"  # in the document: other names that are taken for the same


@dataclass(frozen=True)
class Field(ABC):
    """A field by its name in v2, what the document says of it, and the other names that it goes by.

    The kinds of fields add ``kind`` and a ``read`` of their own, which raises BadRequest for a value they do not take.
    """

    name: str
    text: str
    aliases: tuple[str, ...] = field(default=(), kw_only=True)
    required: bool = field(default=False, kw_only=True)

    @property
    def names(self) -> tuple[str, ...]:
        """All names, in the order in which they are looked for."""
        return (self.name, *self.aliases)

    @abstractmethod
    def kind(self) -> Schema:
        """The values that are taken, as JSON Schema."""

    def schema(self) -> Schema:
        """The field in the document."""
        aliases = {ALIASES: list(self.aliases)} if self.aliases else {}
        return self.kind() | {"description": self.text} | aliases

    def for_v1(self) -> Field:
        """The same in v1's words: a field with other names goes by the first of them."""
        return replace(self, name=self.aliases[0], aliases=(*self.aliases[1:], self.name)) if self.aliases else self


@dataclass(frozen=True)
class Flag(Field):
    """A yes or no."""

    default: bool = False

    def kind(self) -> Schema:
        return {"type": "boolean", "default": self.default}

    def read(self, call: Call) -> bool:
        """The value under the first name that is there."""
        value = self.default
        for name in reversed(self.names):
            value = call.payload.flag(name, value)
        return value


@dataclass(frozen=True)
class Text(Field):
    """Text as it is, such as an id or an address."""

    def kind(self) -> Schema:
        return {"type": "string"}

    def read(self, call: Call) -> str | None:
        """The text; None where there is none."""
        return call.payload.text(*self.names)


@dataclass(frozen=True)
class Words(Field):
    """Free text on one line, such as a prompt."""

    def kind(self) -> Schema:
        return {"type": "string"}

    def read(self, call: Call) -> str | None:
        """The words; None where there are none."""
        return call.payload.words(*self.names)

    def need(self, call: Call) -> str:
        """The words.

        Raises:
            BadRequest: there are none.
        """
        words = self.read(call)
        if words is None:
            raise BadRequest(f"'{self.name}' is missing.")
        return words


@dataclass(frozen=True)
class Choice(Field):
    """One of some words, by default the first."""

    options: tuple[str, ...]

    def kind(self) -> Schema:
        return {"type": "string", "enum": list(self.options), "default": self.options[0]}

    def read(self, call: Call) -> str:
        """One of the options."""
        name = next((name for name in self.names if call.payload.get(name) is not None), self.name)
        return call.payload.choice(name, self.options, self.options[0])


@dataclass(frozen=True)
class Whole(Field):
    """A whole number from ``least`` to ``most``; where it has no ``default``, the one who reads it has one."""

    least: int
    most: int
    default: int | None = None

    def kind(self) -> Schema:
        default = {} if self.default is None else {"default": self.default}
        return {"type": "integer", "minimum": self.least, "maximum": self.most} | default

    def is_given(self, call: Call) -> bool:
        """True where the call has the field."""
        return call.payload.get(self.name) is not None

    def read(self, call: Call, *, most: int | None = None, default: int | None = None) -> int:
        """The number, of which an image may allow less than any: then ``most`` is the limit."""
        limit = self.most if most is None else min(self.most, most)
        fallback = default if self.default is None else self.default
        return call.payload.whole(self.name, self.least, limit, self.least if fallback is None else fallback)


@dataclass(frozen=True)
class WholeChoice(Field):
    """One of two whole numbers, by default the first, which is the smaller one."""

    options: tuple[int, int]

    def kind(self) -> Schema:
        return {"type": "integer", "enum": list(self.options), "default": self.options[0]}

    def read(self, call: Call) -> int:
        """One of the options."""
        first, last = self.options
        number = call.payload.whole(self.name, first, last, first)
        if number not in self.options:
            raise BadRequest(f"'{self.name}' must be {first} or {last}.")
        return number


@dataclass(frozen=True)
class WholeList(Field):
    """Whole numbers from ``least`` to ``most``."""

    least: int
    most: int

    def kind(self) -> Schema:
        return {"type": "array", "items": {"type": "integer", "minimum": self.least, "maximum": self.most}}

    def read(self, call: Call) -> list[int]:
        """The numbers, each once, in ascending order."""
        return call.payload.wholes(self.name, self.least, self.most)


@dataclass(frozen=True)
class Pair(Field):
    """Two whole numbers from ``least`` to ``most``, such as a width and a height."""

    least: int
    most: int

    def kind(self) -> Schema:
        item = {"type": "integer", "minimum": self.least, "maximum": self.most}
        return {"type": "array", "items": item, "minItems": 2, "maxItems": 2}

    def read(self, call: Call) -> tuple[int, int] | None:
        """The numbers; None where they are absent."""
        return call.payload.pair(self.name, self.least, self.most)


@dataclass(frozen=True)
class Box(Field):
    """A box in an image: left, top, width and height in whole pixels up to ``most``."""

    most: int

    def kind(self) -> Schema:
        item = {"type": "integer", "minimum": 0, "maximum": self.most}
        return {"type": "array", "items": item, "minItems": 4, "maxItems": 4}

    def read(self, call: Call) -> tuple[int, int, int, int] | None:
        """The numbers; None where they are absent."""
        return call.payload.box(self.name, self.most)


@dataclass(frozen=True)
class Objects(Field):
    """A list of objects, each as ``item`` describes it, which are read further by whoever asks for them."""

    item: Schema

    def kind(self) -> Schema:
        return {"type": "array", "items": self.item}

    def read(self, call: Call) -> list[dict[str, Any]]:
        """The objects; one alone is a list of one."""
        return call.payload.objects(self.name)
