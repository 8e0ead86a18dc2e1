"""What a run tells, on a terminal and into a pipe."""

from __future__ import annotations

import json

import pytest

from commandline.reports import Outcome, Report, describe_seconds, show

DONE, FAILED = Outcome("a.jpg", "done", "out/a.jpg", seconds=1.0), Outcome("b.jpg", "failed", reason="It is damaged.")


def test_a_pipe_gets_a_line_for_what_was_not_done_and_a_summary(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(is_terminal=False)
    report.add(DONE)
    report.add(FAILED)
    report.end()
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "b.jpg: failed. It is damaged.",
        "1 done, 1 failed in 0 s.",
        "  b.jpg: It is damaged.",
    ]


def test_a_terminal_gets_a_line_of_progress_with_the_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(is_terminal=True, total=4)
    report.began -= 100
    report.add(DONE)
    assert "1 of 4 files, 5 min left" in capsys.readouterr().err


def test_a_program_gets_a_line_of_json_for_each_file(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(is_json=True, is_terminal=False)
    report.add(DONE)
    report.add(FAILED)
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {"input": "a.jpg", "status": "done", "output": "out/a.jpg", "seconds": 1.0}
    assert second == {"input": "b.jpg", "status": "failed", "reason": "It is damaged."}


def test_one_file_that_is_done_is_told_by_silence(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(is_terminal=False)
    report.add(DONE)
    report.end()
    assert capsys.readouterr() == ("", "")


def test_a_run_that_was_stopped_says_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(is_terminal=False)
    report.end(is_interrupted=True)
    assert capsys.readouterr().err.splitlines()[-1].endswith("--resume goes on from here.")


@pytest.mark.parametrize(
    ("name", "line"), [("写真.jpg", "写真.jpg"), ("a\nb\x1b[2J", r"a\nb\x1b[2J"), ("\udcff.jpg", r"\udcff.jpg")]
)
def test_a_name_is_one_line_that_no_terminal_obeys(name: str, line: str) -> None:
    assert show(name) == line


@pytest.mark.parametrize(("seconds", "said"), [(3.4, "3 s"), (61, "1 min"), (3 * 3600 + 120, "3 h 2 min")])
def test_times_are_said_as_people_do(seconds: float, said: str) -> None:
    assert describe_seconds(seconds) == said
