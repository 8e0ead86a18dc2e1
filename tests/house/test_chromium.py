"""Finding the Chromium that the browser tests drive."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import chromium


def program(folder: Path, name: str, exit_code: int) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\nexit {exit_code}\n")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def bare_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)


def test_the_one_that_is_named_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "chromium", 0)
    mine = program(tmp_path, "mine", 0)
    monkeypatch.setenv("CHROMIUM", str(mine))
    assert chromium.find() == str(mine)


def test_one_that_does_not_start_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path, "chromium", 10)
    works = program(tmp_path, "google-chrome", 0)
    assert chromium.find() == str(works)
