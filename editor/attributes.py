"""What can be changed in a person: the controls on a card, and how a posted form becomes Bria's ``changes``.

Ranges and steps are those of the API's documents; which attributes a person gets is what ``person/info`` offers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop

from editor.refusals import Refused
from editor.sentences import sentence

Wire = str | float | dict[str, float]
Changes = dict[str, dict[str, Wire]]
Asked = dict[str, dict[str, Wire | None]]

# attribute: lowest, highest, step
RANGES: dict[str, tuple[float, float, float]] = {
    "age": (-10, 10, 0.5),
    "gender": (-10, 10, 0.5),
    "makeup": (-10, 10, 0.5),
    "hair_line": (-20, 20, 1),
}
# Attributes that take a name with a strength: highest strength and step.
STRENGTHS: dict[str, tuple[float, float]] = {"expression": (1.5, 0.05), "diversity": (1.0, 0.05)}
LABELS = {
    "hair_line": gettext_noop("hair line"),
    "haircolor": gettext_noop("hair colour"),
    "gray": gettext_noop("grey"),
}
# The names of the API's documents that people read; any other is shown as the API spells it.
NAMES = {
    gettext_noop("age"),
    gettext_noop("angry"),
    gettext_noop("beard"),
    gettext_noop("black"),
    gettext_noop("blond"),
    gettext_noop("brown"),
    gettext_noop("calm"),
    gettext_noop("contempt"),
    gettext_noop("disgusted"),
    gettext_noop("diversity"),
    gettext_noop("dreaming"),
    gettext_noop("expression"),
    gettext_noop("fear"),
    gettext_noop("femininity"),
    gettext_noop("gender"),
    gettext_noop("glasses"),
    gettext_noop("happy"),
    gettext_noop("heavy"),
    gettext_noop("high"),
    gettext_noop("light"),
    gettext_noop("low"),
    gettext_noop("makeup"),
    gettext_noop("masculinity"),
    gettext_noop("none"),
    gettext_noop("red"),
    gettext_noop("sad"),
    gettext_noop("smile"),
    gettext_noop("surprised"),
}
IDENTITY = {"diversity", "gender"}
ORDER = ["age", "expression", "makeup", "haircolor", "glasses", "Beard", "hair_line", "gender", "diversity"]


# What the embedded engine says of a face, for the catalogues; a service's own words are shown as they come.
FACE_LABELS = (
    gettext_noop("frontal face"),
    gettext_noop("turned face"),
    gettext_noop("smiling"),
    gettext_noop("glasses"),
)


@dataclass(frozen=True)
class Control:
    """One slider or choice. ``key`` is the form's name for it within the person; ``value`` is what is in force."""

    kind: str
    attribute: str
    key: str
    label: str
    value: float | str
    hint: str = ""
    minimum: float = 0
    maximum: float = 0
    step: float = 1
    options: tuple[tuple[str, str], ...] = ()
    enum: str = ""

    @property
    def identity(self) -> bool:
        """True for an attribute that says who somebody is."""
        return self.attribute in IDENTITY


@dataclass(frozen=True)
class Card:
    """One person: where the face is (x, y, w, h in pixels, None where unknown), what is known, what can be changed."""

    id: str
    title: str
    rect: Mapping[str, float] | None
    labels: tuple[str, ...]
    controls: tuple[Control, ...] = field(default=())


def build_card(person: Mapping[str, Any], number: int, in_force: Mapping[str, Wire]) -> Card:
    """The card of one stored ``person/info`` entry, with the values ``in_force`` for it."""
    controls: list[Control] = []
    for attribute, values in sorted(person["actions"].items(), key=lambda item: control_order(item[0])):
        if is_offered(attribute, values):
            oracle = person.get("oracle", {}).get(attribute) or {}
            controls += build_controls(attribute, tuple(values), in_force.get(attribute), oracle)
    return Card(
        person["id"],
        sentence("Person {number}", number=number),
        person["rect"],
        tuple(gettext(label) for label in person.get("labels", ()) if label),
        tuple(controls),
    )


def control_order(attribute: str) -> int:
    """Where an attribute stands on the card; unknown ones come last."""
    return ORDER.index(attribute) if attribute in ORDER else len(ORDER)


def is_offered(attribute: str, values: object) -> bool:
    """True unless the attribute is off for this face or hidden by the administrator."""
    hidden = {name.lower() for name in settings.STUDIO_HIDDEN_ATTRIBUTES}
    usable = isinstance(values, list) and (bool(values) or attribute in RANGES)
    return usable and attribute.lower() not in hidden


def build_controls(
    attribute: str, values: tuple[str, ...], now: Wire | None, oracle: Mapping[str, object]
) -> list[Control]:
    """The controls of one attribute."""
    if attribute == "expression":
        return [expression_range(name, now, oracle) for name in values]
    if attribute in RANGES:
        low, high, step = RANGES[attribute]
        value = now if isinstance(now, int | float) else 0
        hint = quality_hint(oracle, attribute)
        return [Control("range", attribute, attribute, display_label(attribute), value, hint, low, high, step)]
    choice = build_choice(attribute, values, now, oracle)
    return [choice, build_strength(attribute, now)] if attribute in STRENGTHS else [choice]


def expression_range(name: str, now: Wire | None, oracle: Mapping[str, object]) -> Control:
    """One expression as a slider of its own; at most one of them is above zero."""
    highest, step = STRENGTHS["expression"]
    value = now.get(name, 0) if isinstance(now, dict) else 0
    hint = quality_hint(oracle, name)
    return Control(
        "range", "expression", f"expression.{name}", display_label(name), value, hint, 0, highest, step, enum=name
    )


def build_choice(attribute: str, values: tuple[str, ...], now: Wire | None, oracle: Mapping[str, object]) -> Control:
    """A choice among names, the first being to leave it."""
    options = (("", gettext("As it is")), *((value, display_label(value)) for value in values))
    value = next(iter(now)) if isinstance(now, dict) else str(now or "")
    return Control(
        "choice",
        attribute,
        attribute,
        display_label(attribute),
        value,
        quality_hint(oracle, attribute),
        options=options,
    )


def build_strength(attribute: str, now: Wire | None) -> Control:
    """How much of the chosen name."""
    highest, step = STRENGTHS[attribute]
    value = next(iter(now.values())) if isinstance(now, dict) else highest
    return Control(
        "range",
        attribute,
        f"{attribute}.strength",
        sentence("{attribute} strength", attribute=display_label(attribute)),
        value,
        "",
        0,
        highest,
        step,
    )


def display_label(name: str) -> str:
    """A name of the API as a person reads it."""
    return capfirst(gettext(display_name(name)))


def display_name(name: str) -> str:
    """A name of the API as it stands within an English sentence, and in the catalogues."""
    return LABELS.get(name, name.replace("_", " ").lower())


def quality_hint(oracle: Mapping[str, object], name: str) -> str:
    """The engine's prediction as a sentence; empty where it made none."""
    levels = {value for value in oracle.values() if isinstance(value, str)}
    quality = oracle.get(name) or (levels.pop() if len(levels) == 1 else "")
    return sentence("Predicted quality: {quality}", quality=gettext(str(quality))) if quality else ""


def read_changes(cards: list[Card], data: Mapping[str, str]) -> Asked:
    """What the posted form asks for beyond what is in force; None takes a change back.

    Fields are called ``p-<person id>-<key>``; a missing one leaves its value alone.

    Raises:
        Refused: a value is out of range, unknown, or not offered for that person.
    """
    known = {field_name(card, control) for card in cards for control in card.controls}
    for name in data:
        if name.startswith("p-") and name not in known:
            raise Refused(name, gettext("This attribute is not offered for this person."))
    asked = {card.id: read_card_changes(card, data) for card in cards}
    return {person: changes for person, changes in asked.items() if changes}


def field_name(card: Card, control: Control) -> str:
    """The form's name for one control of one person."""
    return f"p-{card.id}-{control.key}"


def read_card_changes(card: Card, data: Mapping[str, str]) -> dict[str, Wire | None]:
    """The changes of one person that differ from what is in force."""
    changes: dict[str, Wire | None] = {}
    for attribute in dict.fromkeys(control.attribute for control in card.controls):
        controls = [control for control in card.controls if control.attribute == attribute]
        values = {control.key: read_value(card, control, data) for control in controls}
        now = wire_value(attribute, controls, {control.key: control.value for control in controls}, card)
        new = wire_value(attribute, controls, values, card)
        if new != now:
            changes[attribute] = new
    return changes


def read_value(card: Card, control: Control, data: Mapping[str, str]) -> float | str:
    """The value of one field, checked; what is in force where the form leaves it out."""
    name = field_name(card, control)
    text = data.get(name)
    if text is None:
        return control.value
    if control.kind == "range":
        return read_number(name, control, text)
    if text not in {value for value, _ in control.options}:
        raise Refused(name, sentence("{label} cannot be “{value}”.", label=control.label, value=text[:40]))
    return text


def read_number(name: str, control: Control, text: str) -> float:
    """A slider's value as a number within its range."""
    try:
        value = float(text)
    except ValueError:
        raise Refused(name, sentence("{label} must be a number.", label=control.label)) from None
    if not control.minimum <= value <= control.maximum:
        low, high = f"{control.minimum:g}", f"{control.maximum:g}"
        raise Refused(
            name, sentence("{label} must lie between {low} and {high}.", label=control.label, low=low, high=high)
        )
    return value


def wire_value(attribute: str, controls: list[Control], values: Mapping[str, float | str], card: Card) -> Wire | None:
    """The attribute's value as ``create`` takes it; None for no change.

    Raises:
        Refused: more than one expression is above zero.
    """
    if attribute == "expression":
        return read_expression(controls, values, card)
    value = values[attribute]
    if not value:
        return None
    if attribute in STRENGTHS:
        return {str(value): float(values[f"{attribute}.strength"])}
    return value


def read_expression(controls: list[Control], values: Mapping[str, float | str], card: Card) -> Wire | None:
    """The one expression above zero with its strength."""
    shown = {control.enum: float(values[control.key]) for control in controls if values[control.key]}
    if len(shown) > 1:
        raise Refused(field_name(card, controls[0]), gettext("A face can show one expression at a time."))
    return shown or None
