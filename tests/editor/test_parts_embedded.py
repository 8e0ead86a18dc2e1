"""Objects of the embedded engine with its installed weights, from the upload to what is erased."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor import files, pictures
from editor.imaging import panoptic, uploads
from editor.models import Job, Picture
from masks.regions import LabelMap
from tests.editor.user_actions import done, erase
from tests.narrowing import require

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cup(installed_weights: Path) -> Picture:
    """A cup of coffee on a table, looked at to the end."""
    [sample] = [sample for sample in pictures.samples() if sample.slug == "coffee"]
    picture = pictures.create("alice", "Coffee", uploads.accept(sample.path.read_bytes(), "coffee.jpg"))
    assert done(picture.jobs.get()).status == Job.Status.DONE
    picture.refresh_from_db()
    return picture


def map_of(picture: Picture) -> LabelMap:
    visual = require(require(picture.current).visual)
    assert (visual.has_objects, visual.objects_error) == (True, "")
    return panoptic.from_wire(files.read(visual.regions))


def test_objects_are_found_selected_as_wholes_and_erased_by_the_ids_of_their_parts(cup: Picture) -> None:
    label_map = map_of(cup)
    things = [thing for thing in label_map.objects if thing.score is not None]
    assert things
    assert sorted(part for thing in label_map.objects for part in thing.parts) == label_map.ids
    smallest = min(things, key=lambda thing: sum((label_map.array == part).sum() for part in thing.parts))
    job = erase(cup, *smallest.parts)
    assert (job.status, str(job.error)) == (Job.Status.DONE, "")
    current = require(cup.current)
    assert (current.removed, bool(current.sid)) == (sorted(smallest.parts), True)
    assert str(current.title) == "Removed an object"


def test_what_was_found_at_once_is_erased_all_the_same(cup: Picture) -> None:
    visual = require(require(cup.current).visual)
    early = panoptic.from_wire(files.read(visual.early_regions))
    smallest = min(early.regions, key=lambda region: region.area)
    assert erase(cup, smallest.id).status == Job.Status.DONE
    assert smallest.id in require(cup.current).removed
