"""How requests stand, and their results, which are fetched with nothing but their address."""

from __future__ import annotations

import re
import time
from pathlib import PurePath

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from bria.environ import INTERNAL
from engine import files, results, statuses
from engine.calls import Call
from engine.errors import EngineError, NotFound
from engine.models import Request, Result
from engine.views.decorators import v2

RANGE = re.compile(r"bytes=(\d{1,18})-(\d{0,18})", re.ASCII)


@v2("GET")
def status(call: Call, request_id: str) -> HttpResponse:
    """``GET /v2/status/{request_id}``: 200 for a failed request as well, 404 for an unknown one (docs.bria.ai)."""
    request = Request.objects.select_related("result").filter(owner=call.owner, request_id=request_id).first()
    if request is None:
        return JsonResponse({"status": "NOT_FOUND"}, status=404)
    return JsonResponse(statuses.describe_request(call.origin, request))


@require_safe
def result(request: HttpRequest, key: str, filename: str) -> HttpResponseBase:
    """``GET /engine/results/{key}/{filename}?Expires=…&Signature=…``.

    404 until the file is there, zero bytes where it never will be.
    """
    described = {
        "Content-Type": results.MEDIA_TYPES[PurePath(filename).suffix],
        "Content-Disposition": f'inline; filename="{filename}"',
    }
    try:
        found = results.find(key, filename, request.GET.get("Expires", ""), request.GET.get("Signature", ""))
        # The studio itself takes results from nobody but its engine.
        if found.file and not request.META.get(INTERNAL) and (handed := files.hand_over(found.file, described)):
            return handed
        response = _content(request, found)
    except EngineError as error:
        return JsonResponse(error.v1(), status=error.status)
    for name, value in described.items():
        response[name] = value
    return response


def _content(request: HttpRequest, found: Result) -> HttpResponseBase:
    if found.failed:
        return HttpResponse(headers={"Content-Length": "0", "Cache-Control": "no-store"})
    if not found.file:
        raise NotFound("This result is not ready.")
    try:
        response = _file(request, found.file)
    except FileNotFoundError:
        raise NotFound("This result was removed.") from None
    remaining = int(found.expires_at.timestamp() - time.time())
    response["Cache-Control"] = f"private, max-age={max(remaining, 0)}"
    return response


def _file(request: HttpRequest, name: str) -> HttpResponseBase:
    wanted = RANGE.fullmatch(request.headers.get("Range", ""))
    if wanted:
        return _part(name, int(wanted[1]), wanted[2])
    return FileResponse(default_storage.open(name), headers={"Accept-Ranges": "bytes"})


def _part(name: str, first: int, last: str) -> HttpResponse:
    """One range of bytes (RFC 9110, section 14); clients ask for the first byte to learn whether a result is there."""
    size = default_storage.size(name)
    end = min(int(last), size - 1) if last else size - 1
    if first > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with default_storage.open(name) as file:
        file.seek(first)
        content = file.read(end - first + 1)
    return HttpResponse(content, status=206, headers={"Content-Range": f"bytes {first}-{end}/{size}"})
