"""A journey on what several machines share: PostgreSQL, a bucket and Redis, two web processes and two workers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from harness import bucket, postgres, redis_server
from harness.journey import Journey
from harness.studio import run_studio
from tests.browser.conftest import at
from tests.hosts.servers import require

pytestmark = pytest.mark.browser


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[dict[str, str]]:
    """What the settings have to say for servers of the test's own."""
    with (
        postgres.running(require(postgres)) as database,
        redis_server.running(require(redis_server)) as redis,
        bucket.running(tmp_path) as s3,
    ):
        addresses = {"DATABASE_URL": database.make_database(), "REDIS_URL": redis.address}
        yield addresses | s3.make_bucket("studio") | {"STUDIO_WEB": "2", "STUDIO_WORKERS": "2"}


def test_a_picture_is_uploaded_erased_from_and_taken_back(
    browser: Browser, shared: dict[str, str], tmp_path: Path
) -> None:
    variables = {**shared, "S3_SIGNED_ADDRESSES": "1", "STUDIO_WEIGHTS": str(tmp_path / "weights")}
    with run_studio(tmp_path / "data", **variables) as studio:
        context = browser.new_context(base_url=studio.address)
        with at(context.new_page(), Journey) as person:
            work_on_a_picture(person)
        context.close()


def work_on_a_picture(person: Journey) -> None:
    """Open a photo, erase a region, go back and forth, and find all of it again after a reload."""
    person.opens("Coffee")
    before = person.pixels()
    person.clicks_at(0.5, 0.5)
    person.erases()
    person.sees_other_than(before)
    after = person.pixels()
    person.button("Undo").click()
    person.sees(before)
    person.button("Redo").click()
    person.sees(after)
    assert person.has_stayed()
    person.page.reload()
    person.stands_at(2)
    person.sees(after)
    expect(person.history).to_have_count(2)
