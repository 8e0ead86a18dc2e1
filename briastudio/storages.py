"""Where the studio's files are: in a folder, as everywhere, or in a bucket, for several machines.

Beside what Django asks of a storage, each can have a file sent by something else than the studio (``hand_over``).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage
from django.http import HttpResponse

FOLDER = {"BACKEND": "briastudio.storages.Folder"}


class Folder(FileSystemStorage):
    """Files in the data folder."""

    def hand_over(self, name: str, headers: Mapping[str, str], *, leads_away: bool) -> HttpResponse | None:
        """Have the proxy send a file, where ``ACCEL_PATH`` says under which of its addresses it has the folder.

        nginx passes on what is said of type, name and keeping, and nothing of an encoding (nginx.org, X-Accel).
        """
        if not settings.ACCEL_PATH or "Content-Encoding" in headers:
            return None
        return HttpResponse(headers={**headers, "X-Accel-Redirect": f"{settings.ACCEL_PATH}/{quote(name)}"})


def configure(bucket: str, endpoint: str, region: str, access_key: str, secret_key: str) -> dict[str, Any]:
    """An entry of Django's ``STORAGES``: the folder without a ``bucket``.

    Raises:
        ImproperlyConfigured: what is said cannot be used, or what speaks with buckets is not installed.
    """
    if not bucket:
        return FOLDER
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured("S3_BUCKET is set, and the package for it is not installed: run make hosts.")
    if endpoint and urlsplit(endpoint).scheme not in ("http", "https"):
        raise ImproperlyConfigured("S3_ENDPOINT must be an address such as https://s3.example.com")
    options = {
        "bucket_name": bucket,
        "endpoint_url": endpoint or None,
        "region_name": region or None,
        "access_key": access_key or None,
        "secret_key": secret_key or None,
    }
    return {"BACKEND": "briastudio.bucket.Bucket", "OPTIONS": options}
