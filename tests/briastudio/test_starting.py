"""A start on a broken data folder ends with one sentence that helps, and exit code 1."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.processes import free_port, run_python

SERVER = ("-m", "briastudio.serving", "--port", "0")


def start(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """``manage.py``, or ``python`` with options, on a data folder, to its end."""
    arguments = [*([] if command[0].startswith("-") else ["manage.py"]), *command]
    return run_python(*arguments, STUDIO_DATA=str(folder), **{"PORT": str(free_port()), **variables})


def is_a_file(folder: Path) -> None:
    folder.write_text("no folder")


def has_an_empty_secret(folder: Path) -> None:
    folder.mkdir()
    (folder / "secret").touch(mode=0o600)


def has_a_file_that_is_no_database(folder: Path) -> None:
    folder.mkdir()
    (folder / "studio.sqlite3").write_bytes(b"This is a text, and rather a long one. " * 100)


def has_a_folder_for_a_database(folder: Path) -> None:
    (folder / "studio.sqlite3").mkdir(parents=True)


def has_been_used_by_a_newer_version(folder: Path) -> None:
    folder.mkdir()
    with sqlite3.connect(folder / "studio.sqlite3") as database:
        database.execute(
            "CREATE TABLE django_migrations "
            "(id INTEGER PRIMARY KEY, app VARCHAR(255), name VARCHAR(255), applied DATETIME)"
        )
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('editor', '9999_wonders', '2030-01-01')"
        )


BROKEN = [
    (is_a_file, "cannot be used"),
    (has_an_empty_secret, "secret is empty"),
    (has_a_file_that_is_no_database, "file is not a database"),
    (has_a_folder_for_a_database, "unable to open database file"),
    (has_been_used_by_a_newer_version, "A newer version of the studio"),
]


@pytest.mark.parametrize("command", ["studio", "worker"])
@pytest.mark.parametrize(("broken", "reason"), BROKEN)
def test_it_ends_with_one_sentence(broken: Callable[[Path], None], reason: str, command: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    broken(folder)
    done = start(folder, command)
    assert done.returncode == 1
    assert reason in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


@pytest.mark.parametrize(("broken", "reason"), BROKEN[:2])
def test_the_server_alone_ends_with_one_sentence(broken: Callable[[Path], None], reason: str, tmp_path: Path) -> None:
    broken(tmp_path / "data")
    done = start(tmp_path / "data", *SERVER)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1), done.stderr
    assert reason in done.stderr


@pytest.mark.parametrize("name", ["STUDIO_WEB", "STUDIO_THREADS", "STUDIO_H2C", "STUDIO_QUOTA_MB"])
def test_the_server_alone_names_the_variable_that_is_wrong(name: str, tmp_path: Path) -> None:
    done = start(tmp_path / "data", *SERVER, **{name: "many"})
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1), done.stderr
    assert name in done.stderr


@pytest.mark.parametrize(
    "command", [("worker",), ("backup", "x.zip"), ("token", "create", "anna"), ("account", "list")], ids=" ".join
)
def test_a_command_without_tables_says_what_to_run(command: tuple[str, ...], tmp_path: Path) -> None:
    done = start(tmp_path, *command)
    assert (done.returncode, "manage.py migrate" in done.stderr) == (1, True)
    assert "Traceback" not in done.stderr


def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    from harness import small_disk

    try:
        with small_disk.mounted(tmp_path / "disk", 8) as disk:
            disk.allow_writing(False)
            done = start(disk.folder, "studio")
    except small_disk.NotAllowed as reason:
        pytest.skip(f"NOT TESTED: {reason}")
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1), done.stderr
    assert "Read-only file system" in done.stderr
