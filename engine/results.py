"""Results under signed addresses that expire, as Bria's do."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import timedelta
from pathlib import PurePath
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.core.signing import Signer
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from engine import files
from engine.calls import Call
from engine.errors import BadRequest, NotFound
from engine.models import Result

MEDIA_TYPES = {".png": "image/png", ".zip": "application/zip", ".psd": "image/vnd.adobe.photoshop"}


def publish(call: Call, file: str, filename: str) -> Result:
    """Make the stored ``file`` fetchable as ``filename``, for as long as results of the call's version live."""
    lifetime = timedelta(hours=settings.RESULT_HOURS[call.version])
    return Result.objects.create(owner=call.owner, file=file, filename=filename, expires_at=timezone.now() + lifetime)


def promise(call: Call, filename: str) -> Result:
    """A result whose file appears later."""
    return publish(call, "", filename)


def sign_address(origin: str, result: Result, member: str = "") -> str:
    """Where ``result``, or one ``member`` of a zip, can be fetched, by anyone who has the address, until it expires.

    ``origin`` is where the engine was reached.
    """
    filename = member or result.filename
    expires = str(int(result.expires_at.timestamp()))
    path = reverse("engine:result", args=[result.key, filename])
    query = urlencode({"Expires": expires, "Signature": _signature(result.key, filename, expires)})
    return f"{origin}{path}?{query}"


def find(key: str, filename: str, expires: str, signature: str) -> Result:
    """The result an address of ours leads to; for a member of a zip, a result of its own that is not on record.

    Raises:
        NotFound: the address is not ours, was changed, or has expired.
    """
    if not constant_time_compare(signature, _signature(key, filename, expires)):
        raise NotFound("This address does not lead to a result.")
    if int(expires) < time.time():
        raise NotFound("This address has expired.")
    result = Result.objects.filter(key=key).first()
    if result is None:
        raise NotFound("This result was removed.")
    if result.file and filename != result.filename:
        result.file, result.filename = _unpack(result.file, filename), filename
    return result


def find_by_address(call: Call, url: str) -> Result | None:
    """The result that ``url`` leads to where it is one of this engine's addresses, None where it is somebody else's.

    Raises:
        BadRequest: no address at all.
        NotFound: an address of this engine that leads nowhere.
    """
    try:
        parts = urlsplit(url)
        match = resolve(parts.path)
    except Resolver404:
        return None
    except ValueError:
        raise BadRequest("The address cannot be read.") from None
    if match.view_name != "engine:result":
        return None
    query = parse_qs(parts.query)
    expires, signature = query.get("Expires", [""])[0], query.get("Signature", [""])[0]
    try:
        return find(**match.kwargs, expires=expires, signature=signature)
    except NotFound:
        if f"{parts.scheme}://{parts.netloc}" == call.origin:
            raise
        return None


def _unpack(archive: str, member: str) -> str:
    """A member of a stored zip, stored by itself: most members are never asked for."""
    with zipfile.ZipFile(io.BytesIO(files.load(archive))) as folder:
        return files.save(folder.read(member), PurePath(member).suffix)


def _signature(key: str, filename: str, expires: str) -> str:
    return Signer(salt="engine.results").signature(f"{key}/{filename}?{expires}")
