"""A service that speaks S3's API, moto's, in a process of its own; its buckets are in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from harness.processes import accepts, free_port, started, wait_for

START = 60  # seconds until it listens
REGION, ACCESS_KEY, SECRET_KEY = "us-east-1", "studio", "test"


@dataclass(frozen=True)
class Service:
    """Where it answers."""

    port: int

    @property
    def endpoint(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def client(self) -> Any:
        """A client of it."""
        keys = {"aws_access_key_id": ACCESS_KEY, "aws_secret_access_key": SECRET_KEY}
        return boto3.client("s3", endpoint_url=self.endpoint, region_name=REGION, **keys)

    def make_bucket(self, name: str) -> dict[str, str]:
        """What the settings have to say for a new bucket."""
        self.client.create_bucket(Bucket=name)
        return self.variables(name)

    def variables(self, bucket: str) -> dict[str, str]:
        """What the settings have to say for a bucket, which may not be there."""
        return {
            "S3_BUCKET": bucket,
            "S3_ENDPOINT": self.endpoint,
            "S3_REGION": REGION,
            "S3_ACCESS_KEY": ACCESS_KEY,
            "S3_SECRET_KEY": SECRET_KEY,
        }

    def list_names(self, bucket: str) -> list[str]:
        """The names of all objects in a bucket."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return [one["Key"] for page in pages for one in page.get("Contents", [])]


@contextmanager
def running(folder: Path, **variables: str) -> Iterator[Service]:
    """The service for as long as the block runs; its log is in ``folder``."""
    port = free_port()
    with started("-m", "moto.server", "-H", "127.0.0.1", "-p", str(port), log=folder / "moto.log", **variables):
        wait_for(lambda: accepts(port), START, "the S3 service")
        yield Service(port)
