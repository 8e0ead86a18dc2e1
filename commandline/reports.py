"""What a run tells: a line of progress on a terminal, a line for each file that was not done, a summary, or JSON.

Standard output holds what was asked for, JSON or nothing; everything else goes to standard error.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from commandline.carriers import Face

Status = Literal["done", "there", "failed", "skipped", "planned"]
MOST_LISTED = 100  # failures that the summary repeats
PAUSE = 0.1  # seconds between two lines of progress


@dataclass(frozen=True)
class Outcome:
    """What came of one file.

    ``status`` is "done", "there" (done by an earlier run), "failed", "skipped" (no failure), or "planned" by a dry run,
    which tells the ``faces`` that would be hidden, where it is about these.
    """

    input: str
    status: Status
    output: str = ""
    reason: str = ""
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    faces: tuple[Face, ...] | None = None


@dataclass
class Report:
    """Tells a person, or a program, about each file and about all of them."""

    is_json: bool = False
    total: int | None = None
    is_terminal: bool = field(default_factory=lambda: sys.stderr.isatty())
    began: float = field(default_factory=time.monotonic)
    counts: dict[str, int] = field(default_factory=dict)
    failures: list[Outcome] = field(default_factory=list)
    shown: float = 0.0

    def add(self, outcome: Outcome) -> None:
        """Tell about one file."""
        self.counts[outcome.status] = self.counts.get(outcome.status, 0) + 1
        if outcome.status == "failed" and len(self.failures) < MOST_LISTED:
            self.failures.append(outcome)
        if self.is_json:
            write_line(sys.stdout, to_json(outcome))
        self.clear_progress()
        if outcome.status in ("failed", "skipped"):
            write_line(sys.stderr, f"{show(outcome.input)}: {outcome.status}. {show(outcome.reason)}")
        elif outcome.status == "planned" and not self.is_json:
            found = "" if outcome.faces is None else f": {describe_faces(outcome.faces)}"
            write_line(sys.stdout, f"{show(outcome.input)} -> {show(outcome.output)}{found}")
        self.show_progress()

    @property
    def failed(self) -> int:
        """How many files failed."""
        return self.counts.get("failed", 0)

    @property
    def count(self) -> int:
        """How many files were told about."""
        return sum(self.counts.values())

    def show_progress(self) -> None:
        """The line of progress, on a terminal, not too often."""
        now = time.monotonic()
        if not self.is_terminal or now - self.shown < PAUSE:
            return
        self.shown = now
        width = shutil.get_terminal_size().columns - 1
        sys.stderr.write(f"\r{self.describe_progress(now)[:width]}\x1b[K")
        sys.stderr.flush()

    def clear_progress(self) -> None:
        """An empty line in its place."""
        if self.is_terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def describe_progress(self, now: float) -> str:
        """How far it is, and how long it will take as far as that can be told."""
        if self.total is None:
            return f"{self.count} files"
        said = f"{self.count} of {self.total} files"
        worked = self.counts.get("done", 0) + self.counts.get("planned", 0) + self.failed
        if worked and self.count < self.total:
            said += f", {describe_seconds((now - self.began) / worked * (self.total - self.count))} left"
        return said

    def end(self, *, is_interrupted: bool = False) -> None:
        """The summary, where there was more than one file."""
        self.clear_progress()
        if self.count > 1 or is_interrupted:
            took = describe_seconds(time.monotonic() - self.began)
            write_line(sys.stderr, f"{describe_counts(self.counts)} in {took}.")
            self.list_failures()
        if is_interrupted:
            write_line(sys.stderr, "Stopped. What was done is whole; --resume goes on from here.")

    def list_failures(self) -> None:
        """What failed and why, once more, for whoever did not look on."""
        for outcome in self.failures:
            write_line(sys.stderr, f"  {show(outcome.input)}: {show(outcome.reason)}")
        if self.failed > len(self.failures):
            write_line(sys.stderr, f"  and {self.failed - len(self.failures)} more, told above.")


WORDS = {
    "done": "done",
    "there": "done before",
    "failed": "failed",
    "skipped": "skipped",
    "planned": "to be done",
}


def describe_counts(counts: dict[str, int]) -> str:
    """How many of what."""
    return ", ".join(f"{counts[status]} {word}" for status, word in WORDS.items() if status in counts) or "Nothing done"


def describe_faces(faces: Sequence[Face]) -> str:
    """Where faces are, each as --box would have it: left, top, width and height."""
    boxes = [",".join(str(round(face[side])) for side in ("x", "y", "w", "h")) for face in faces]
    return f"{len(boxes)} {'face' if len(boxes) == 1 else 'faces'} {' '.join(boxes)}" if boxes else "no face was found"


def describe_seconds(seconds: float) -> str:
    """A time as a person says it."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def to_json(outcome: Outcome) -> str:
    """One line; names that are no text keep their bytes as Python's surrogates."""
    said = {
        "input": outcome.input,
        "status": outcome.status,
        "output": outcome.output or None,
        "reason": outcome.reason or None,
        "faces": None if outcome.faces is None else list(outcome.faces),
        "notes": list(outcome.notes) or None,
        "seconds": round(outcome.seconds, 3) if outcome.seconds else None,
    }
    return json.dumps({name: value for name, value in said.items() if value is not None})


def show(text: str) -> str:
    """A text as one line that every terminal can print: what is not printable is told by its number."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape", "surrogatepass").decode() for char in text
    )


def write_line(stream: object, text: str) -> None:
    """A line, at once, whatever the stream's encoding has no character for told by its number."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    line = text.encode(encoding, "backslashreplace") + os.linesep.encode()
    buffer = stream.buffer  # type: ignore[attr-defined]
    buffer.write(line)
    buffer.flush()
