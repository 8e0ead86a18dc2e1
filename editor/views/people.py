"""The cards of the People panel, and the faces on them."""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

import bria
from editor import face_strips, files, people
from editor.access import read_owner, revision_read
from editor.attributes import Card, Control, field_name
from editor.http import is_known, send_immutable
from editor.imaging import decoding, pixels, portraits
from editor.models import Revision
from editor.refusals import Refusal
from editor.service import backends
from editor.views.previews import seated

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Field:
    """A control as the form shows it: ``value`` is what was posted, else what is in force.

    ``strip`` holds the values at which the face can be shown beforehand.
    """

    name: str
    control: Control
    value: str
    error: str
    strip: tuple[str, ...] = ()

    @property
    def neutral(self) -> str:
        """The value that changes nothing."""
        return "0" if self.control.kind == "range" else ""

    @property
    def in_force(self) -> str:
        """The value that the revision shows."""
        return format_value(self.control.value)

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


@dataclass(frozen=True)
class FaceChoice:
    """A face that can be hidden: ``place`` counts the cards from 0, ``name`` is that of its field."""

    card: Card
    place: int
    name: str
    checked: bool


def build_face_choices(revision: Revision, refusal: Refusal | None) -> list[FaceChoice]:
    """The faces that can be hidden: all are chosen, unless others were where the form was refused."""
    posted = refusal.posted if refusal and refusal.tool == "hide_faces" else None
    cards = [(place, card, people.face_field(card)) for place, card in enumerate(people.list_cards(revision))]
    return [FaceChoice(card, place, name, posted is None or name in posted) for place, card, name in cards if card.rect]


def build_cards(revision: Revision, refusal: Refusal | None) -> list[PersonCard]:
    """The cards of a revision's people, with what was posted where that was refused."""
    return [build_card(card, refusal) for card in people.list_cards(revision)]


def build_card(card: Card, refusal: Refusal | None) -> PersonCard:
    """One card."""
    fields = [build_field(field_name(card, control), control, refusal) for control in card.controls]
    return PersonCard(
        card,
        [field for field in fields if not field.control.identity],
        [field for field in fields if field.control.identity],
    )


def build_field(name: str, control: Control, refusal: Refusal | None) -> Field:
    """One control."""
    posted = refusal.posted if refusal else {}
    error = refusal.sentence if refusal and refusal.name == name else ""
    strip = face_strips.strip_values(control) if backends.current().embedded else ()
    return Field(name, control, posted.get(name, format_value(control.value)), error, strip)


def format_value(value: float | str) -> str:
    """A value as form fields carry it."""
    return value if isinstance(value, str) else f"{value:g}"


@require_safe
def face(request: HttpRequest, pk: int, number: int, place: int) -> HttpResponseBase:
    """The face on the card at ``place``, counted from 0, cut out of the revision."""
    revision = revision_read(request, pk, number)
    rect = next((card.rect for card in people.list_cards(revision)[place : place + 1]), None)
    if rect is None:
        raise Http404("This picture has no such face.")
    return send_face(request, revision.image, rect)


def send_face(request: HttpRequest, name: str, rect: Mapping[str, float]) -> HttpResponseBase:
    """A face out of a stored image, as a file that a browser keeps."""
    corners = "-".join(f"{rect[side]:g}" for side in ("x", "y", "w", "h"))
    return send_immutable(request, f"{name}.{corners}", lambda: face_crop(name, rect), "image/webp")


def face_crop(name: str, rect: Mapping[str, float]) -> io.BytesIO:
    """A face out of a stored image."""
    image = files.read(name)
    return io.BytesIO(decoding.run(pixels.measure_use(image), portraits.crop_face, image, dict(rect)))


@require_safe
@seated
def strip(request: HttpRequest, pk: int, number: int, place: int, key: str) -> HttpResponseBase:
    """What a control of the card at ``place`` does, as a row of faces; 204 where that cannot be shown."""
    revision = revision_read(request, pk, number)
    for card in people.list_cards(revision)[place : place + 1]:
        for control in card.controls:
            if control.key == key:
                return send_strip(request, face_strips.plan_strip(revision, card, control))
    raise Http404("This person has no such control.")


def send_strip(request: HttpRequest, strip: face_strips.Strip | None) -> HttpResponseBase:
    """A strip as a file that is drawn only where the browser does not have it."""
    if strip is None:
        return HttpResponse(status=204)
    facts = repr((strip.start.image, sorted(strip.rect.items()), strip.values, strip.changes))
    name = sha256(facts.encode()).hexdigest()
    if is_known(request, quote_etag(name)):
        return send_immutable(request, name, io.BytesIO, "image/webp")
    made = cache.get(name)
    if made is None:
        made = try_strip(strip, read_owner(request))
        cache.set(name, made)
    return send_immutable(request, name, lambda: io.BytesIO(made), "image/webp") if made else HttpResponse(status=204)


def try_strip(strip: face_strips.Strip, asker: str) -> bytes:
    """The strip as WEBP, for the owner ``asker``; empty where the engine could not make it, as it is only a preview."""
    try:
        return face_strips.render_strip(strip, asker) or b""
    except bria.BriaError:
        logger.info("A strip could not be drawn", exc_info=True)
        return b""
