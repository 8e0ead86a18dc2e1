"""``manage.py models``: what is asked, what is said, what is done."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from engine.management.commands.models import Command
from tests.engine import model_server
from tests.engine.model_server import LOOPBACK, Release, releasing


@pytest.fixture
def release() -> Iterator[Release]:
    with releasing(mean=model_server.INPAINT_MEAN, inverted=model_server.INVERTED) as files:
        yield files


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.STUDIO_MODELS = tmp_path / "models"
    return tmp_path / "models"


def run(release: Release, *arguments: str) -> str:
    """What the command says, with what the release holds as its catalogue."""

    class Loopback(Command):
        catalogue = tuple(release.model(name.strip("/")) for name in release.files)
        policy = LOOPBACK

    said = io.StringIO()
    call_command(Loopback(), *arguments, stdout=said)
    return said.getvalue()


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Have a person answer."""
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_it_says_size_and_licence_and_asks(release: Release, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    answer(monkeypatch, "y\n")
    said = run(release, "add", "mean")
    assert "0.0 MB from http://127.0.0.1" in said and "Licence: CC0-1.0. Trained on nothing." in said
    assert "Tried. What it fills a hole with differs" in said and "mean is in use for inpaint" in said
    assert (folder / "mean.onnx").exists()


@pytest.mark.parametrize("text", ["n\n", "\n", ""])
def test_nothing_is_downloaded_without_a_yes(release: Release, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    answer(monkeypatch, text)
    with pytest.raises(CommandError, match="everything is as it was"):
        run(release, "add", "mean")
    assert release.asked == []


def test_a_script_says_yes_beforehand(release: Release) -> None:
    assert "in use" in run(release, "add", "mean", "--yes")


def test_another_model_is_replaced_only_where_that_was_said(release: Release, folder: Path) -> None:
    folder.mkdir()
    mine = '[inpaint]\npath = "mine.onnx"\nsha256 = "x"\nlicence = "?"\n'
    (folder / "models.toml").write_text(mine)
    with pytest.raises(CommandError, match=r"inpaint is done by mine\.onnx now"):
        run(release, "add", "mean", "--yes")
    assert (folder / "models.toml").read_text() == mine and release.asked == []
    run(release, "add", "mean", "--yes", "--replace")
    assert "mean.onnx" in (folder / "models.toml").read_text()


def test_a_model_that_does_something_else_is_refused(release: Release, folder: Path) -> None:
    with pytest.raises(CommandError, match="does not do what it should"):
        run(release, "add", "inverted", "--yes")
    assert list(folder.iterdir()) == []


def test_a_name_that_there_is_not_is_told_with_those_that_there_are(release: Release) -> None:
    with pytest.raises(CommandError, match="There is no median: mean, inverted"):
        run(release, "add", "median")
    with pytest.raises(CommandError, match="Say which: mean, inverted"):
        run(release, "remove")


def test_the_list_says_what_is_in_use(release: Release) -> None:
    before = run(release, "list")
    run(release, "add", "mean", "--yes")
    after = run(release, "list")
    assert "waifu2x" in before and "in use" not in before
    assert [line.split()[0] for line in after.splitlines() if "in use" in line] == ["mean"]


def test_check_tries_what_is_in_use(release: Release, folder: Path) -> None:
    assert "by its own methods" in run(release, "check")
    run(release, "add", "mean", "--yes")
    assert "inpaint, mean.onnx: right." in run(release, "check")
    (folder / "models.toml").write_text((folder / "models.toml").read_text() + "hole = 0\n")
    with pytest.raises(CommandError, match="does not do what it should"):
        run(release, "check")


def test_what_is_removed_is_gone(release: Release, folder: Path) -> None:
    run(release, "add", "mean", "--yes")
    assert "was removed" in run(release, "remove", "mean")
    assert [path.name for path in folder.iterdir()] == ["models.toml"]
    assert "is not installed" in run(release, "remove", "mean")
