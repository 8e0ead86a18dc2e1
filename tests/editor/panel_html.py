"""A panel as it came over the wire, read as a person meets it: what its fields hold, what is said and where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.test.html import Element, parse_html

TYPED = {"text", "number", "range", "textarea", "select"}


@dataclass(frozen=True)
class Seen:
    """An element, and whether it or something around it is hidden."""

    element: Element
    hidden: bool

    def get(self, name: str) -> str | None:
        """An attribute: None where there is none, empty for one without a value."""
        return next((value or "" for key, value in self.element.attributes if key == name), None)

    @property
    def text(self) -> str:
        """What it says."""
        return " ".join(str(child) for child in self.element.children).strip()

    @property
    def kind(self) -> str:
        """The kind of field it is."""
        return str((self.get("type") or "text") if self.element.name == "input" else self.element.name)


class Panel:
    """The part of an answer that holds the panel ``slug``."""

    def __init__(self, page: str, slug: str) -> None:
        whole = list(walked(parse_html(page), False))
        [part] = [seen for seen in whole if seen.get("id") == f"part-{slug}"]
        self.elements = list(walked(part.element, False))

    def fields(self, name: str) -> list[Seen]:
        """The fields of this name that a person can see or set."""
        return [seen for seen in self.elements if seen.get("name") == name and seen.kind not in {"hidden", "submit"}]

    def holds(self, name: str, value: str) -> bool:
        """True where the fields of this name hold a value, or have no way to."""
        return all(field.kind not in HOLDS or HOLDS[field.kind](field, value) for field in self.fields(name))

    @property
    def refusals(self) -> list[Seen]:
        """What is said to be wrong."""
        return [seen for seen in self.elements if "refusal" in (seen.get("class") or "").split()]

    @property
    def alerts(self) -> list[str]:
        """What is said to be wrong where everybody hears it, and nothing hides it."""
        told = [refusal for refusal in self.refusals if not refusal.hidden and refusal.get("role") == "alert"]
        return [refusal.text for refusal in told if refusal.text]

    def is_said_at(self, name: str) -> bool:
        """True where each field of this name that can be typed into names what is wrong with it."""
        ids = {refusal.get("id") for refusal in self.refusals}
        typed = [field for field in self.fields(name) if field.kind in TYPED]
        return all(
            field.get("aria-invalid") == "true" and ids & set((field.get("aria-describedby") or "").split())
            for field in typed
        )


def walked(element: Element, hidden: bool) -> list[Seen]:
    """An element and all within it."""
    hidden = hidden or any(key == "hidden" for key, _ in element.attributes)
    inner = [child for child in element.children if isinstance(child, Element)]
    return [Seen(element, hidden), *(seen for child in inner for seen in walked(child, hidden))]


def options(select: Element) -> list[tuple[str, bool]]:
    """The values of a choice, and whether each is the one chosen."""
    seen = [each for each in walked(select, False) if each.element.name == "option"]
    return [(each.get("value") or "", each.get("selected") is not None) for each in seen]


def holds_choice(field: Seen, value: str) -> bool:
    """True for a button that is pressed exactly where it stands for the value, and for one that cannot be."""
    is_pressed = field.get("checked") is not None
    return field.get("disabled") is not None or is_pressed == (field.get("value") == value)


def holds_option(field: Seen, value: str) -> bool:
    """True where the value is chosen, or is none of the options."""
    offered = dict(options(field.element))
    return offered.get(value, True)


HOLDS: dict[str, Callable[[Seen, str], bool]] = {
    **dict.fromkeys(("text", "number", "range"), lambda field, value: field.get("value") == value),
    "textarea": lambda field, value: field.text == value.strip(),
    "select": holds_option,
    **dict.fromkeys(("radio", "checkbox"), holds_choice),
}
