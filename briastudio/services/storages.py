"""Where the studio's files are: in a folder, as everywhere, or in a bucket, for several machines.

``STORAGE_URL`` says it in one address, the variables ``S3_*`` in several.

Beside what Django asks of a storage, each can have a file sent by something else than the studio (``hand_over``).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage

if TYPE_CHECKING:
    from django.http import HttpResponse

FORM = "STORAGE_URL must be an address such as s3://key:secret@host:port/bucket?region=name or file:///path"
# Of the addresses of buckets: how the service is spoken with. The second is for one in the own network.
SCHEMES = {"s3": "https", "s3+http": "http"}


class Bucket(NamedTuple):
    """A bucket and how it is reached, as the variables ``S3_*`` name it; empty is what is not said."""

    name: str = ""
    endpoint: str = ""
    region: str = ""
    access_key: str = ""
    secret_key: str = ""


class Folder(FileSystemStorage):
    """Files in the data folder, or in one that ``STORAGE_URL`` names."""

    def find_problem(self) -> str:
        """Why files cannot be kept here; empty where they can. The folder is made where there is none."""
        folder = Path(self.location)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            return f"The folder of files {folder} cannot be used: see STORAGE_URL ({error.strerror})."
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            return f"The folder of files {folder} cannot be written to: see STORAGE_URL, and whose it is."
        return ""

    def hand_over(self, name: str, headers: Mapping[str, str], *, leads_away: bool) -> HttpResponse | None:
        """Have the proxy send a file, where ``ACCEL_PATH`` says under which of its addresses it has the folder.

        nginx passes on what is said of type, name and keeping, and nothing of an encoding (nginx.org, X-Accel).
        """
        if not settings.ACCEL_PATH or "Content-Encoding" in headers:
            return None
        from django.http import HttpResponse  # brings models, which a server's first process does without

        return HttpResponse(headers={**headers, "X-Accel-Redirect": f"{settings.ACCEL_PATH}/{quote(name)}"})


def configure(url: str, bucket: Bucket) -> dict[str, Any]:
    """An entry of Django's ``STORAGES``: what ``url`` names, or else the ``bucket``, or else the data folder.

    Raises:
        ImproperlyConfigured: what is said cannot be used, both are, or what speaks with buckets is not installed.
    """
    if url and any(bucket):
        raise ImproperlyConfigured("STORAGE_URL and variables S3_* are both set: keep one of them.")
    if url:
        return configure_address(url)
    return configure_bucket(bucket, "S3_BUCKET") if bucket.name else configure_folder()


def configure_address(url: str) -> dict[str, Any]:
    """The folder or the bucket that an address names.

    Raises:
        ImproperlyConfigured: it is no such address, or as ``configure_bucket``.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ImproperlyConfigured(FORM) from None
    path = unquote(parts.path)
    if parts.scheme == "file" and not parts.netloc and not parts.query and path.strip("/"):
        return configure_folder(path)
    if parts.scheme in SCHEMES:
        return configure_bucket(parse_bucket(parts), "STORAGE_URL")
    raise ImproperlyConfigured(FORM)


def parse_bucket(parts: SplitResult) -> Bucket:
    """The bucket of an address; one without a host is Amazon's.

    Raises:
        ImproperlyConfigured: the address names none, or says more than a region behind its ``?``.
    """
    name, options = unquote(parts.path).strip("/"), dict(parse_qsl(parts.query, keep_blank_values=True))
    region = options.pop("region", "")
    if not name or "/" in name or options:
        raise ImproperlyConfigured(FORM)
    host = parts.netloc.rpartition("@")[2]
    endpoint = f"{SCHEMES[parts.scheme]}://{host}" if host else ""
    return Bucket(name, endpoint, region, unquote(parts.username or ""), unquote(parts.password or ""))


def configure_folder(location: str | None = None) -> dict[str, Any]:
    """A folder; without a ``location`` that of the data folder."""
    return {"BACKEND": "briastudio.services.storages.Folder", "OPTIONS": {"location": location} if location else {}}


def configure_bucket(bucket: Bucket, variable: str) -> dict[str, Any]:
    """A bucket that a ``variable`` named.

    Raises:
        ImproperlyConfigured: its service has no such address, or what speaks with buckets is not installed.
    """
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured(f"{variable} is set, and the package for it is not installed: run make hosts.")
    if bucket.endpoint and urlsplit(bucket.endpoint).scheme not in ("http", "https"):
        raise ImproperlyConfigured("S3_ENDPOINT must be an address such as https://s3.example.com")
    options = {
        "bucket_name": bucket.name,
        "endpoint_url": bucket.endpoint or None,
        "region_name": bucket.region or None,
        "access_key": bucket.access_key or None,
        "secret_key": bucket.secret_key or None,
    }
    return {"BACKEND": "briastudio.services.bucket.Bucket", "OPTIONS": options}
