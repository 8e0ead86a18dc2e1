"""Where the images of a request come from: a part of a form, base64, a data URI, or an address."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import unquote, unquote_to_bytes

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from bria.errors import FetchBusy, FetchError, FetchRefused, FetchTooLarge
from bria.fetching import fetch
from engine import files, images, moderation
from engine.calls import Call
from engine.errors import BadRequest, DownloadFailed, EngineError, NotFound, TooLarge, TooManyRequests
from engine.images import Limits
from imagefiles.reader import Extent

FETCH_AGAIN = 5  # seconds until asking again is worth while when too many addresses are being fetched
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)

URL_SAFE = str.maketrans("-_", "+/")


@dataclass(frozen=True)
class Source:
    """The bytes of an image, and the limits they are held to."""

    data: bytes
    limits: Limits

    def measure(self) -> Extent:
        """The image's extent.

        Raises:
            TooLarge, UnsupportedMedia, Busy: see ``images.measure``.
        """
        return images.measure(self.data, self.limits)

    def mask(self, shape: tuple[int, int]) -> NDArray[np.bool_]:
        """The mask, brought to ``shape`` (rows, columns).

        Raises:
            TooLarge, UnsupportedMedia, Unprocessable: see ``images.decode_mask``.
        """
        return images.decode_mask(self.data, shape, self.limits)


def find(call: Call, *names: str) -> Source | None:
    """The image in the first of the fields that is present, or None.

    Raises:
        BadRequest: it is no text, broken base64, or an address that must not be fetched.
        NotFound, DownloadFailed, TooLarge: the address did not deliver.
        TooManyRequests: too many addresses are being fetched.
    """
    for name in names:
        if name in call.payload.files:
            return _note(call, name, Source(call.payload.files[name].read(), call.limits))
        if value := call.payload.get(name):
            source = value if isinstance(value, Source) else read(call, name, value)
            call.payload.fields[name] = source  # the text of a large picture is not needed any more
            return source
    return None


def need(call: Call, *names: str) -> Source:
    """As ``find``, for an image that must be there.

    Raises:
        BadRequest: none of the fields is present.
    """
    source = find(call, *names)
    if source is None:
        raise BadRequest(f"{' or '.join(repr(name) for name in names)} is missing.")
    return source


def read(call: Call, name: str, value: object) -> Source:
    """The image that the text in the field ``name`` stands for.

    Raises:
        BadRequest, NotFound, DownloadFailed, TooLarge: see ``find``.
    """
    if not isinstance(value, str):
        raise BadRequest(f"'{name}' must be text.")
    return _note(call, name, _read(call, name, value))


def _note(call: Call, name: str, source: Source) -> Source:
    """The source, once moderation knows of it."""
    moderation.note_image(call, name, source.data)
    return source


def _read(call: Call, name: str, value: str) -> Source:
    text = value.strip()
    if not SCHEME.match(text) and "%" in text:
        text = unquote(text)  # clients encode base64 and data URIs as if they were to stand in an address
    scheme = SCHEME.match(text)
    if scheme is None:
        return Source(_from_base64(name, text), call.limits)
    if scheme[1].lower() == "data":
        return Source(_from_data_uri(name, text), call.limits)
    return _from_address(call, value)


def _from_base64(name: str, text: str) -> bytes:
    """What the text stands for, in either alphabet, with white space in it, padded or not (RFC 4648, sections 4, 5)."""
    bare = "".join(text.split()).rstrip("=")
    if "-" in bare or "_" in bare:
        bare = bare.translate(URL_SAFE)
    try:
        packed = bare.encode("ascii") + b"=" * (-len(bare) % 4)
        del bare, text
        return base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        raise BadRequest(f"'{name}' is neither an address nor valid base64.") from None


def _from_data_uri(name: str, text: str) -> bytes:
    """What the URI holds, read as browsers do (RFC 2397): parameters and a fragment say nothing."""
    head, comma, content = text.partition("#")[0].partition(",")
    if not comma:
        raise BadRequest(f"'{name}' is not a complete data URI.")
    if "base64" in (parameter.strip().lower() for parameter in head.split(";")[1:]):
        return _from_base64(name, unquote(content))
    return unquote_to_bytes(content)


def _from_address(call: Call, url: str) -> Source:
    if not url.isprintable():
        raise BadRequest("The address cannot be read.")
    stored = call.records.find_result(call, url)
    if stored is not None:
        # What the engine made itself may be larger than what it takes from others.
        return Source(files.load(stored), images.limits_for(inside=True))
    return Source(_download(url), call.limits)


def _download(url: str) -> bytes:
    try:
        return fetch(url, settings.UPLOAD_BYTES).data
    except FetchError as error:
        raise _translate(error) from None


def _translate(error: FetchError) -> EngineError:
    if isinstance(error, FetchBusy):
        return TooManyRequests(error.message, FETCH_AGAIN)
    if isinstance(error, FetchTooLarge):
        return TooLarge(error.message)
    if isinstance(error, FetchRefused):
        return BadRequest(error.message)
    return NotFound(error.message) if error.status in (404, 410) else DownloadFailed(error.message)
