"""Undo, redo, jump and branches."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from pytest_django import DjangoAssertNumQueries

from editor.history import tree
from editor.models import Revision
from tests.editor import factories
from tests.narrowing import require

pytestmark = pytest.mark.django_db


def numbers(revisions: Iterable[Revision | None]) -> list[int]:
    return [require(row).number for row in revisions]


def test_it_undoes_to_the_parent() -> None:
    picture = factories.picture()
    picture.go_to(factories.revision(picture, picture.current, "erase"))
    assert require(tree.undo(picture)).number == 1


def test_it_has_nothing_to_undo_at_the_original() -> None:
    assert tree.undo(factories.picture()) is None


def test_it_redoes_along_the_branch_last_walked() -> None:
    picture = factories.picture()
    original = picture.current
    first = factories.revision(picture, original, "erase")
    factories.revision(picture, original, "erase")
    picture.go_to(first)
    tree.undo(picture)
    assert tree.redo(picture) == first


def test_a_jump_decides_where_redo_goes_at_every_fork_above() -> None:
    picture = factories.picture()
    original = picture.current
    left = factories.revision(picture, original, "erase")
    left_end = factories.revision(picture, left, "erase")
    right = factories.revision(picture, original, "erase")
    picture.go_to(right)
    picture.go_to(left_end)
    tree.undo(picture)
    tree.undo(picture)
    assert numbers([tree.redo(picture), tree.redo(picture)]) == [left.number, left_end.number]


def test_it_redoes_to_the_newest_child_where_none_was_walked() -> None:
    picture = factories.picture()
    factories.revision(picture, picture.current, "erase")
    newest = factories.revision(picture, picture.current, "erase")
    assert tree.redo(picture) == newest


def test_it_has_nothing_to_redo_at_the_end_of_a_branch() -> None:
    assert tree.redo(factories.picture()) is None


def test_it_walks_up_with_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    picture = factories.picture()
    last = require(picture.current)
    for _ in range(5):
        last = factories.revision(picture, last, "erase")
    with django_assert_num_queries(1):
        assert numbers(tree.ancestors(last)) == [6, 5, 4, 3, 2, 1]


def test_an_undo_reads_no_more_of_a_long_history(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    picture = factories.picture()
    for _ in range(30):
        picture.go_to(factories.revision(picture, picture.current, "erase"))
    with django_assert_max_num_queries(6):
        assert require(tree.undo(picture)).number == 30


def test_descendants_are_all_that_was_made_from_it(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    picture = factories.picture()
    middle = factories.revision(picture, picture.current, "erase")
    ends = [factories.revision(picture, middle, "erase") for _ in range(2)]
    factories.revision(picture, picture.current, "erase")
    with django_assert_num_queries(1):
        assert sorted(tree.descendants(middle)) == [middle.pk, *(row.pk for row in ends)]
