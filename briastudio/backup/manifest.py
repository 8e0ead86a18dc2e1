"""What a backup says of itself, and whether this studio can take it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields

from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from briastudio.backup import BackupRefused, rows
from engine import VERSION

FORMAT = 1
NEWER = "The backup is of a newer version of the studio ({version}): install that version, then restore it."
DIGITS = 16  # of the fingerprint of a secret: enough to tell two apart, and nothing to sign with


@dataclass
class Manifest:
    """``rows`` are the numbers of rows by model, ``files`` of files; ``secret`` is a fingerprint, of SHA-256."""

    format: int
    version: str
    made_at: str
    secret: str
    migrations: dict[str, str]
    rows: dict[str, int]
    files: int

    def to_json(self) -> str:
        """As it stands in the backup."""
        return json.dumps(asdict(self), indent=2) + "\n"


def describe(counts: dict[str, int], files: int) -> Manifest:
    """The manifest of what was written."""
    made_at = timezone.now().isoformat(timespec="seconds")
    return Manifest(FORMAT, VERSION, made_at, fingerprint(settings.SECRET_KEY), newest_migrations(), counts, files)


def parse(text: bytes) -> Manifest:
    """The manifest of a backup.

    Raises:
        BackupRefused: it is none, or of a format that came later.
    """
    try:
        values = json.loads(text)
        if isinstance(values["format"], int) and values["format"] > FORMAT:
            raise BackupRefused(NEWER.format(version=values.get("version", "")))
        return Manifest(
            **{field.name: values[field.name] for field in fields(Manifest)}
            | {"migrations": dict(values["migrations"]), "rows": dict(values["rows"])}
        )
    except (ValueError, KeyError, TypeError):
        raise BackupRefused("The file is no backup of a studio: its manifest cannot be read.") from None


def require_same_tables(manifest: Manifest) -> None:
    """Go on only with rows of the tables of this version.

    Raises:
        BackupRefused: they are of a newer version, or of an older one.
    """
    ours, known = newest_migrations(), {name for _, name in MigrationLoader(None).disk_migrations}
    theirs = manifest.migrations
    if theirs == ours:
        return
    if any(app not in ours or name not in known for app, name in theirs.items()):
        raise BackupRefused(NEWER.format(version=manifest.version))
    raise BackupRefused(
        f"The backup is of an older version of the studio ({manifest.version}): restore it by that version, "
        "then start this one on it, which brings it up to date."
    )


def newest_migrations() -> dict[str, str]:
    """The last migration of each app whose rows are kept."""
    apps = {model._meta.app_label for model in rows.tables()}
    return {app: name for app, name in sorted(MigrationLoader(None).graph.leaf_nodes()) if app in apps}


def fingerprint(secret: str) -> str:
    """What a secret is known by without being told."""
    return hashlib.sha256(b"bria-studio backup" + secret.encode()).hexdigest()[:DIGITS]
