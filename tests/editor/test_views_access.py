"""Somebody else's picture does not exist, whatever is asked of it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from editor import urls
from editor.models import Job
from tests.editor import factories
from tests.editor.visitors import visitor

pytestmark = pytest.mark.django_db

OPEN = {"start", "pictures", "shared_image"}
OWNED = [pattern for pattern in urls.urlpatterns if isinstance(pattern, URLPattern) and pattern.name not in OPEN]


@pytest.mark.parametrize("pattern", OWNED, ids=lambda pattern: pattern.name)
@pytest.mark.parametrize("name", ["bob", ""])
def test_it_answers_404_to_anybody_but_the_owner(pattern: URLPattern, name: str) -> None:
    picture = factories.picture()
    assert picture.current is not None
    assert picture.current.visual is not None
    job = Job.objects.create(picture=picture, kind="prepare", base=picture.current, key="k")
    known = {
        "pk": picture.pk,
        "number": 1,
        "visual_pk": picture.current.visual.pk,
        "job_id": job.pk,
        "place": 0,
        "key": "age",
    }
    wanted = {name: known[name] for name in pattern.pattern.converters}
    client = visitor(name) if name else Client()
    address = reverse(str(pattern.name), kwargs=wanted)
    assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}
    assert 404 in {client.get(address).status_code, client.post(address).status_code}
    picture.refresh_from_db()
    assert picture.name == "Holiday"


@pytest.mark.parametrize("name", ["name", "deletion", "current", "edits", "preparation"])
def test_what_changes_a_picture_is_only_done_by_post(name: str) -> None:
    address = reverse(name, kwargs={"pk": factories.picture().pk})
    assert visitor().get(address).status_code == 405


def test_it_keeps_the_session_of_whoever_comes_now_and_then(settings: Any) -> None:
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
    client.cookies["sessionid"] = session.session_key


def test_it_answers_404_to_what_is_not_there() -> None:
    picture, client = factories.picture(), visitor()
    for path in ("revisions/9/image", "visuals/99/regions", "revisions/1/people/9/face"):
        assert client.get(f"/pictures/{picture.pk}/{path}").status_code == 404
    assert client.post(f"/pictures/{picture.pk}/jobs/{uuid.uuid4()}/cancellation/").status_code == 404
