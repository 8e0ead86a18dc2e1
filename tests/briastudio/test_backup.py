"""A backup holds every row and every file that a row names, and comes back byte for byte."""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import tempfile
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from briastudio.backup import manifest, rows
from datafolder import writing
from editor import files as editor_files
from editor.models import Job, Picture, Revision, Visitor
from engine import files as engine_files
from engine import tokens
from engine.models import Request, Result, Token, Visual
from harness.processes import wait_for
from tests.editor import factories
from tests.editor.clients import visitor
from tests.narrowing import require

pytestmark = pytest.mark.django_db(transaction=True)

IMAGE, MAP, LAYERS = b"a picture", b"its regions", b"its layers"


@pytest.fixture
def picture() -> Picture:
    """A picture with a history that goes in a circle through the tables, and files of every kind."""
    row = factories.picture(exif=b"\x00\xff\x80", name="Ünïcödé \u2028 עברית", notes=[["kept", {"n": 1}]])
    image, regions = editor_files.store(IMAGE, ".png"), editor_files.store(MAP, ".json.gz")
    row.revisions.update(image=image, screen=image, thumbnail=image)
    row.visuals.update(image=image, regions=regions)
    second = factories.revision(row, row.current, "erase", image=image, screen=image, thumbnail=image)
    row.go_to(second)
    given = editor_files.store(b"a stroke", ".png")
    Job.objects.create(
        picture=row,
        kind="edit",
        base=second,
        key="1",
        params={"given": [given]},
        file=editor_files.store(LAYERS, ".psd"),
    )
    return row


@pytest.fixture
def engine_rows() -> None:
    """What the engine knows of one image."""
    image = engine_files.save(IMAGE)
    Visual.objects.create(visual_id="0" * 16, owner="anna", image=image, width=2**31 - 1, height=1)
    result = Result.objects.create(owner="anna", filename="a.png", file=image, expires_at="2030-01-01T00:00:00.123456Z")
    Request.objects.create(owner="anna", operation="erase", arguments={"image": image}, result=result)
    tokens.create("anna")


def all_rows() -> dict[str, str]:
    """Every row as text, by its table."""
    texts = {}
    for model in rows.tables():
        stream = io.StringIO()
        rows.write(model, stream)
        texts[rows.label(model)] = stream.getvalue()
    return texts


def files() -> dict[str, bytes]:
    """Every stored file."""
    folder = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def backup(tmp_path: Path) -> Path:
    """A backup of all that there is."""
    path = tmp_path / "studio.zip"
    call_command("backup", str(path))
    return path


def lose_all() -> None:
    """Have neither rows nor files."""
    rows.replace_all({})
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file():
            path.unlink()


def test_rows_and_files_come_back_byte_for_byte(picture: Picture, engine_rows: None, tmp_path: Path) -> None:
    client = visitor("alice")
    named = {name for text in all_rows().values() for name in rows.find_names(text)}
    before, stored = all_rows(), {name: data for name, data in files().items() if name in named}
    assert len(stored) == 5
    path = backup(tmp_path)
    lose_all()
    call_command("restore", str(path))
    assert all_rows() == before
    assert files() == stored
    assert client.get(f"/pictures/{picture.pk}/").status_code == 200  # the session came back with it


def test_what_is_made_afterwards_gets_numbers_of_its_own(picture: Picture, tmp_path: Path) -> None:
    path = backup(tmp_path)
    call_command("restore", str(path), "--replace")
    assert factories.picture().pk > picture.pk


def test_it_can_be_read_by_its_owner_alone(picture: Picture, tmp_path: Path) -> None:
    assert backup(tmp_path).stat().st_mode & 0o077 == 0


def test_files_that_no_row_names_are_left_out(picture: Picture, tmp_path: Path) -> None:
    unnamed = editor_files.store(b"of nobody", ".png")
    assert f"files/{unnamed}" not in zipfile.ZipFile(backup(tmp_path)).namelist()


def test_a_file_that_is_missing_is_said_and_the_rest_kept(
    picture: Picture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = picture.visuals.get().regions
    (Path(settings.MEDIA_ROOT) / name).unlink()
    backup(tmp_path)
    assert f"1 files that rows name are not in the storage, {name} among them" in capsys.readouterr().err


def test_no_file_is_overwritten(picture: Picture, tmp_path: Path) -> None:
    path = backup(tmp_path)
    before = path.read_bytes()
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(path))
    assert path.read_bytes() == before


def test_a_folder_that_is_not_there_is_said(picture: Picture, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("backup", str(tmp_path / "nowhere" / "studio.zip"))


def test_it_takes_the_place_of_nothing_unless_told_so(picture: Picture, tmp_path: Path) -> None:
    path = backup(tmp_path)
    later = factories.picture()
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(path))
    assert Picture.objects.filter(pk=later.pk).exists()
    call_command("restore", str(path), "--replace")
    assert [row.pk for row in Picture.objects.all()] == [picture.pk]


def test_a_visitor_alone_is_no_reason_to_refuse(picture: Picture, tmp_path: Path) -> None:
    path = backup(tmp_path)
    lose_all()
    Client().get("/")
    call_command("restore", str(path))
    assert Picture.objects.count() == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_that_is_stopped_leaves_nothing_behind(
    picture: Picture, number: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = Path(settings.MEDIA_ROOT) / picture.current.image  # type: ignore[union-attr]
    endless.unlink()
    os.mkfifo(endless)  # nobody writes to it, so that who reads it is in the middle until something happens
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    before = signal.signal(number, lambda *_: pytest.fail("nobody minds this signal"))
    try:
        threading.Thread(target=stop_at_work, args=(tmp_path, number)).start()
        with pytest.raises(SystemExit, match="there is no backup"):
            backup(tmp_path)
    finally:
        signal.signal(number, before)
        endless.unlink()
    assert [path for path in tmp_path.rglob("*") if path.name != "scratch"] == []


def stop_at_work(folder: Path, number: signal.Signals) -> None:
    """Send this process a signal once it has gone through the rows of its backup in a folder."""
    wait_for(lambda: any(folder.glob("scratch/*/sessions.session.jsonl")), 60, "the rows")
    os.kill(os.getpid(), number)


def test_a_disk_that_is_full_is_said_and_changes_no_row(picture: Picture, tmp_path: Path) -> None:
    large = editor_files.store(bytes(5_000_000), ".png")
    picture.visuals.update(regions=large)
    path, before = backup(tmp_path), all_rows()
    (Path(settings.MEDIA_ROOT) / large).unlink()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000_000, limits[1]))
    try:
        with pytest.raises(CommandError, match="no room for what is in"):
            call_command("restore", str(path), "--replace")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert all_rows() == before


def test_rows_and_the_secret_that_signs_their_sessions_come_back_together(
    picture: Picture, settings: Settings, tmp_path: Path
) -> None:
    path = backup(tmp_path)
    factories.picture()
    before, secret = all_rows(), settings.DATA / "secret"
    content = secret.read_bytes()
    secret.unlink()
    secret.mkdir()
    try:
        with pytest.raises(CommandError, match="cannot be restored"):
            call_command("restore", str(path), "--replace")
    finally:
        secret.rmdir()
        writing.put_in_place(secret, content, 0o600)
    assert all_rows() == before


def test_a_file_that_is_here_already_is_not_taken_for_an_old_one_meanwhile(picture: Picture, tmp_path: Path) -> None:
    path = backup(tmp_path)
    call_command("restore", str(path), "--replace")
    assert editor_files.is_wanted(require(picture.current).image)


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 0.999])
def test_one_that_was_cut_changes_nothing(picture: Picture, share: float, tmp_path: Path) -> None:
    path, before = backup(tmp_path), all_rows()
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    with pytest.raises(CommandError, match="no whole backup"):
        call_command("restore", str(path), "--replace")
    assert all_rows() == before


def test_one_with_a_damaged_file_changes_no_row(picture: Picture, tmp_path: Path) -> None:
    path, before = backup(tmp_path), all_rows()
    path.write_bytes(path.read_bytes().replace(IMAGE, IMAGE[::-1]))
    (Path(settings.MEDIA_ROOT) / picture.current.image).unlink()  # type: ignore[union-attr]
    with pytest.raises(CommandError, match="no whole backup"):
        call_command("restore", str(path), "--replace")
    assert all_rows() == before


def altered(path: Path, name: str, alter: Callable[[bytes], bytes]) -> Path:
    """A backup with another entry in the place of one of its own."""
    other = path.with_name("other.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        for entry in source.namelist():
            data = source.read(entry)
            target.writestr(entry, alter(data) if entry == name else data)
    return other


def manifest_with(path: Path, **values: object) -> Path:
    """A backup whose manifest says something else."""
    return altered(path, "manifest.json", lambda data: json.dumps({**json.loads(data), **values}).encode())


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"format": 2, "version": "9.1"}, r"newer version of the studio \(9\.1\)"),
        ({"migrations": {"editor": "9999_wonders"}}, "newer version"),
        ({"migrations": {"wonders": "0001_initial"}}, "newer version"),
        ({"migrations": {"editor": "0001_initial"}}, "older version"),
        ({"rows": None}, "no backup of a studio"),
    ],
)
def test_one_of_another_version_is_refused(
    picture: Picture, values: dict[str, object], reason: str, tmp_path: Path
) -> None:
    path, before = backup(tmp_path), all_rows()
    with pytest.raises(CommandError, match=reason):
        call_command("restore", str(manifest_with(path, **values)), "--replace")
    assert all_rows() == before


def test_a_file_that_is_not_what_its_name_says_is_refused(picture: Picture, tmp_path: Path) -> None:
    path = backup(tmp_path)
    name = picture.current.image  # type: ignore[union-attr]
    other = altered(path, f"files/{name}", lambda _: b"something else")
    lose_all()
    with pytest.raises(CommandError, match="is damaged"):
        call_command("restore", str(other))
    assert not Picture.objects.exists()


def test_a_row_of_nonsense_changes_nothing(picture: Picture, tmp_path: Path) -> None:
    path, before = backup(tmp_path), all_rows()
    other = altered(path, "rows/editor.picture.jsonl", lambda data: data.replace(b'"pk"', b'"nonsense'))
    with pytest.raises(CommandError, match="no whole backup"):
        call_command("restore", str(other), "--replace")
    assert all_rows() == before


def test_another_studios_sessions_need_its_secret(
    picture: Picture, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, before = backup(tmp_path), all_rows()
    secret = (settings.DATA / "secret").read_bytes()
    settings.SECRET_KEY = "that of another studio, which the environment names"
    monkeypatch.setenv("STUDIO_SECRET_KEY", settings.SECRET_KEY)
    with pytest.raises(CommandError, match="set STUDIO_SECRET_KEY"):
        call_command("restore", str(path), "--replace")
    assert all_rows() == before
    monkeypatch.delenv("STUDIO_SECRET_KEY")
    (settings.DATA / "secret").write_bytes(b"of another studio")
    call_command("restore", str(path), "--replace")
    assert (settings.DATA / "secret").read_bytes() == secret


def test_every_table_is_kept_or_left_out_on_purpose() -> None:
    labels = {rows.label(model) for model in rows.tables()}
    assert {rows.label(model) for model in (Picture, Revision, Job, Visitor, Token, Visual, Request)} <= labels
    assert "sessions.session" in labels
    assert not labels & rows.LEFT_OUT


def test_one_of_a_studio_with_accounts_is_taken_without_the_setting_and_the_other_way_round() -> None:
    switched = {config.label for config in map(apps.get_containing_app_config, settings.ACCOUNT_APPS) if config}
    assert "axes" in switched
    assert not switched & manifest.newest_migrations().keys()
