"""Somebody else's picture does not exist, whatever is asked of it."""

from __future__ import annotations

import uuid

import numpy as np
import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from pytest_django import Settings

from briastudio.urls import urlpatterns
from editor import urls
from editor.models import Picture, RecipeUse
from tests.editor import factories, fake_service, frame_tools, user_actions
from tests.editor.clients import visitor
from tests.narrowing import require

pytestmark = pytest.mark.django_db

PAGES = [pattern for pattern in (*urlpatterns, *urls.urlpatterns) if isinstance(pattern, URLPattern)]
OPEN = {"start", "pictures", "recipes", "faces", "shared_image"}
CHECKS = {"hide_checked_faces", "found_face"}  # what is asked of a run that looks for faces
OWNED = [pattern for pattern in urls.urlpatterns if isinstance(pattern, URLPattern) and pattern.name not in OPEN]


@pytest.fixture
def picture() -> Picture:
    """A picture of Alice's of which everything is there that can be asked for."""
    hosted = fake_service.use(knows_parts=True)
    half = np.zeros((*fake_service.SIZE, 4), np.uint8)
    half[:, 40:, 3] = 255
    frame_tools.answers(hosted, "/image/edit/remove_background", half)
    row = user_actions.uploaded()
    user_actions.erase(row, 302)
    image = row.revisions.get(number=1).image
    row.jobs.update(file=image, received={"first": image})
    factories.recipe(row)
    factories.face_check(row)
    return row


def address_of(pattern: URLPattern, row: Picture) -> str:
    """One of the picture's addresses."""
    visual, job = row.visuals.get(), row.jobs.get(kind="edit")
    known = {"pk": row.pk, "number": 2, "visual_pk": visual.pk, "job_id": job.pk, "place": 0, "key": "age"}
    known |= {"recipe_pk": row.pk, "run_pk": row.pk, "use_pk": row.pk, "fill": "first"}
    if pattern.name in CHECKS:
        use = RecipeUse.objects.get(run__checks_faces=True)
        known |= {"run_pk": use.run_id, "use_pk": use.pk}
    return reverse(str(pattern.name), kwargs={name: known[name] for name in pattern.pattern.converters})


def statuses(client: Client, address: str) -> set[int]:
    """What a client is answered there, asking and posting."""
    return {client.get(address).status_code, client.post(address).status_code}


@pytest.mark.parametrize("pattern", OWNED, ids=lambda pattern: pattern.name)
def test_only_its_owner_finds_anything(picture: Picture, pattern: URLPattern) -> None:
    address = address_of(pattern, picture)
    for stranger in (visitor("bob"), Client()):
        assert 404 in statuses(stranger, address) <= {404, 405}
    picture.refresh_from_db()
    assert (picture.name, picture.revisions.count(), picture.current and picture.current.number) == ("Holiday", 2, 2)
    if pattern.name != "current":  # which answers 404 to a form without a place
        assert statuses(visitor(), address) - {404, 405}


@pytest.mark.parametrize("pattern", PAGES, ids=lambda pattern: str(pattern.name or pattern.pattern))
def test_nothing_is_posted_from_the_page_of_another_site(picture: Picture, pattern: URLPattern) -> None:
    client = visitor()
    client.handler.enforce_csrf_checks = True
    address = (
        address_of(pattern, picture) if pattern in OWNED else "/" + str(pattern.pattern).replace("<str:signed>", "x")
    )
    assert client.post(address).status_code == 403
    assert picture.revisions.count() == 2


@pytest.mark.parametrize("name", ["name", "deletion", "current", "edits", "preparation"])
def test_what_changes_a_picture_is_only_done_by_post(name: str) -> None:
    address = reverse(name, kwargs={"pk": factories.picture().pk})
    assert visitor().get(address).status_code == 405


def test_it_keeps_the_session_of_whoever_comes_now_and_then(settings: Settings) -> None:
    client = visitor()
    assert "sessionid" in client.get("/").cookies
    assert "sessionid" not in client.get("/").cookies
    aged(client, settings.SESSION_COOKIE_AGE * 0.6)
    assert "sessionid" in client.get("/").cookies


def aged(client: Client, seconds: float) -> None:
    """Set the session back by so many seconds."""
    session = client.session
    session["renewed"] -= seconds
    session.save()
    client.cookies.clear()
    client.cookies["sessionid"] = require(session.session_key)


def test_it_answers_404_to_what_is_not_there() -> None:
    picture, client = factories.picture(), visitor()
    for path in ("revisions/9/image", "visuals/99/regions", "revisions/1/people/9/face"):
        assert client.get(f"/pictures/{picture.pk}/{path}").status_code == 404
    assert client.post(f"/pictures/{picture.pk}/jobs/{uuid.uuid4()}/cancellation/").status_code == 404


@pytest.mark.parametrize("pattern", OWNED, ids=lambda pattern: pattern.name)
def test_whoever_may_get_a_page_may_ask_for_its_head(picture: Picture, pattern: URLPattern) -> None:
    address, client = address_of(pattern, picture), visitor()
    assert client.head(address).status_code == client.get(address).status_code


def test_the_start_page_has_a_head() -> None:
    assert Client().head("/").status_code == 200
