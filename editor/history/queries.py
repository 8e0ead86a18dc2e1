"""What hangs on what in the tree of revisions, asked of the database by recursive queries (SQL:1999, section 7.12).

A history of a thousand steps costs no more rows than the way that is walked. Models stand on this, so it knows the
tables alone: ``pk`` is the primary key of a revision.
"""

from __future__ import annotations

from django.db import connection

ABOVE = """
WITH RECURSIVE above (id, parent_id, child_id, steps) AS (
    SELECT id, parent_id, CAST(0 AS bigint), 0 FROM editor_revision WHERE id = %s
    UNION ALL
    SELECT upper.id, upper.parent_id, above.id, above.steps + 1
    FROM editor_revision AS upper JOIN above ON upper.id = above.parent_id
)
"""
ANCESTORS = f"{ABOVE} SELECT revision.* FROM editor_revision AS revision JOIN above USING (id) ORDER BY above.steps"  # noqa: S608 - no value stands in it
TURNS = f"""{ABOVE} SELECT id, child_id FROM editor_revision AS revision JOIN above USING (id)
WHERE above.steps > 0 AND (revision.followed_id IS NULL OR revision.followed_id <> above.child_id)"""  # noqa: S608 - nor in this
DESCENDANTS = """
WITH RECURSIVE below (id) AS (
    SELECT id FROM editor_revision WHERE id = %s
    UNION ALL
    SELECT lower.id FROM editor_revision AS lower JOIN below ON lower.parent_id = below.id
)
SELECT id FROM below
"""


def select_descendants(pk: int) -> list[int]:
    """The primary keys of a revision and of everything that was made from it; one query."""
    return [below for (below,) in select(DESCENDANTS, pk)]


def select_turns(pk: int) -> list[tuple[int, ...]]:
    """(primary key, its child on the way) for each ancestor whose ``followed`` does not lead to the revision."""
    return select(TURNS, pk)


def select(query: str, pk: int) -> list[tuple[int, ...]]:
    """The rows of a query about one revision."""
    with connection.cursor() as cursor:
        cursor.execute(query, [pk])
        rows: list[tuple[int, ...]] = cursor.fetchall()
    return rows
