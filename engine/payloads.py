"""Requests into fields: JSON, form or multipart bodies and the query, read with tolerance and checked by name.

Unknown fields are ignored; null, empty text and empty lists count as absent: the official clients send all of them
(docs.bria.ai).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest as DjangoBadRequest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

from engine.errors import BadRequest, TooLarge

FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
FORM_OVERHEAD = 1_000_000  # bytes; boundaries and text fields around one file of the largest size taken
WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
COUNTS = {2: "two", 4: "four"}
TRUE, FALSE = ("true", "1", "yes"), ("false", "0", "no")


@dataclass(frozen=True)
class Payload:
    """The fields of a request: body before query. ``sources`` puts what was read out of a long text in its place."""

    fields: dict[str, Any]
    files: Mapping[str, UploadedFile[Any]]

    def get(self, *names: str) -> Any:
        """The first of the fields that is present, or None."""
        present = (value for name in names if not is_absent(value := self.fields.get(name)))
        return next(present, None)

    def text(self, *names: str) -> str | None:
        """The first of the fields that is present, which must be text that can be written down.

        Raises:
            BadRequest: it is something else.
        """
        value = self.get(*names)
        if value is None:
            return None
        if not isinstance(value, str) or not value.isprintable():
            raise BadRequest(f"'{names[0]}' must be text.")
        return value

    def flag(self, name: str, default: bool) -> bool:
        """A yes or no, as JSON or spelled out.

        Raises:
            BadRequest: it is neither.
        """
        value = self.get(name)
        if value is None:
            return default
        word = str(value).lower()
        if word not in TRUE + FALSE:
            raise BadRequest(f"'{name}' must be true or false.")
        return word in TRUE

    def choice(self, name: str, options: tuple[str, ...], default: str) -> str:
        """One of ``options``.

        Raises:
            BadRequest: it is none of them.
        """
        value = self.get(name)
        if value is None:
            return default
        if value not in options:
            raise BadRequest(f"'{name}' must be one of: {', '.join(options)}.")
        return str(value)

    def words(self, *names: str) -> str | None:
        """Free text on one line, such as a prompt; None where there is none, or only spaces.

        Raises:
            BadRequest: it is something else.
        """
        value = self.get(*names)
        if value is not None and not isinstance(value, str):
            raise BadRequest(f"'{names[0]}' must be text.")
        return " ".join((value or "").split()) or None

    def whole(self, name: str, least: int, most: int, default: int) -> int:
        """A whole number from ``least`` to ``most``; forms and queries can only send it as text.

        Raises:
            BadRequest: it is something else.
        """
        value = self.get(name)
        if value is None:
            return default
        number = parse_whole(value)
        if number is None or not least <= number <= most:
            raise BadRequest(f"'{name}' must be a whole number from {least} to {most}.")
        return number

    def wholes(self, name: str, least: int, most: int) -> list[int]:
        """Whole numbers from ``least`` to ``most``, as a list or, in forms, as text; each once, in ascending order.

        Raises:
            BadRequest: they are something else.
        """
        numbers = [parse_whole(item) for item in split_list(self.get(name))]
        fitting = [number for number in numbers if number is not None and least <= number <= most]
        if len(fitting) < len(numbers):
            raise BadRequest(f"'{name}' must be a list of whole numbers from {least} to {most}.")
        return sorted(set(fitting))

    def pair(self, name: str, least: int, most: int) -> tuple[int, int] | None:
        """Two whole numbers from ``least`` to ``most``, as a list or, in forms, as text; None where they are absent.

        Raises:
            BadRequest: they are something else.
        """
        numbers = self._several(name, 2, least, most)
        return None if numbers is None else (numbers[0], numbers[1])

    def box(self, name: str, most: int) -> tuple[int, int, int, int] | None:
        """Left, top, width and height, in whole numbers from 0 to ``most``; None where they are absent.

        Raises:
            BadRequest: they are something else.
        """
        numbers = self._several(name, 4, 0, most)
        return None if numbers is None else (numbers[0], numbers[1], numbers[2], numbers[3])

    def _several(self, name: str, count: int, least: int, most: int) -> list[int] | None:
        value = self.get(name)
        if value is None:
            return None
        numbers = [parse_whole(item) for item in split_list(value)]
        fitting = [number for number in numbers if number is not None and least <= number <= most]
        if len(numbers) != count or len(fitting) != count:
            raise BadRequest(f"'{name}' must be {COUNTS[count]} whole numbers from {least} to {most}.")
        return fitting

    def objects(self, name: str) -> list[dict[str, Any]]:
        """A list of objects; one object alone counts as a list of one.

        Raises:
            BadRequest: it is something else.
        """
        value = self.get(name)
        values = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(item, dict) for item in values):
            raise BadRequest(f"'{name}' must be a list of objects.")
        return values


def is_absent(value: Any) -> bool:
    """True for what clients send instead of leaving a field out."""
    return value is None or value in ("", [], {})


def split_list(value: Any) -> list[Any]:
    """A field that holds several values, or one; None holds none. A form can only send "[1, 2]" or "1,2"."""
    if isinstance(value, str):
        return value.strip("[] ").split(",")
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def parse_whole(value: Any) -> int | None:
    """What JSON or a form has for a whole number, None for everything else."""
    if isinstance(value, str) and WHOLE.fullmatch(value.strip()):
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def parse(request: HttpRequest, *, inside: bool) -> Payload:
    """The fields of ``request``. From the studio itself (``inside``) a body of any size is read.

    Raises:
        BadRequest: the body cannot be read as what it says it is.
        TooLarge: the body is longer than any image that is taken could make it.
    """
    try:
        if request.content_type in FORMS:
            return _form(request, inside)
        return Payload(request.GET.dict() | _json(request, inside), {})
    except RequestDataTooBig:
        raise TooLarge(f"The body is larger than {settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1e6:.0f} MB.") from None
    except (MultiPartParserError, SuspiciousOperation, DjangoBadRequest, UnreadablePostError) as error:
        raise BadRequest(f"The body could not be read: {error}") from None


def _form(request: HttpRequest, inside: bool) -> Payload:
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if not inside and length > 2 * settings.UPLOAD_BYTES + FORM_OVERHEAD:
        raise TooLarge(f"The body is larger than {2 * settings.UPLOAD_BYTES / 1e6:.0f} MB.")
    files = {name: file for name, file in request.FILES.items() if isinstance(file, UploadedFile)}
    return Payload(request.GET.dict() | request.POST.dict(), files)


def _text(request: HttpRequest, inside: bool) -> str:
    """The body as text. It is kept nowhere else: what ``HttpRequest.body`` gives stays as long as the call lasts."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if not inside and length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise RequestDataTooBig
    body = request.read()
    return body.decode(json.detect_encoding(body), "surrogatepass")


def _json(request: HttpRequest, inside: bool) -> dict[str, Any]:
    try:
        text = _text(request, inside)
        fields = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError):
        raise BadRequest("The body is not valid JSON.") from None
    if not isinstance(fields, dict):
        raise BadRequest("The body must be a JSON object.")
    return fields
