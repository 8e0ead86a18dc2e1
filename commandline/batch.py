"""Many pictures, one after another or several at a time: each has its own fate, and all are accounted for."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from commandline import outputs, sources
from commandline.carriers import Engine
from commandline.engines import open_engine
from commandline.errors import DONE, INTERRUPTED, SOME_FAILED, FileFailed, FileSkipped
from commandline.journal import Entry, Journal
from commandline.outputs import Naming
from commandline.pool import Answer, Pool
from commandline.reports import Outcome, Report
from commandline.sources import STANDARD, Source
from commandline.work import Task, Work
from commandline.worker import answer

LOOK = 1.0  # seconds between two looks at a folder that is watched


@dataclass(frozen=True)
class Order:
    """A whole run.

    Attributes:
        inputs: files and folders, or "-".
        naming: where results go.
        work: what is done with each.
        engine: who does it, see ``commandline.engines``.
        jobs: processes of one thread each; None: one process that has all of them.
        is_resumed: what an earlier run did is not done again.
        is_watched: goes on with files that come later.
        is_dry: only says what would be done.
        is_json: tells a line of JSON for each file.
    """

    inputs: list[str]
    naming: Naming
    work: Work
    engine: str = "embedded"
    jobs: int | None = None
    is_resumed: bool = False
    is_watched: bool = False
    is_dry: bool = False
    is_json: bool = False

    @property
    def is_single(self) -> bool:
        """Whether it is about one file that was named itself."""
        return len(self.inputs) == 1 and not self.is_watched and not Path(self.inputs[0]).is_dir()

    @property
    def is_plan(self) -> bool:
        """Whether no picture needs to be looked at to say what would be done."""
        return self.is_dry and not self.work.lists_faces


def carry_out(order: Order) -> int:
    """Do it all, and return what the command ends with.

    Raises:
        BadUse: it makes no sense; nothing was begun.
    """
    outputs.refuse_same_folder(order.naming, order.inputs)
    report = Report(is_json=order.is_json)
    if report.is_terminal and not order.is_watched:
        report.total = sum(1 for _ in sources.find(order.inputs, order.naming.folder))
    try:
        with stopped_by_signals(), ExitStack() as stack:
            Run(order, report, stack).go()
    except KeyboardInterrupt:
        report.end(is_interrupted=not order.is_watched)
        return INTERRUPTED if not order.is_watched else (SOME_FAILED if report.failed else DONE)
    report.end()
    return SOME_FAILED if report.failed else DONE


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Have SIGTERM and SIGHUP end the block as Ctrl-C does; one that is ignored stays so."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    heeded = {number: handler for number, handler in before.items() if handler != signal.SIG_IGN}
    try:
        for number in heeded:
            signal.signal(number, stop)
        yield
    finally:
        for number, handler in heeded.items():
            signal.signal(number, handler)


@dataclass
class Run:
    """A run under way; what it holds is let go by ``stack``."""

    order: Order
    report: Report
    stack: ExitStack
    claimed: set[int] = field(default_factory=set)  # hashes of the names of results, which are many
    journal: Journal | None = None
    engine: Engine | None = None

    def go(self) -> None:
        """Take on what is found, and put in place what comes of it."""
        if self.order.is_plan:
            for _ in self.plan():
                pass
            return
        folder = self.order.naming.folder
        if folder is not None and not (self.order.is_single or self.order.is_dry):
            self.journal = Journal(folder, is_read=self.order.is_resumed)
            self.stack.callback(self.journal.close)
            outputs.remove_scratch(folder)
        for task, result in self.answers():
            self.report.add(self.settle(task, result))

    def answers(self) -> Iterator[tuple[Task, Answer]]:
        """What came of each picture: here where it is one, so that nobody waits for another process to begin."""
        order = self.order
        if order.is_single and order.jobs is None:
            for task in self.plan():
                if task is not None:
                    yield task, answer(task, order.work, self.open_engine())
            return
        pool = Pool(order.work, order.engine, order.jobs or 1, is_single=order.jobs is not None)
        self.stack.callback(pool.close)
        yield from pool.run(self.plan())

    def open_engine(self) -> Engine:
        """The engine in this process."""
        self.engine = self.engine or open_engine(self.order.engine)
        return self.engine

    # What is to be done

    def plan(self) -> Iterator[Task | None]:
        """The pictures to work on, None where there is none at the moment; what else is found is told."""
        for source in self.find():
            if source is None:
                yield None
                continue
            outcome = self.judge(source)
            if outcome is not None:
                self.report.add(outcome)
            else:
                yield Task(source.path, self.order.naming.name(source), source.is_named)

    def find(self) -> Iterator[Source | None]:
        """The files that are there, or that come."""
        if not self.order.is_watched:
            return iter(sources.find(self.order.inputs, self.order.naming.folder))
        return watch(lambda: sources.find(self.order.inputs, self.order.naming.folder))

    def judge(self, source: Source) -> Outcome | None:
        """What can be told of a file before anybody works on it; None where it is to be worked on."""
        said = str(source.path)
        if source.fault:
            return Outcome(said, "skipped" if source.is_skipped else "failed", reason=source.fault)
        naming = self.order.naming
        if naming.target is None:
            return Outcome(said, "planned", STANDARD) if self.order.is_plan else None
        name = naming.name(source)
        path = naming.place(name)
        if not self.claim(name):
            return Outcome(said, "failed", reason=f"Another picture of this run has the result {path} already.")
        if os.path.lexists(path):
            if self.journal and self.journal.find(name, self.order.work.digest, source.path):
                return Outcome(said, "there", str(path))
            return Outcome(said, "failed", reason=f"{path} is there already; nothing is overwritten.")
        if self.journal and (there := self.journal.find(name, self.order.work.digest, source.path)):
            return Outcome(said, "there", str(there))
        return Outcome(said, "planned", str(path)) if self.order.is_plan else None

    def claim(self, name: str) -> bool:
        """Whether no other picture of this run has a result of that name; from now on this one has."""
        mark = hash(name)
        if mark in self.claimed:
            return False
        self.claimed.add(mark)
        return True

    # What came of it

    def settle(self, task: Task, result: Answer) -> Outcome:
        """Put a result in place."""
        said = str(task.path)
        if isinstance(result, FileFailed):
            return Outcome(said, "skipped" if isinstance(result, FileSkipped) else "failed", reason=str(result))
        if result.faces is not None:
            planned = STANDARD if self.order.naming.target is None else str(self.order.naming.place(task.planned))
            return Outcome(said, "planned", planned, "", result.notes, result.seconds, result.faces)
        if self.order.naming.target is None:
            sys.stdout.buffer.write(result.data)
            sys.stdout.buffer.flush()
            return Outcome(said, "done", STANDARD, notes=result.notes, seconds=result.seconds)
        name = self.order.naming.rename(task.planned, result.suffix)
        path = self.order.naming.place(name)
        if name != task.planned and not self.claim(name):
            return Outcome(said, "failed", reason=f"Another picture of this run has the result {path} already.")
        digest = hashlib.sha256(result.data).hexdigest()
        entry = Entry(task.planned, name, self.order.work.digest, result.input, digest)
        try:
            outputs.put_new(path, result.data, lambda: self.note(entry))
        except FileFailed as failure:
            return Outcome(said, "failed", reason=str(failure))
        return Outcome(said, "done", str(path), notes=result.notes, seconds=result.seconds)

    def note(self, entry: Entry) -> None:
        """Remember a result that is about to be put in place."""
        if self.journal:
            self.journal.append(entry)


def watch(find: Callable[[], Iterator[Source]]) -> Iterator[Source | None]:
    """Each file that has stopped growing, once; None between two looks. Whoever has enough of it stops it."""
    seen: set[Path] = set()
    grown: dict[Path, tuple[int, int]] = {}
    looked = -LOOK
    while True:
        if time.monotonic() - looked < LOOK:
            yield None
            continue
        looked = time.monotonic()
        for source in find():
            if source.path not in seen and has_stopped_growing(source, grown):
                seen.add(source.path)
                grown.pop(source.path, None)
                yield source


def has_stopped_growing(source: Source, grown: dict[Path, tuple[int, int]]) -> bool:
    """Whether a file is as it was at the last look, which ``grown`` remembers; what cannot be taken never grows."""
    if source.fault:
        return True
    try:
        found = source.path.stat()
    except OSError:
        return False
    now = (found.st_size, found.st_mtime_ns)
    is_still = grown.get(source.path) == now
    grown[source.path] = now
    return is_still
