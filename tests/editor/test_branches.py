"""Deleting a step of the history with all that was made from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from pytest_django import Settings

from editor import files
from editor.history import branches, tree
from editor.jobs import execution, queue
from editor.models import Job, Picture, Revision, Visual
from tests.editor import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> None:
    """A media folder of each test's own."""
    settings.MEDIA_ROOT = tmp_path


def forked() -> tuple[Picture, dict[int, Revision]]:
    """1 – 2 – 3 and 2 – 4 – 5, standing at 5."""
    picture = factories.picture()
    made: dict[int, Revision] = {1: picture.revisions.get()}
    for number, parent in ((2, 1), (3, 2), (4, 2), (5, 4)):
        made[number] = factories.revision(picture, made[parent], "erase")
        picture.go_to(made[number])
    return picture, made


def numbers(picture: Picture) -> list[int]:
    return list(picture.revisions.values_list("number", flat=True))


def current(picture: Picture) -> int | None:
    picture.refresh_from_db()
    return picture.current.number if picture.current else None


def test_a_step_goes_with_all_that_was_made_from_it() -> None:
    picture, made = forked()
    assert branches.count_steps(made[4]) == 2
    assert branches.delete(made[4]) == 2
    assert numbers(picture) == [1, 2, 3]


def test_whoever_was_there_stands_at_what_it_was_made_from() -> None:
    picture, made = forked()
    branches.delete(made[4])
    assert current(picture) == 2


def test_whoever_was_elsewhere_stays_there() -> None:
    picture, made = forked()
    branches.delete(made[3])
    assert current(picture) == 5


def test_undo_and_redo_walk_what_is_left() -> None:
    picture, made = forked()
    branches.delete(made[4])
    picture.refresh_from_db()
    assert [step and step.number for step in (tree.redo(picture), tree.undo(picture), tree.undo(picture))] == [
        3,
        2,
        1,
    ]


def test_the_original_stays() -> None:
    picture, made = forked()
    with pytest.raises(branches.OriginalStays):
        branches.delete(made[1])
    assert len(numbers(picture)) == 5


def test_no_number_is_given_twice() -> None:
    picture, made = forked()
    branches.delete(made[4])
    picture.refresh_from_db()
    assert tree.next_number(picture) == 6


def test_what_goes_on_from_the_parent_stands_on_its_line_again() -> None:
    _, made = forked()
    branches.delete(made[3])
    assert made[2].branch_of_next(7) == 1


def test_work_on_it_ends_and_leaves_nothing() -> None:
    picture, made = forked()
    doomed = queue.enqueue(picture, "edit", made[5], {"tool": "erase"}, "one")
    other = queue.enqueue(picture, "edit", made[3], {"tool": "erase"}, "two")
    branches.delete(made[4])
    assert list(Job.objects.values_list("pk", flat=True)) == [other.pk]
    execution.run(doomed.pk)
    assert numbers(picture) == [1, 2, 3]


def test_files_go_that_nothing_else_needs() -> None:
    picture, made = forked()
    shared, own, seen = (files.store(name, ".png") for name in (b"shared", b"own", b"seen"))
    visual = Visual.objects.create(picture=picture, backend="embedded", image=own, regions=seen)
    Revision.objects.filter(pk=made[3].pk).update(image=shared)
    Revision.objects.filter(pk=made[4].pk).update(image=shared)
    Revision.objects.filter(pk=made[5].pk).update(image=own, visual=visual)
    branches.delete(made[4])
    assert [default_storage.exists(name) for name in (shared, own, seen)] == [True, False, False]
    assert not Visual.objects.filter(pk=visual.pk).exists()


def test_a_file_that_was_made_of_a_step_goes_with_it() -> None:
    picture, made = forked()
    layers = files.store(b"layers", ".psd")
    Job.objects.create(picture=picture, kind="file", base=made[5], key="k", status=Job.Status.DONE, file=layers)
    branches.delete(made[4])
    assert not default_storage.exists(layers)


def test_a_file_stays_that_a_job_elsewhere_was_asked_to_use() -> None:
    picture, made = forked()
    beach = files.store(b"beach", ".png")
    Revision.objects.filter(pk=made[4].pk).update(image=beach)
    queue.enqueue(picture, "edit", made[3], {"tool": "replace_background", "backdrop": beach}, "key")
    branches.delete(made[4])
    assert default_storage.exists(beach)


def test_what_others_know_of_an_image_stays() -> None:
    picture, made = forked()
    branches.delete(made[4])
    assert picture.visuals.count() == 1
