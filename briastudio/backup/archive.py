"""Making a backup, and taking one."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.serializers.base import DeserializationError
from django.db import transaction

from briastudio.backup import BackupRefused, manifest, rows
from datafolder import writing
from datafolder.room import is_lack_of_room
from editor import files as editor_files
from engine import files as engine_files

MANIFEST, SECRET = "manifest.json", "secret"
ROWS, FILES = "rows/", "files/"
TRIES = 5  # to find all files of one moment
CHUNK = 1 << 18  # bytes copied at a time: they stay in the processor's cache from reading over summing to writing
REPORTED = 1000  # files after which progress is told
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, DeserializationError)  # of a file that is no whole backup

Progress = Callable[[str], None]


def make(path: Path, progress: Progress) -> manifest.Manifest:
    """Write a backup of everything to ``path``, whole or not at all; ``progress`` is told what is done.

    Raises:
        BackupRefused: there is a file already, or it cannot be written.
    """
    if path.exists():
        raise BackupRefused(f"{path} is there already: name another file.")
    try:
        with writing.whole_file(path) as file, zipfile.ZipFile(file, "w") as archive:
            return fill(archive, progress)
    except OSError as error:
        raise BackupRefused(f"{path} cannot be written ({error.strerror or error}).") from None


def fill(archive: zipfile.ZipFile, progress: Progress) -> manifest.Manifest:
    """Write rows of one moment, and the files that they name.

    A picture may be deleted between the two: then the rows are read anew. What is not there even so is lost.
    """
    stored: set[str] = set()
    lost: set[str] = set()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for _ in range(TRIES):
            counts = dump_rows(folder)
            named, before = find_names(folder), lost
            lost = store_files(archive, named - stored, progress)
            stored |= named - lost
            if lost == before:
                break
        for path in sorted(folder.iterdir()):
            archive.write(path, f"{ROWS}{path.name}", zipfile.ZIP_DEFLATED)
    if lost:
        progress(f"{len(lost)} files that rows name are not in the storage, {min(lost)} among them.")
    if (settings.DATA / SECRET).exists():
        archive.write(settings.DATA / SECRET, SECRET)
    made = manifest.describe(counts, len(stored))
    archive.writestr(MANIFEST, made.to_json())
    return made


def dump_rows(folder: Path) -> dict[str, int]:
    """Write the rows of one moment into a folder, a file for each table; how many are in each."""
    counts = {}
    with rows.one_moment():
        for model in rows.tables():
            with (folder / f"{rows.label(model)}.jsonl").open("w", encoding="utf-8") as stream:
                counts[rows.label(model)] = rows.write(model, stream)
    return counts


def find_names(folder: Path) -> set[str]:
    """The names of stored files in the rows in a folder."""
    names: set[str] = set()
    for path in folder.iterdir():
        with path.open(encoding="utf-8") as stream:
            names.update(name for line in stream for name in rows.find_names(line))
    return names


def store_files(archive: zipfile.ZipFile, names: set[str], progress: Progress) -> set[str]:
    """Copy files of the storage into a backup; the names of those that are not there."""
    lost = set()
    for count, name in enumerate(sorted(names), 1):
        try:
            with default_storage.open(name) as source, archive.open(f"{FILES}{name}", "w", force_zip64=True) as copy:
                shutil.copyfileobj(source, copy, CHUNK)
        except FileNotFoundError:
            lost.add(name)
        if count % REPORTED == 0:
            progress(f"{count} of {len(names)} files")
    return lost


def restore(path: Path, replaces: bool, progress: Progress) -> manifest.Manifest:
    """Have the studio hold what is in a backup, and nothing else; files go first, then the rows, all at once.

    Raises:
        BackupRefused: the file is no whole backup, or not for this version; or there is something here already, and
            nobody said that the backup ``replaces`` it. The rows are as they were.
    """
    with opened(path) as archive:
        made = manifest.parse(archive.read(MANIFEST))
        manifest.require_same_tables(made)
        require_same_secret(archive, made)
        if rows.are_any() and not replaces:
            raise BackupRefused("There are pictures or tokens here already; with --replace they go.")
        bring_files(archive, progress)
        with transaction.atomic():  # rows and what signs their sessions: both or none
            rows.replace_all({name: read_rows(archive, name) for name in made.rows})
            bring_secret(archive)
    return made


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """A backup to be read.

    Raises:
        BackupRefused: it is none, or a part of one, or there is no room for what is in it; then too where that is found
            out inside.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except OSError as error:
        if is_lack_of_room(error):
            raise BackupRefused(f"There is no room for what is in {path} ({error.strerror}).") from None
        raise BackupRefused(f"{path} cannot be restored ({error.strerror}).") from None
    except BROKEN:
        raise BackupRefused(f"{path} is no whole backup: it was cut or damaged, or is another file.") from None


def require_same_secret(archive: zipfile.ZipFile, made: manifest.Manifest) -> None:
    """Go on only where browsers will find their pictures again, by sessions that were signed with the backup's secret.

    Raises:
        BackupRefused: it was signed with another one, which the environment names.
    """
    if made.secret == manifest.fingerprint(settings.SECRET_KEY) or (SECRET in archive.namelist() and not is_named()):
        return
    raise BackupRefused(
        "The backup is of a studio with another secret, so that no browser would find its pictures again: "
        "set STUDIO_SECRET_KEY to that studio's."
    )


def is_named() -> bool:
    """True where the environment says what the secret is, and not the data folder."""
    return "STUDIO_SECRET_KEY" in os.environ


def bring_secret(archive: zipfile.ZipFile) -> None:
    """Put the backup's secret into the data folder; the studio signs with it from its next start on."""
    if SECRET in archive.namelist() and not is_named():
        writing.put_in_place(settings.DATA / SECRET, archive.read(SECRET), 0o600)


def bring_files(archive: zipfile.ZipFile, progress: Progress) -> None:
    """Store the files of a backup; one that is here already counts as stored anew, so that nobody deletes it meanwhile.

    Raises:
        BackupRefused: one is not what its name says.
    """
    entries = [entry for entry in archive.infolist() if entry.filename.startswith(FILES)]
    for count, entry in enumerate(entries, 1):
        name = entry.filename.removeprefix(FILES)
        if bring_file(name, archive.read(entry)) != name:
            raise BackupRefused(f"The file {name} of the backup is damaged.")
        if count % REPORTED == 0:
            progress(f"{count} of {len(entries)} files")


def bring_file(name: str, data: bytes) -> str:
    """Store a file as the app does that it belongs to, which names it by its content; its name."""
    suffix = PurePosixPath(name).name[engine_files.DIGITS :]
    return (
        engine_files.save(data, suffix)
        if name.startswith(f"{engine_files.FOLDER}/")
        else editor_files.store(data, suffix)
    )


def read_rows(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    """The rows of one table, a line each."""
    with archive.open(f"{ROWS}{name}.jsonl") as stream:
        yield from io.TextIOWrapper(stream, encoding="utf-8")
