"""Servers that several machines share, started for the tests; where one is not installed its tests are skipped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from harness import bucket
from harness import postgres as postgresql
from tests.hosts.servers import require


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgresql.Server]:
    """A server of PostgreSQL that no test stops."""
    with postgresql.running(require(postgresql)) as server:
        yield server


@pytest.fixture
def database(postgres: postgresql.Server) -> str:
    """The address of an empty database."""
    return postgres.make_database()


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bucket.Service]:
    """A service that speaks S3's API."""
    with bucket.running(tmp_path_factory.mktemp("s3")) as service:
        yield service
