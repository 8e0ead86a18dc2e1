"""Two tabs and two workers on one picture, at every moment: the history stays a tree, and a person where they went.

Hypothesis tries sequences of what people do. A job that runs asks the service something two or three times; whatever is
done in another tab, or by another worker, at such a moment is done in the middle of it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from editor.jobs import execution
from editor.models import Job, Revision
from tests.bria.fakes import BASE, Reply, reply
from tests.editor import fake_service
from tests.editor.clients import post, visitor
from tests.editor.user_actions import uploaded

pytestmark = pytest.mark.django_db

EXAMPLES, STEPS = 10, 12
PLACES = strategies.integers(0, 5)  # among what there is to choose from
MOVES = ("undo", "redo", "1")
ACTS = strategies.tuples(strategies.sampled_from(["order", "work", "move", "go", "cancel", "delete"]), PLACES)
TABS = 2


class Editing(RuleBasedStateMachine):
    """A picture, the tabs it is open in, and a model of the one thing that a person sees: where they are."""

    def __init__(self) -> None:
        super().__init__()
        self.service = fake_service.use()
        self.service.overrides["/blur_background"] = lambda: self.reached(
            reply({"request_id": "r1", "status_url": f"{BASE}/v2/status/r1"}, 202)
        )
        self.service.overrides["/files/white.jpg"] = lambda: self.reached(reply(fake_service.picture("JPEG", 255)))
        self.tabs = [visitor() for _ in range(TABS)]
        self.meanwhile: list[tuple[str, int]] = []
        self.picture = uploaded()
        self.here = 1  # the number of the revision where the person put the pointer
        self.ordered = 0  # edits, each of them once

    def reached(self, answer: Reply) -> Reply:
        """A running job has asked the service; what was to happen meanwhile happens before it is answered."""
        if self.meanwhile:
            self.act(*self.meanwhile.pop(0))
        return answer

    @rule(act=ACTS)
    def act_alone(self, act: tuple[str, int]) -> None:
        """Something is done while nobody works."""
        self.act(*act)

    @rule(base=PLACES, place=PLACES, meanwhile=strategies.lists(ACTS, min_size=1, max_size=4))
    def act_meanwhile(self, base: int, place: int, meanwhile: list[tuple[str, int]]) -> None:
        """An edit is ordered, and something is done in the middle of it, or of another that waits."""
        self.order(base)
        self.meanwhile = meanwhile
        self.work(place)
        self.meanwhile = []

    def act(self, what: str, choice: int) -> None:
        """One act of a person, or of a worker."""
        acts: dict[str, Callable[[int], None]] = {
            "move": self.move,
            "go": self.go,
            "delete": self.delete,
            "cancel": self.cancel,
            "order": self.order,
            "work": self.work,
        }
        acts[what](choice)

    def move(self, choice: int) -> None:
        """Undo, redo, or back to the original, in one tab."""
        before, to = self.current(), MOVES[choice % len(MOVES)]
        post(self.tabs[0], f"/pictures/{self.picture.pk}/current/", to=to)
        self.here = self.current().number
        expected = {"undo": before.parent or before, "1": self.picture.revisions.get(number=1)}
        assert to not in expected or self.current() == expected[to]
        assert to != "redo" or self.current() == before or self.current().parent == before

    def go(self, place: int) -> None:
        """Jump to some revision, in the other tab."""
        to = self.pick(place)
        post(self.tabs[1], f"/pictures/{self.picture.pk}/current/", to=str(to.number))
        self.here = to.number

    def delete(self, place: int) -> None:
        """Delete a branch; whoever stands on it is taken to where it began."""
        doomed = self.pick(place)
        if doomed.parent is None:
            return
        line = doomed.parent.number
        gone = {row.number for row in self.picture.revisions.all() if doomed.pk in lineage(row)}
        post(self.tabs[0], f"/pictures/{self.picture.pk}/revisions/{doomed.number}/deletion/")
        assert not self.picture.revisions.filter(number__in=gone).exists()
        self.here = line if self.here in gone else self.here

    def order(self, place: int) -> None:
        """Press Apply; every other time in both tabs, or twice, which is one edit."""
        base, key = self.pick(place), str(uuid.uuid4())
        form: dict[str, Any] = {"tool": "blur_background", "scale": 2, "revision": base.number, "key": key}
        before = self.picture.jobs.count()
        for tab in self.tabs[: 1 + place % TABS]:
            post(tab, f"/pictures/{self.picture.pk}/edits/", **form)
        assert self.picture.jobs.count() == before + 1
        self.ordered += 1

    def cancel(self, place: int) -> None:
        """Stop a job, whatever it is at."""
        jobs = list(self.picture.jobs.filter(kind="edit"))
        if not jobs:
            return
        job = jobs[place % len(jobs)]
        was_there = job.result_id is not None and self.current() == job.result
        post(self.tabs[1], f"/pictures/{self.picture.pk}/jobs/{job.pk}/cancellation/")
        job.refresh_from_db()
        if was_there and job.cancel_requested and self.current() == job.base:
            self.here = job.base.number  # it had just been done, and is taken back

    def work(self, place: int) -> None:
        """A worker takes one of the waiting jobs; a result takes the person along from where it began only."""
        waiting = list(self.picture.jobs.filter(status=Job.Status.QUEUED))
        if not waiting:
            return
        job = waiting[place % len(waiting)]
        base = job.base.number
        execution.run(job.pk)
        left = Job.objects.filter(pk=job.pk).select_related("result").first()
        if left is None:
            return  # its base was deleted
        assert not left.active
        if left.kind == "edit" and left.status == Job.Status.DONE and left.result and self.here == base:
            self.here = left.result.number

    def pick(self, place: int) -> Revision:
        """One of the revisions."""
        rows = list(self.picture.revisions.order_by("number"))
        return rows[place % len(rows)]

    def current(self) -> Revision:
        """Where the person is."""
        self.picture.refresh_from_db()
        assert self.picture.current is not None
        return self.picture.current

    @invariant()
    def the_history_is_a_tree(self) -> None:
        """One root, each parent older than its children, no number twice."""
        rows = list(self.picture.revisions.select_related("parent"))
        assert [row.number for row in rows if row.parent is None] == [1]
        assert all(row.parent is None or row.parent.number < row.number for row in rows)
        assert all(row.parent is None or row.parent.picture_id == self.picture.pk for row in rows)
        assert len({row.number for row in rows}) == len(rows)
        assert all(row.followed is None or row.followed.parent_id == row.pk for row in rows)

    @invariant()
    def the_pointer_is_where_the_person_put_it(self) -> None:
        """Nobody is taken anywhere unasked."""
        assert self.current().number == self.here

    @invariant()
    def no_job_orders_twice(self) -> None:
        """Each job orders once; jobs go with what they started from, so the most that there ever were are counted."""
        assert len(self.service.sent_to("/blur_background")) <= self.ordered


def lineage(row: Revision | None) -> list[int]:
    """The keys of a revision and of what it was made from."""
    found = []
    while row is not None:
        found.append(row.pk)
        row = row.parent
    return found


def test_whatever_is_done_at_once_the_history_is_a_tree_and_the_pointer_where_it_was_put() -> None:
    run_state_machine_as_test(
        Editing,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],  # a failure is told as it was found
            suppress_health_check=list(HealthCheck),
        ),
    )
