"""The studio's files in a bucket of S3, or of a service that speaks its API."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import ContentFile
from django.http import HttpResponse, HttpResponseRedirect
from storages.backends.s3 import S3Storage

# A page waits for it. Pictures are large, so that reading may take its time.
CONNECTING, READING, TRIES = 3, 30, 4  # seconds, seconds, tries of one request
IN_MEMORY = 16_000_000  # bytes of a file that is read without a file of its own on the disk
MARK = "stored-again"  # the metadata that says when that was, in seconds since 1970
PROBE = ".bria-studio"
LIFETIME = 600  # seconds that a signed address leads to its file
# What a signed address can say of the answer (docs.aws.amazon.com, GetObject).
OVERRIDES = {
    "Content-Type": "ResponseContentType",
    "Content-Disposition": "ResponseContentDisposition",
}


class Bucket(S3Storage):  # type: ignore[misc]
    """Files as objects, whose names are those of the files."""

    def get_default_settings(self) -> dict[str, Any]:
        """What the settings do not say."""
        tries = {"mode": "standard", "total_max_attempts": TRIES}
        client = Config(connect_timeout=CONNECTING, read_timeout=READING, retries=tries, signature_version="s3v4")
        return {**super().get_default_settings(), "client_config": client, "max_memory_size": IN_MEMORY}

    def mark(self, name: str) -> bool:
        """Note that a file was stored again now; False where there is none."""
        source = {"Bucket": self.bucket_name, "Key": name}
        try:
            self.bucket.Object(name).copy_from(
                CopySource=source, Metadata={MARK: str(time.time())}, MetadataDirective="REPLACE"
            )
        except ClientError as error:
            if is_missing(error):
                return False
            raise
        return True

    def marked_at(self, name: str) -> float:
        """When a file was stored again, in seconds since 1970; 0 where it never was, or is gone."""
        try:
            return float(self.bucket.Object(name).metadata.get(MARK, 0))
        except ClientError as error:
            if is_missing(error):
                return 0
            raise

    def find_stored_before(self, beginning: str, moment: datetime) -> Iterator[str]:
        """The names that begin so of the files that were last stored before ``moment``; a thousand by each request."""
        for stored in self.bucket.objects.filter(Prefix=beginning):
            if stored.last_modified < moment:
                yield stored.key

    def hand_over(self, name: str, headers: Mapping[str, str], *, leads_away: bool) -> HttpResponse | None:
        """Lead whoever asks to a signed address of the file, where that is wished; it says what the headers say."""
        if not (settings.SIGNED_ADDRESSES and leads_away):
            return None
        said = {parameter: headers[header] for header, parameter in OVERRIDES.items() if header in headers}
        keeping = {"Cache-Control": f"private, max-age={LIFETIME // 2}"}
        return HttpResponseRedirect(self.url(name, said, LIFETIME), headers=keeping)

    def find_problem(self) -> str:
        """Why files cannot be kept here, and what helps; empty where they can. It keeps one, and deletes it."""
        try:
            self.save(PROBE, ContentFile(b"can be deleted"))
            self.open(PROBE).read()
            self.delete(PROBE)
        except (BotoCoreError, ClientError, FileNotFoundError, ValueError) as error:
            where, reason = self.endpoint_url or "Amazon", " ".join(str(error).split())
            return f"The bucket {self.bucket_name} at {where} cannot be used: see STORAGE_URL, or S3_* ({reason})."
        return ""


def is_missing(error: ClientError) -> bool:
    """True where there is no such file."""
    return bool(error.response["ResponseMetadata"]["HTTPStatusCode"] == 404)
