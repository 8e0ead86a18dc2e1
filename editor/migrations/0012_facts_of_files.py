from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage
from django.db import migrations

HEADER = 30  # bytes of a WebP file that say whether it has an alpha channel
BATCH = 500  # revisions in one update


def read_facts(apps: Any, schema_editor: Any) -> None:
    """What earlier versions did not know of revisions: whether they are transparent, and how much they take up."""
    rows = apps.get_model("editor", "Revision").objects
    revisions = rows.only("pk", "image", "screen", "thumbnail", "is_transparent", "stored_bytes")
    for batch in batches(revisions.order_by("pk").iterator(BATCH)):
        for revision in batch:
            names = {revision.image, revision.screen, revision.thumbnail}
            revision.stored_bytes = sum(map(measure, names))
            revision.is_transparent |= has_alpha(read_header(revision.thumbnail))
        rows.bulk_update(batch, ["stored_bytes", "is_transparent"])


def batches(revisions: Iterator[Any]) -> Iterator[list[Any]]:
    """The revisions, so many at a time."""
    batch = []
    for revision in revisions:
        batch.append(revision)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def measure(name: str) -> int:
    """Bytes of a stored file, 0 where it is gone."""
    try:
        return int(default_storage.size(name)) if name else 0
    except FileNotFoundError:
        return 0


def read_header(name: str) -> bytes:
    """The beginning of a stored file; empty where it is gone."""
    try:
        with default_storage.open(name) as file:
            return bytes(file.read(HEADER))
    except (FileNotFoundError, IsADirectoryError):
        return b""


def has_alpha(webp: bytes) -> bool:
    """Whether something can be seen through a thumbnail (RFC 9649, sections 2.7 and 3.4)."""
    if webp[12:16] == b"VP8X":
        return bool(webp[20] & 0x10)
    return webp[12:16] == b"VP8L" and bool(webp[24] & 0x10)


class Migration(migrations.Migration):
    dependencies = [
        ("editor", "0011_stored_bytes"),
    ]

    operations = [
        migrations.RunPython(read_facts, migrations.RunPython.noop),
    ]
