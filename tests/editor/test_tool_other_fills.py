"""Other fills of an erased place: which are proposed, what becomes of the one that is chosen, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from django.test import Client

from editor import cleaning, files, pictures
from editor.history import branches
from editor.imaging import uploads
from editor.jobs import queue
from editor.models import Job, Picture
from editor.tools import other_fills
from harness.images import png
from tests.bria.fakes import reply
from tests.editor import fake_service, frame_tools
from tests.editor.clients import HTMX, visitor
from tests.editor.user_actions import done, edit, pixels_of
from tests.narrowing import require

pytestmark = pytest.mark.django_db(transaction=True)

PARTS = re.compile(r'data-part="([^"]+)" data-version="([^"]+)"')
HOLE = {
    "steps": [{"kind": "box", "add": True, "points": [40, 30, 70, 60]}],
    "edges": {"smooth": 0, "grow": 0, "feather": 0},
}


def pebbles() -> Any:
    """Ground of many greys, in which no two places are alike."""
    draw = np.random.default_rng(5)
    return np.kron(draw.integers(0, 255, (30, 40, 3)), np.ones((4, 4, 1))).astype(np.uint8)


def erased(array: Any) -> Picture:
    """A picture out of which a box was erased by the studio's own engine."""
    picture = pictures.create("alice", "Ground", uploads.accept(png(array), "ground.png"))
    done(picture.jobs.get())
    edit(picture, tool="erase", selection=HOLE)
    return picture


def proposed(picture: Picture, key: str = "key") -> Job:
    """Other fills of what was erased last."""
    return done(queue.enqueue(picture, "proposal", require(picture.current), {"tool": "other_fills"}, key))


def choose(client: Client, job: Job, fill: str) -> Any:
    return client.post(f"/pictures/{job.picture_id}/jobs/{job.pk}/choice/", {"fill": fill}, headers=HTMX)


@pytest.fixture
def alice() -> Client:
    return visitor()


def test_the_others_differ_from_the_first_and_from_each_other_and_the_rest_is_equal() -> None:
    picture = erased(pebbles())
    job = proposed(picture)
    first = pixels_of(require(picture.current))
    shown = [first, *(fake_service.decoded_png(files.read(fill["stored"]["image"])) for fill in job.received["fills"])]
    assert (job.status, len(shown)) == ("done", 4)
    for place, one in enumerate(shown):
        inside = np.s_[30:60, 40:70]
        for other in shown[:place]:
            assert np.abs(one[inside].astype(int) - other[inside]).mean() >= other_fills.LEAST_DIFFERENCE
        assert (one[:20] == first[:20]).all() and (one[:, 90:] == first[:, 90:]).all()


def test_what_looks_the_same_is_left_out(alice: Client) -> None:
    picture = erased(np.full((120, 160, 3), 90, np.uint8))
    job = proposed(picture)
    assert (job.status, job.received["fills"]) == ("done", [])
    assert "No other fill looks different from this one." in alice.get(f"/pictures/{picture.pk}/").content.decode()


def test_the_chosen_one_becomes_a_step_beside_the_first(alice: Client) -> None:
    picture = erased(pebbles())
    job = proposed(picture)
    [fill, *_] = job.received["fills"]
    assert choose(alice, job, str(fill["variant"])).status_code == 286
    picture.refresh_from_db()
    first, other = job.base, require(picture.current)
    assert (other.number, other.parent, other.tool, other.title) == (3, first.parent, "erase", first.title)
    assert (other.image, other.params["variant"]) == (fill["stored"]["image"], fill["variant"])
    assert (other.visual_id, other.removed, other.branch) == (first.visual_id, first.removed, 3)


def test_a_second_press_adds_nothing(alice: Client) -> None:
    picture = erased(pebbles())
    job = proposed(picture)
    for _ in range(2):
        choose(alice, job, str(job.received["fills"][0]["variant"]))
    assert picture.revisions.count() == 3


def test_after_another_erasure_the_form_asks_for_fills_of_that(alice: Client) -> None:
    picture = erased(pebbles())
    seen = " ".join(map("=".join, PARTS.findall(alice.get(f"/pictures/{picture.pk}/").content.decode())))
    other = {**HOLE, "steps": [{"kind": "box", "add": True, "points": [100, 30, 120, 60]}]}
    edit(picture, tool="erase", selection=other)
    page = alice.get(f"/pictures/{picture.pk}/status/", headers={**HTMX, "Studio-Seen": seen}).content.decode()
    form = page[page.index('name="tool" value="other_fills"') :]
    assert 'name="revision" value="3"' in form[:200]


def test_the_first_can_be_kept(alice: Client) -> None:
    picture = erased(pebbles())
    job = proposed(picture)
    page = alice.get(f"/pictures/{picture.pk}/").content.decode()
    assert "Keep this one" in page and "Fill 2" in page
    assert choose(alice, job, "first").status_code == 286
    assert picture.revisions.count() == 2
    assert "Keep this one" not in alice.get(f"/pictures/{picture.pk}/").content.decode()


def test_without_script_the_page_comes_back(alice: Client) -> None:
    picture = erased(pebbles())
    job = proposed(picture)
    response = alice.post(f"/pictures/{picture.pk}/jobs/{job.pk}/choice/", {"fill": "first"})
    assert (response.status_code, response.headers["Location"]) == (302, f"/pictures/{picture.pk}/")


def test_of_a_chosen_fill_the_other_three_are_tried() -> None:
    picture = erased(pebbles())
    job = proposed(picture)
    choose(visitor(), job, str(job.received["fills"][0]["variant"]))
    picture.refresh_from_db()
    again = proposed(picture, "again")
    variants = {fill["variant"] for fill in again.received["fills"]}
    assert variants == set(other_fills.VARIANTS) - {job.received["fills"][0]["variant"]}


@pytest.mark.parametrize("fill", ["", "9", "nonsense"])
def test_a_fill_that_is_not_there_is_refused(alice: Client, fill: str) -> None:
    picture = erased(pebbles())
    response = choose(alice, proposed(picture), fill)
    assert response.status_code == 422 and "This fill is not kept any more." in response.content.decode()
    assert picture.revisions.count() == 2


def test_each_fill_can_be_looked_at_by_its_owner_only(alice: Client) -> None:
    picture = erased(pebbles())
    job = proposed(picture)
    address = f"/pictures/{picture.pk}/jobs/{job.pk}/fills/"
    assert alice.get(f"{address}first").headers["Content-Type"] == "image/webp"
    assert alice.get(f"{address}{job.received['fills'][0]['variant']}").status_code == 200
    assert alice.get(f"{address}nonsense").status_code == 404
    assert visitor("bob").get(f"{address}first").status_code == 404
    assert choose(visitor("bob"), job, "first").status_code == 404


@pytest.mark.parametrize("goes", [pictures.delete, lambda picture: branches.delete(require(picture.current))])
def test_the_fills_go_with_what_they_were_made_for(goes: Callable[[Picture], object]) -> None:
    picture = erased(pebbles())
    job = proposed(picture)
    names = cleaning.list_proposed(Job.objects.filter(pk=job.pk))
    assert len(names) > 6 and all(map(files.exists, names))
    for name in names:
        files.mark_of(require(files.local_path(name))).unlink(missing_ok=True)  # stored again long ago
    goes(picture)
    assert not any(map(files.exists, names))


def test_where_nothing_was_erased_last_there_are_none(alice: Client) -> None:
    picture = pictures.create("alice", "Ground", uploads.accept(png(pebbles()), "ground.png"))
    response = frame_tools.post(alice, picture, "other_fills")
    assert response.status_code == 422 and "There are no other fills of this step." in response.content.decode()


def test_a_service_that_is_paid_for_is_not_asked_for_other_fills(alice: Client) -> None:
    picture = erased(pebbles())
    service = fake_service.use()
    service.overrides["/capabilities"] = lambda: reply(status=404)
    assert "Other fills" not in alice.get(f"/pictures/{picture.pk}/").content.decode()
    response = frame_tools.post(alice, picture, "other_fills", revision=2)
    assert response.status_code == 422
    assert not Job.objects.filter(kind="proposal").exists()
