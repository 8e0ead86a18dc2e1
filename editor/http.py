"""The words that views speak over the wire: htmx requests, stored files, and the parts of the editor page."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import IO, Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponsePermanentRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import parse_etags, quote_etag
from django_htmx.middleware import HtmxDetails

from editor import files

FOR_EVER = "private, max-age=31536000, immutable"  # seconds: stored files never change under their name
STOP_POLLING = 286  # htmx stops a polling element that gets this status
BYTES = re.compile(r"bytes=(\d{0,18})-(\d{0,18})$")
IN_MEMORY = 262_144  # bytes of an answer that are read at once
CHUNK = 262_144  # bytes of a longer one that are read at a time


class HtmxRequest(HttpRequest):
    """A request that went through django-htmx's middleware."""

    htmx: HtmxDetails


def moved_to(name: str) -> Callable[..., HttpResponseBase]:
    """A view that leads an address of yesterday to that of ``name``; a page that is still open posts there (308)."""

    def moved(_request: HttpRequest, **place: Any) -> HttpResponseBase:
        return HttpResponsePermanentRedirect(reverse(name, kwargs=place), preserve_request=True)

    return moved


def read_key(text: str) -> int:
    """A primary key in a form or an address; 0, which is nobody's, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def read_shown_versions(request: HttpRequest) -> dict[str, str]:
    """The versions of the page's parts that the browser shows, from its header ``Studio-Seen: name=version …``."""
    pairs = (word.partition("=") for word in request.headers.get("Studio-Seen", "").split())
    return {name: version for name, _, version in pairs}


def send_file(
    request: HttpRequest,
    name: str,
    content_type: str,
    headers: Mapping[str, str] | None = None,
    *,
    leads_away: bool = False,
) -> HttpResponseBase:
    """A stored file, whole or the one range asked for; ``name`` is made from its content and so is the ETag.

    The proxy may be told to send it, and who downloads it may be led elsewhere (``files.hand_over``).
    """
    if not is_known(request, make_etag(name)):
        said = {**always(name), "Content-Type": content_type, **(headers or {})}
        handed = files.hand_over(name, said, leads_away=leads_away)
        if handed is not None:
            return handed
    return send_immutable(request, name, lambda: files.open_file(name), content_type, headers)


def send_immutable(
    request: HttpRequest,
    name: str,
    opened: Callable[[], IO[bytes]],
    content_type: str,
    headers: Mapping[str, str] | None = None,
) -> HttpResponseBase:
    """What never changes under its ``name``, whole or the one range asked for.

    ``opened`` is called only where the browser does not have it yet; of a range no more than that is read.
    """
    etag, sent = make_etag(name), {**always(name), **(headers or {})}
    if is_known(request, etag):
        return HttpResponseNotModified(headers=sent)
    file = opened()
    length = file.seek(0, os.SEEK_END)
    wanted = parse_range(request, etag, length)
    if wanted is not None and not wanted:
        file.close()
        return HttpResponse(status=416, headers={**sent, "Content-Range": f"bytes */{length}"})
    if wanted is None:
        return send_part(file, range(length), 200, content_type, sent)
    sent["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{length}"
    return send_part(file, wanted, 206, content_type, sent)


def always(name: str) -> dict[str, str]:
    """The headers that come with whatever never changes under its ``name``."""
    return {
        "ETag": make_etag(name),
        "Cache-Control": FOR_EVER,
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }


def make_etag(name: str) -> str:
    """The tag of what has this name."""
    return quote_etag(PurePosixPath(name).name)


def send_part(
    file: IO[bytes], wanted: range, status: int, content_type: str, headers: Mapping[str, str]
) -> HttpResponseBase:
    """A part of a file, which is closed with the answer; a long one is read while it is sent."""
    file.seek(wanted.start)
    if len(wanted) <= IN_MEMORY:
        with file:
            return HttpResponse(file.read(len(wanted)), status=status, content_type=content_type, headers=headers)
    lengths = {**headers, "Content-Length": str(len(wanted))}
    return StreamingHttpResponse(chunks(file, len(wanted)), status=status, content_type=content_type, headers=lengths)


def chunks(file: IO[bytes], length: int) -> Iterator[bytes]:
    """The next ``length`` bytes of a file, in handy pieces."""
    with file:
        while length > 0 and (chunk := file.read(min(length, CHUNK))):
            length -= len(chunk)
            yield chunk


def is_known(request: HttpRequest, etag: str) -> bool:
    """True when the browser already has it; compressing proxies make the tag a weak one."""
    tags = [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]
    return etag in tags or "*" in tags


def parse_range(request: HttpRequest, etag: str, length: int) -> range | None:
    """The bytes asked for: None for the whole file, an empty range for one that lies outside it."""
    match = BYTES.match(request.headers.get("Range", ""))
    if not match or not (match[1] or match[2]) or request.headers.get("If-Range", etag) != etag:
        return None
    if not match[1]:
        return range(max(0, length - int(match[2])), length)
    last = int(match[2]) if match[2] else length - 1
    return range(int(match[1]), min(last + 1, length))
