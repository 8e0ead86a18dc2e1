"""The cards of the People panel, and the faces on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from editor import files, people, pixels
from editor.access import revision_read
from editor.attributes import Card, Control, field_name
from editor.http import DECODING, stored
from editor.models import Revision
from editor.refusals import Refusal


@dataclass(frozen=True)
class Field:
    """A control as the form shows it: ``value`` is what was posted, else what is in force."""

    name: str
    control: Control
    value: str
    error: str

    @property
    def in_force(self) -> str:
        """The value that the revision shows."""
        return written(self.control.value)

    @property
    def exclusive(self) -> bool:
        """True where at most one of the attribute's sliders may be above zero."""
        return bool(self.control.enum)


@dataclass(frozen=True)
class PersonCard:
    """One person's card: ``fields``, and apart from them those that say who somebody is."""

    card: Card
    fields: list[Field]
    identity: list[Field]


def shown_cards(revision: Revision, refusal: Refusal | None) -> list[PersonCard]:
    """The cards of a revision's people, with what was posted where that was refused."""
    return [shown_card(card, refusal) for card in people.cards(revision)]


def shown_card(card: Card, refusal: Refusal | None) -> PersonCard:
    """One card."""
    fields = [shown_field(field_name(card, control), control, refusal) for control in card.controls]
    return PersonCard(
        card,
        [field for field in fields if not field.control.identity],
        [field for field in fields if field.control.identity],
    )


def shown_field(name: str, control: Control, refusal: Refusal | None) -> Field:
    """One control."""
    posted = refusal.posted if refusal else {}
    error = refusal.sentence if refusal and refusal.name == name else ""
    return Field(name, control, posted.get(name, written(control.value)), error)


def written(value: float | str) -> str:
    """A value as form fields carry it."""
    return value if isinstance(value, str) else f"{value:g}"


@require_safe
def face(request: HttpRequest, pk: int, number: int, place: int) -> HttpResponse:
    """The face on the card at ``place``, counted from 0, cut out of the revision."""
    revision = revision_read(request, pk, number)
    rect = next((card.rect for card in people.cards(revision)[place : place + 1]), None)
    if rect is None:
        raise Http404("This picture has no such face.")
    corners = "-".join(f"{rect[side]:g}" for side in ("x", "y", "w", "h"))
    return stored(request, f"{revision.image}.{corners}", lambda: face_crop(revision.image, rect), "image/webp")


def face_crop(name: str, rect: Mapping[str, float]) -> bytes:
    """A face out of a stored image."""
    with DECODING:
        return pixels.face_crop(files.read(name), rect)
