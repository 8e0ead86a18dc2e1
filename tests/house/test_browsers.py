"""Finding and installing the browsers that journeys are made in."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import browsers, chromium, firefox
from harness.bidi.webkit_bridge import find_texts
from harness.bidi.websocket import KEY, accept, mask


def program(folder: Path, name: str, exit_code: int) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\nexit {exit_code}\n")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def bare_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("CHROMIUM", "FIREFOX", "CI"):
        monkeypatch.delenv(name, raising=False)


def test_the_one_that_is_named_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "chromium", 0)
    mine = program(tmp_path, "mine", 0)
    monkeypatch.setenv("CHROMIUM", str(mine))
    assert chromium.find() == str(mine)


def test_one_that_does_not_start_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path, "chromium", 10)
    works = program(tmp_path, "google-chrome", 0)
    assert chromium.find() == str(works)


def test_the_shell_goes_first_in_tests_and_a_whole_one_where_something_is_measured(tmp_path: Path) -> None:
    whole = program(tmp_path, "chromium", 0)
    shell = program(tmp_path, "chromium-headless-shell", 0)
    assert (chromium.find(), chromium.find_whole()) == (str(shell), str(whole))


def test_a_long_term_firefox_goes_first(tmp_path: Path) -> None:
    program(tmp_path, "firefox", 0)
    works = program(tmp_path, "firefox-esr", 0)
    assert firefox.find() == str(works)


def test_one_that_is_missing_is_named_and_fails_where_ci_is_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert browsers.main(["webkit"]) == 0
    assert "NO WEBKIT" in capsys.readouterr().err
    monkeypatch.setenv("CI", "1")
    assert browsers.main(["webkit"]) == 1


def test_a_websocket_is_opened_as_the_standard_says() -> None:
    # The example of RFC 6455, section 1.3.
    request = b"GET / HTTP/1.1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" in accept(request)


def test_what_is_masked_twice_is_what_it_was() -> None:
    assert mask(mask(b"hello", KEY), KEY) == b"hello" != mask(b"hello", KEY)


def test_the_texts_that_playwrights_helper_evaluates_are_found_and_expectations_are_none() -> None:
    def entry(name: str, text: str) -> object:
        pair = [["k", name], ["v", text]]
        return {"type": "object", "value": [[{"value": key}, {"value": value}] for key, value in pair]}

    inner = {"type": "array", "value": [entry("expression", "to.have.text"), entry("callbackText", "() => 1")]}
    assert list(find_texts([{"handle": "1"}, inner])) == ["() => 1"]
