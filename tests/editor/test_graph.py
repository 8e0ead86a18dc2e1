"""The history as it is drawn: rails, windows, and what they cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from editor.history import graph
from editor.models import Picture, Revision
from tests.editor import factories

pytestmark = pytest.mark.django_db

Execute = Callable[..., Any]


def grown(*parents: int) -> Picture:
    """A picture whose revisions 2, 3 … were made from these, standing at the last."""
    picture = factories.picture()
    made = [picture.current]
    for parent in parents:
        made.append(factories.revision(picture, made[parent - 1], "erase"))
    assert made[-1] is not None
    picture.go_to(made[-1])
    return picture


def drawn(picture: Picture) -> dict[int, tuple[int, str, str, tuple[int, int] | None]]:
    """Column, upper rails, lower rails and fork of each line."""
    assert picture.current is not None
    window = graph.window_around(picture, picture.current.number)
    return {line.number: (line.column, line.up, line.down, line.fork) for line in window.lines}


def test_steps_that_follow_each_other_stand_on_one_rail() -> None:
    assert drawn(grown(1, 2)) == {1: (0, "", "0", None), 2: (0, "0", "0", None), 3: (0, "0", "", None)}


def test_a_branch_leaves_where_it_was_made_and_passes_what_lies_between() -> None:
    assert drawn(grown(1, 2, 2)) == {
        1: (0, "", "0", None),
        2: (0, "0", "0 1", (0, 1)),
        3: (0, "0 1", "1", None),
        4: (1, "1", "", None),
    }


def test_a_column_is_used_again_once_its_branch_has_ended() -> None:
    picture = grown(1, 1, 2, 4, 4)
    assert {number: line[0] for number, line in drawn(picture).items()} == {1: 0, 2: 0, 3: 1, 4: 0, 5: 0, 6: 1}


def test_what_goes_on_with_a_branch_stays_on_its_rail() -> None:
    assert drawn(grown(1, 1, 2, 3))[5][0] == drawn(grown(1, 1, 2, 3))[3][0]


def test_many_branches_share_the_last_column() -> None:
    lines = drawn(grown(*[1] * 7))
    assert lines[8] == (graph.COLUMNS - 1, "4", "", None)


def test_it_says_from_where_only_what_does_not_follow_the_line_above() -> None:
    window = graph.window_around(grown(1, 2, 2), 4)
    assert [line.branch_of for line in window.lines] == [None, None, None, 2]


def test_a_window_that_begins_within_a_branch_does_not_take_it_for_a_new_one() -> None:
    window = graph.window_around(grown(*range(1, 40)), 30)
    assert window.lines[0].branch_of is None


def test_the_window_stays_while_one_walks_within_a_page() -> None:
    picture = grown(*range(1, 40))
    shown = {number: graph.window_around(picture, number) for number in (24, 31, 32)}
    numbers = {number: [line.number for line in window.lines] for number, window in shown.items()}
    assert numbers[24] == numbers[31] == list(range(20, 36))
    assert numbers[32] == list(range(28, 41))
    assert (shown[24].earlier, shown[24].later) == (20, 35)
    assert (shown[32].earlier, shown[32].later) == (28, None)


def test_more_is_what_lies_before_and_after() -> None:
    picture = grown(*range(1, 40))
    before, after = graph.window_before(picture, 36, 40), graph.window_after(picture, 5, 40)
    assert ([line.number for line in before.lines], before.earlier) == (list(range(6, 36)), 6)
    assert ([line.number for line in after.lines], after.later) == (list(range(6, 36)), 35)
    assert (before.later, after.earlier) == (None, None)
    assert graph.window_after(picture, 40, 40).lines == ()


@pytest.mark.parametrize(
    ("current", "drawn", "expected"),
    [
        (30, (3, 34), (3, 34)),
        (40, (3, None), (3, 40)),
        (2, (20, 35), (1, 11)),
        (40, (20, 35), (36, 40)),
        (300, (1, None), (292, 300)),
    ],
    ids=["same", "to the end", "before it", "after it", "too long"],
)
def test_what_is_shown_is_drawn_again(current: int, drawn: tuple[int, int | None], expected: tuple[int, int]) -> None:
    picture = grown(*range(1, max(current, 40)))
    lines = graph.window_again(picture, current, *drawn).lines
    assert (lines[0].number, lines[-1].number) == expected


def test_a_thousand_revisions_take_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    picture = factories.picture()
    assert picture.current is not None
    picture.revisions.bulk_create(
        Revision(picture=picture, number=number, branch=1, width=1, height=1) for number in range(2, 1001)
    )
    with django_assert_num_queries(2):
        assert len(graph.window_around(picture, 500).lines) == 2 * graph.PAGE


def test_a_revision_that_is_made_while_lines_are_read_is_left_for_the_next_time() -> None:
    picture = grown(1)
    assert picture.current is not None
    base = picture.current
    made: list[str] = []

    def make(execute: Execute, sql: str, *others: Any) -> Any:
        result = execute(sql, *others)
        if not made:
            made.append(sql)
            factories.revision(picture, base, "erase")
        return result

    with connection.execute_wrapper(make):
        window = graph.window_around(picture, 2)
    assert [(line.number, line.down) for line in window.lines] == [(1, "0"), (2, "")]
    assert window.later is None
