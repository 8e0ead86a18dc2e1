"""Spots: what is found is proposed, what is accepted is erased by one mask, and what cannot be done is said."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.test import Client

import bria
from editor import files
from editor.jobs import queue
from editor.models import Job, Picture
from editor.service.capabilities import Abilities
from editor.tools import find_spots
from harness.images import png
from tests.bria.fakes import BASE, reply
from tests.editor import fake_service, frame_tools
from tests.editor.clients import HTMX, visitor
from tests.editor.user_actions import done, uploaded
from tests.narrowing import require

pytestmark = pytest.mark.django_db

DUST = {"box": [10, 5, 4, 4], "score": 0.5}
HAIR = {"box": [8, 2, 30, 30], "score": 0.9}


def mask() -> Any:
    """A speck of dust within the box of a slanting hair."""
    marked = np.zeros(fake_service.SIZE, np.uint8)
    marked[5:9, 10:14] = marked[20:30, 20:30] = 255
    return marked


def answers(service: fake_service.Service, *spots: dict[str, Any]) -> None:
    """Have the service be an engine of the studio, which finds these spots."""
    service.overrides["/capabilities"] = lambda: reply({"operations": {"spots": {"available": True}}})
    result = {"mask_url": f"{BASE}/files/spots.png", "spots": list(spots)}
    service.overrides["/image/segment/spots"] = lambda: reply({"result": result})
    service.overrides["/files/spots.png"] = lambda: reply(png(mask()))


@pytest.fixture
def engine(hosted: fake_service.Service) -> fake_service.Service:
    """A service that finds a hair, and dust beside it."""
    answers(hosted, HAIR, DUST)
    return hosted


@pytest.fixture
def alice() -> Client:
    return visitor()


def found(picture: Picture) -> Job:
    """Spots looked for in the picture as it is."""
    return done(queue.enqueue(picture, "proposal", require(picture.current), {"tool": "find_spots"}, "key"))


def panel(client: Client, picture: Picture) -> str:
    """The page, without what is written around the words."""
    return " ".join(client.get(f"/pictures/{picture.pk}/").content.decode().split())


def test_what_is_found_is_proposed_and_changes_nothing(engine: fake_service.Service, alice: Client) -> None:
    picture = uploaded()
    job = found(picture)
    assert (job.status, job.result, picture.revisions.count()) == ("done", None, 1)
    page = panel(alice, picture)
    assert "2 spots were found" in page
    assert "1. top left, 90 % sure" in page and "2. top left, 50 % sure" in page
    assert page.count('class="thing__box"') >= 2 and 'data-rect="10 5 4 4"' in page


def test_a_clean_picture_has_none(engine: fake_service.Service, alice: Client) -> None:
    answers(engine)
    picture = uploaded()
    found(picture)
    assert "No spots were found: the picture looks clean." in panel(alice, picture)


def test_the_accepted_ones_are_erased_by_one_mask_and_one_call(engine: fake_service.Service, alice: Client) -> None:
    picture = uploaded()
    proposal = found(picture)
    assert frame_tools.post(alice, picture, "spots", found=proposal.pk, **{"spot-2": "on"}).status_code == 200
    job = done(Job.objects.get(kind="edit"))
    [sent] = engine.sent_to("/image/edit/erase")
    expected = mask()
    expected[20:30, 20:30] = 0
    assert (fake_service.decoded(sent["mask"]) == expected).all()
    revision = require(job.result)
    assert (revision.title, revision.parent, revision.params["count"]) == ("Removed 1 spot", proposal.base, 1)
    assert (fake_service.decoded_png(files.read(revision.params["mask"])) == expected).all()


@pytest.mark.parametrize("fields", [{}, {"spot-3": "on"}, {"spot-0": "on"}])
def test_without_one_accepted_it_is_said_and_nothing_is_ticked_again(
    engine: fake_service.Service, alice: Client, fields: dict[str, str]
) -> None:
    picture = uploaded()
    response = frame_tools.post(alice, picture, "spots", found=found(picture).pk, **fields)
    page = response.content.decode()
    assert response.status_code == 422 and "Accept at least one spot." in page
    assert "checked" not in page[page.index('aria-label="Spots"') : page.index("data-choices")]
    assert not Job.objects.filter(kind="edit").exists()


@pytest.mark.parametrize("which", ["nonsense", "00000000-0000-4000-8000-000000000000", "another picture's"])
def test_spots_of_something_else_are_refused(engine: fake_service.Service, alice: Client, which: str) -> None:
    picture = uploaded()
    other = found(uploaded()).pk if which.startswith("another") else which
    response = frame_tools.post(alice, picture, "spots", found=other, **{"spot-1": "on"})
    assert response.status_code == 422
    assert not Job.objects.filter(kind="edit").exists()


def test_of_very_many_the_clearest_are_proposed(engine: fake_service.Service) -> None:
    many = [{"box": [place % 80, place % 60, 1, 1], "score": place / 1000} for place in range(find_spots.MOST + 5)]
    answers(engine, *many)
    job = found(uploaded())
    spots = find_spots.list_spots(job)
    assert [spot.score for spot in spots] == [spot["score"] for spot in many[5:]]
    assert job.received["more"] == 5


def test_looking_anew_puts_away_what_was_proposed_before(engine: fake_service.Service) -> None:
    picture = uploaded()
    first = found(picture)
    second = done(queue.enqueue(picture, "proposal", require(picture.current), {"tool": "find_spots"}, "again"))
    first.refresh_from_db()
    assert (first.seen, second.seen) == (True, False)


def test_no_mask_is_said(engine: fake_service.Service) -> None:
    engine.overrides["/files/spots.png"] = lambda: reply(b"no picture")
    job = found(uploaded())
    assert (job.status, job.error) == ("failed", "The mask of the spots could not be used. Try again.")


def test_a_hosted_service_has_no_such_route(hosted: fake_service.Service, alice: Client) -> None:
    picture = uploaded()
    response = alice.post(
        f"/pictures/{picture.pk}/edits/",
        {"tool": "find_spots", "revision": 1, "key": "00000000-0000-4000-8000-000000000000"},
        headers=HTMX,
    )
    assert response.status_code == 422 and "can&#x27;t look for spots" in response.content.decode()


@pytest.mark.parametrize(
    ("answer", "available"),
    [
        (None, False),
        (bria.Capabilities(operations={"erase": bria.Capability()}), False),
        (bria.Capabilities(operations={"spots": bria.Capability()}), True),
    ],
)
def test_an_engine_must_tell_that_it_looks_for_spots(answer: bria.Capabilities | None, available: bool) -> None:
    assert Abilities(answer)["spots"].available == available
