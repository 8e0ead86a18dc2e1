"""Room for pictures in memory: one amount for all, whoever waits too long is told, and the dead hold nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest

from imagefiles.room import UNIT, NoRoom, Room, Shared, default_size

HOLD = """
import sys, pathlib
from imagefiles.room import Room, UNIT
with Room(pathlib.Path(sys.argv[1]), 4 * UNIT, 5).take(3 * UNIT):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_what_there_is_is_shared(tmp_path: Path) -> None:
    room = Room(tmp_path, 4 * UNIT, 0)
    with ExitStack() as held:
        for _ in range(2):
            held.enter_context(room.take(2 * UNIT))
        with pytest.raises(NoRoom), room.take(1):
            pass
    with room.take(4 * UNIT):
        pass


def test_what_takes_more_than_all_takes_all(tmp_path: Path) -> None:
    room = Room(tmp_path, 2 * UNIT, 0)
    with room.take(99 * UNIT), pytest.raises(NoRoom), room.take(1):
        pass


def test_whoever_waits_gets_what_is_let_go(tmp_path: Path) -> None:
    room, begun, served = Room(tmp_path, UNIT, 30), threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        with room.take(1):
            served.set()

    with room.take(1):
        thread = threading.Thread(target=wait)
        thread.start()
        begun.wait()
        assert not served.wait(0.1)
    thread.join()
    assert served.is_set()


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(NoRoom), Room(tmp_path, 4 * UNIT, 0).take(2 * UNIT):
            pass
        other.send_signal(signal.SIGKILL)
        with Room(tmp_path, 4 * UNIT, 30).take(4 * UNIT):
            pass


def test_a_thread_that_has_some_does_not_wait_for_more(tmp_path: Path) -> None:
    shared = Shared()
    shared.furnish(tmp_path / "room", UNIT, 0)
    with shared.take(1), shared.take(1):
        pass
    with shared.take(1), pytest.raises(NoRoom):
        assert shared.room is not None
        shared.room.take(1).__enter__()


def test_by_default_it_follows_the_machine() -> None:
    assert 320_000_000 <= default_size() <= 900_000_000
