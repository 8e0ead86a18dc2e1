"""One command runs everything, restarts what dies, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from harness.processes import command_of, descendants, kill, lives, started, wait_for
from harness.studio import Studio
from tests.serving.conftest import RESTART, StartStudio

LEAVE = 12  # seconds until everything has left
OWN = "127.0.0.2"  # an address of this machine that is not the one listened on: on Linux all of 127/8 is


@pytest.fixture(scope="module")
def harmed(start_studio: StartStudio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A running studio whose children are killed."""
    with start_studio(tmp_path_factory.mktemp("harmed")) as running:
        yield running


def worker_of(studio: Studio) -> int | None:
    """The worker's process id."""
    return next((pid for pid in descendants(studio.process.pid) if " worker " in command_of(pid)), None)


def web_of(studio: Studio) -> int | None:
    """The id of the process that answers requests."""
    answer = studio.get("/pid")
    return None if answer is None else int(answer.json()["pid"])


def test_a_killed_worker_is_started_again(harmed: Studio) -> None:
    before = worker_of(harmed)
    assert before is not None
    kill(before)
    wait_for(lambda: worker_of(harmed) not in {None, before}, RESTART, "another worker")
    assert harmed.process.poll() is None


def test_a_killed_web_child_is_started_again(harmed: Studio) -> None:
    before = web_of(harmed)
    assert before is not None
    kill(before)
    wait_for(lambda: web_of(harmed) not in {None, before}, RESTART, "another web child")


def test_a_killed_web_server_is_started_again(harmed: Studio) -> None:
    before = web_of(harmed)
    server = next(pid for pid in descendants(harmed.process.pid) if before in descendants(pid))
    kill(server)
    wait_for(lambda: web_of(harmed) not in {None, before}, RESTART, "another web server")


def test_pages_go_before_the_workers(studio: Studio) -> None:
    worker, web = worker_of(studio), web_of(studio)
    assert worker is not None and web is not None
    assert os.getpriority(os.PRIO_PROCESS, worker) > os.getpriority(os.PRIO_PROCESS, web)


def test_ctrl_c_ends_everything_with_exit_code_0(start_studio: StartStudio, tmp_path: Path) -> None:
    with start_studio(tmp_path) as studio:
        pids = descendants(studio.process.pid)
        assert len(pids) >= 3
        studio.process.send_signal(signal.SIGINT)
        assert studio.process.wait(LEAVE) == 0
        assert not [pid for pid in pids if lives(pid)]


def test_the_children_leave_when_the_main_process_is_killed(start_studio: StartStudio, tmp_path: Path) -> None:
    with start_studio(tmp_path) as studio:
        pids = descendants(studio.process.pid)
        studio.process.kill()
        wait_for(lambda: not [pid for pid in pids if lives(pid)], LEAVE, "the children to leave")


def test_the_address_is_printed_once_it_answers(studio: Studio) -> None:
    wait_for(lambda: f"{studio.address}/" in studio.log.read_text(), RESTART, "the address")


def test_missing_weights_are_said_once_at_the_start(studio: Studio) -> None:
    said = studio.log.read_text()
    assert said.count("Not installed: the small models u2netp") == 1
    assert "python manage.py models fetch" in said


def test_it_listens_on_loopback_alone(studio: Studio) -> None:
    with pytest.raises(OSError), socket.create_connection((OWN, port_of(studio)), timeout=2):
        pass


def port_of(studio: Studio) -> int:
    port = urlsplit(studio.address).port
    assert port is not None
    return port


def test_a_busy_port_is_said_in_a_sentence(studio: Studio, tmp_path: Path) -> None:
    log = tmp_path / "second.log"
    port = str(port_of(studio))
    with started("manage.py", "studio", log=log, PORT=port, STUDIO_DATA=str(tmp_path)) as second:
        assert second.wait(RESTART) == 1
    assert f"Port {port} cannot be used" in log.read_text()
    assert "Traceback" not in log.read_text()
