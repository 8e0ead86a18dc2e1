"""How often a child is started again."""

from __future__ import annotations

import sys
import time

import pytest

from briastudio.supervisor import LONGEST_PAUSE, Child


@pytest.fixture
def failing() -> Child:
    """A child that ends at once."""
    return Child("child", [sys.executable, "-c", "raise SystemExit(3)"])


def begin_and_end(child: Child) -> None:
    child.due_at = time.monotonic()
    child.look()
    assert child.process is not None
    child.process.wait()
    child.look()


def test_a_child_that_fails_at_its_start_is_given_longer_and_longer_pauses(failing: Child) -> None:
    pauses = []
    for _ in range(3):
        begin_and_end(failing)
        pauses.append(failing.pause)
    assert pauses == [0.4, 0.8, 1.6]


def test_the_pause_has_an_end(failing: Child) -> None:
    failing.pause = LONGEST_PAUSE
    begin_and_end(failing)
    assert failing.pause == LONGEST_PAUSE


def test_a_child_that_lived_long_is_started_again_at_once(failing: Child) -> None:
    failing.pause = LONGEST_PAUSE
    failing.due_at = time.monotonic()
    failing.look()
    assert failing.process is not None
    failing.process.wait()
    failing.began_at -= 60
    failing.look()
    assert failing.pause < 1


def test_how_a_child_ended_is_said(failing: Child, capsys: pytest.CaptureFixture[str]) -> None:
    begin_and_end(failing)
    assert "The child ended (exit code 3)" in capsys.readouterr().err
