"""What is read from the environment, and the secret that is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from briastudio.environment import env_bool, env_int, env_list, env_secret


def test_a_yes_or_no_is_read_in_any_spelling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_TEST", "Yes")
    assert env_bool("STUDIO_TEST", False) is True


def test_a_yes_or_no_that_is_neither_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_TEST", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="STUDIO_TEST"):
        env_bool("STUDIO_TEST", False)


def test_a_number_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_TEST", "many")
    with pytest.raises(ImproperlyConfigured, match="STUDIO_TEST"):
        env_int("STUDIO_TEST", 1)


def test_a_list_is_read_between_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_TEST", "age, , gender")
    assert env_list("STUDIO_TEST", []) == ["age", "gender"]


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    first = env_secret("STUDIO_TEST", path, lambda: "one")
    assert (first, env_secret("STUDIO_TEST", path, lambda: "two")) == ("one", "one")
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("open")
    path.chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        env_secret("STUDIO_TEST", path)


def test_a_secret_is_read_from_the_file_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "handed-over").write_text("from a file\n")
    monkeypatch.setenv("STUDIO_TEST_FILE", str(tmp_path / "handed-over"))
    assert env_secret("STUDIO_TEST") == "from a file"


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir(), lambda path: path.write_bytes(b"\xff")])
def test_a_named_file_that_cannot_be_read_is_said(
    make: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "handed-over")
    monkeypatch.setenv("STUDIO_TEST_FILE", str(tmp_path / "handed-over"))
    with pytest.raises(ImproperlyConfigured, match="STUDIO_TEST_FILE names"):
        env_secret("STUDIO_TEST")
