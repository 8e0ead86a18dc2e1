"""The history as it is drawn: one line per revision, oldest first, with rails that show what was made from what.

Revisions that follow each other stand on one rail; a branch leaves the rail of the revision it was made from, on that
revision's line, and keeps a column to itself down to its last. Only a window of the history is read, so that drawing
costs the same however long the history is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import F, Max, Min, QuerySet

from editor.jobs import usage
from editor.models import FIRST, Picture, Revision

PAGE = 8  # lines; the page of the current revision is shown with the halves of those around it
MORE = 30  # lines that are added to them at a time
MOST = 200  # lines that are drawn again at once
COLUMNS = 5  # rails side by side; what does not fit beside each other shares the last


class Rail(NamedTuple):
    """A branch: the number it starts from (the original's own), those of its first and last revision, its column."""

    start: int
    first: int
    last: int
    column: int = 0


@dataclass(frozen=True)
class Line:
    """A revision of the history.

    ``branch_of`` is what it was made from where that is not the line above; ``made_at`` is in ISO 8601. ``up`` and
    ``down`` are the columns in which a rail crosses the upper and the lower half of the line, as words; ``fork`` the
    outermost columns that rails leave to, None where nothing branches off here. ``usage`` says what making it took of
    a hosted service.
    """

    number: int
    label: str
    engine: str
    made_at: str
    current: bool
    parent: int | None
    branch_of: int | None
    column: int
    up: str
    down: str
    fork: tuple[int, int] | None
    usage: str


@dataclass(frozen=True)
class Window:
    """Some lines in a row; ``earlier`` and ``later`` are the numbers to go on from, None where there is no more."""

    lines: tuple[Line, ...]
    earlier: int | None
    later: int | None
    columns: int


def window_around(picture: Picture, current: int, place: int | None = None) -> Window:
    """The window with the revision ``place``, by default the current one; the same for all places of one page."""
    page = (place or current) // PAGE * PAGE
    rails = read_rails(picture)
    rows = picture.revisions.filter(number__gte=page - PAGE // 2, number__lt=page + PAGE + PAGE // 2)
    return build_window(list(select_lines(rows, rails)), rails, current)


def window_again(picture: Picture, current: int, first: int, last: int | None) -> Window:
    """The window from ``first`` to ``last`` (None for the end), as a browser shows it already.

    Where one stands elsewhere by now, or the window has grown long, it is the one around the current revision.
    """
    if not first <= current <= (last or current):
        return window_around(picture, current)
    rails = read_rails(picture)
    rows = picture.revisions.filter(number__gte=first, **({"number__lte": last} if last else {}))
    shown = list(select_lines(rows, rails)[: MOST + 1])
    return build_window(shown, rails, current) if len(shown) <= MOST else window_around(picture, current)


def window_before(picture: Picture, number: int, current: int) -> Window:
    """The lines above the one of revision ``number``."""
    rails = read_rails(picture)
    rows = select_lines(picture.revisions.filter(number__lt=number).order_by("-number"), rails)[:MORE]
    return replace(build_window(list(rows)[::-1], rails, current), later=None)


def window_after(picture: Picture, number: int, current: int) -> Window:
    """The lines below the one of revision ``number``."""
    rails = read_rails(picture)
    rows = select_lines(picture.revisions.filter(number__gt=number), rails)[:MORE]
    return replace(build_window(list(rows), rails, current), earlier=None)


def select_lines(rows: QuerySet[Revision], rails: list[Rail]) -> QuerySet[Revision, Any]:
    """What a line shows of each revision, without the rest of the row; none that was made after the rails were read."""
    facts = ("number", "branch", "title", "name", "engine", "usage", "created_at", "parent_number")
    known = rows.filter(number__lte=max((rail.last for rail in rails), default=0))
    return known.annotate(parent_number=F("parent__number")).values_list(*facts, named=True)


def build_window(rows: list[Any], rails: list[Rail], current: int) -> Window:
    """The window of these rows."""
    if not rows or not rails:
        return Window((), None, None, 1)
    first, last = rows[0].number, rows[-1].number
    near = [rail for rail in rails if rail.start <= last and rail.last >= first]
    return Window(
        tuple(build_lines(rows, near, current)),
        first if first > FIRST else None,
        last if last < max(rail.last for rail in rails) else None,
        1 + max(rail.column for rail in near),
    )


def read_rails(picture: Picture) -> list[Rail]:
    """Every branch of the picture, with its column; one query."""
    ends = picture.revisions.values_list("branch").annotate(Max("number"), Min("parent__number")).order_by("branch")
    return list(assign_columns(sorted((start or first, first, last) for first, last, start in ends)))


def assign_columns(spans: Iterable[tuple[int, int, int]]) -> Iterator[Rail]:
    """The branches, given by where they start, each in the first column that is free from there on."""
    ends: list[int] = []  # the number that each column is taken down to
    for start, first, last in spans:
        free = next((column for column, end in enumerate(ends) if end < start), len(ends))
        column = min(free, COLUMNS - 1)
        if column == len(ends):
            ends.append(0)
        ends[column] = max(ends[column], last)
        yield Rail(start, first, last, column)


def build_lines(rows: list[Any], rails: list[Rail], current: int) -> Iterator[Line]:
    """The rows as lines, under and over each other in the columns of their rails."""
    columns = {rail.first: rail.column for rail in rails}
    above = rows[0].parent_number if rows[0].number != rows[0].branch else None
    for row in rows:
        number, column = row.number, columns[row.branch]
        forks = [rail.column for rail in rails if rail.start == number and rail.first != row.branch]
        yield Line(
            number=number,
            label=row.name or row.title,
            engine=row.engine,
            made_at=row.created_at.isoformat(),
            current=number == current,
            parent=row.parent_number,
            branch_of=None if row.parent_number == above else row.parent_number,
            column=column,
            up=column_words(rail.column for rail in rails if rail.start < number <= rail.last),
            down=column_words(rail.column for rail in rails if rail.start <= number < rail.last),
            fork=(min(*forks, column), max(*forks, column)) if forks else None,
            usage=usage.describe(row.usage),
        )
        above = number


def column_words(columns: Iterable[int]) -> str:
    """Columns as the words of an attribute."""
    return " ".join(map(str, sorted(set(columns))))
