"""Undo, redo, jumps, and the parts of the page that they change."""

from __future__ import annotations

import re

import pytest

from editor.models import Picture
from tests.editor import factories
from tests.editor.clients import HTMX, post, visitor

pytestmark = pytest.mark.django_db


def walked(*tools: str) -> Picture:
    """A picture with one step after the other, standing at the last."""
    picture = factories.picture()
    for tool in tools:
        picture.go_to(factories.revision(picture, picture.current, tool))
    return picture


def number(picture: Picture) -> int:
    picture.refresh_from_db()
    assert picture.current is not None
    return picture.current.number


def versions(content: bytes) -> str:
    """What the page says that it shows, as its script sends it back."""
    pairs = re.findall(r'data-part="(\w+)" data-version="(\w+)"', content.decode())
    return " ".join(f"{name}={version}" for name, version in pairs)


def test_it_walks_back_and_forth() -> None:
    picture, client = walked("erase", "erase"), visitor()
    address = f"/pictures/{picture.pk}/current/"
    path = []
    for to in ("undo", "undo", "undo", "redo", "3"):
        post(client, address, to=to)
        path.append(number(picture))
    assert path == [2, 1, 1, 2, 3]


def test_it_leads_back_to_the_page_where_there_is_no_script() -> None:
    picture = walked("erase")
    response = post(visitor(), f"/pictures/{picture.pk}/current/", htmx=False, to="undo")
    assert response.headers["Location"] == f"/pictures/{picture.pk}/"


@pytest.mark.parametrize("to", ["", "7", "back", "9" * 30])
def test_it_knows_no_other_way(to: str) -> None:
    picture = walked("erase")
    assert post(visitor(), f"/pictures/{picture.pk}/current/", to=to).status_code == 404
    assert number(picture) == 2


def test_it_sends_the_parts_that_changed_and_no_others() -> None:
    picture, client = walked("hide_faces"), visitor()
    seen = versions(client.get(f"/pictures/{picture.pk}/").content)
    response = post(client, f"/pictures/{picture.pk}/current/", to="undo", seen=seen)
    parts = set(re.findall(r'data-part="(\w+)"', response.content.decode()))
    assert parts >= {"history", "people", "revision", "toolbar"}
    assert not parts & {"jobs", "regions"}


def test_it_sends_nothing_when_nothing_changed() -> None:
    picture, client = walked("erase"), visitor()
    seen = versions(client.get(f"/pictures/{picture.pk}/").content)
    response = client.get(f"/pictures/{picture.pk}/status/", headers={**HTMX, "Studio-Seen": seen})
    assert (response.status_code, response.content) == (204, b"")


def test_it_marks_the_current_revision_and_says_where_branches_start() -> None:
    picture = walked("erase")
    first = picture.revisions.get(number=1)
    picture.go_to(factories.revision(picture, first, "people"))
    content = visitor().get(f"/pictures/{picture.pk}/").content.decode()
    items = re.findall(r'<li class="history__item".*?</li>', content, re.DOTALL)
    assert [('aria-current="true"' in item, "from 1" in item) for item in items] == [
        (False, False),
        (False, False),
        (True, True),
    ]


def test_the_engine_that_made_a_step_stands_on_it() -> None:
    picture = walked("erase")
    picture.revisions.filter(number=2).update(engine="Bria (api.example.com)")
    page = visitor().get(f"/pictures/{picture.pk}/").content.decode()
    [told] = re.findall(r'class="history__engine"[^>]*>([^<]*)<', page)
    assert told == "Bria (api.example.com)"


def test_more_of_the_history_is_fetched_by_place() -> None:
    picture, client = walked(*["erase"] * 39), visitor()
    address = f"/pictures/{picture.pk}/history/"
    for query, ends in (("before=20", ("step-1", "step-19")), ("after=20", ("step-21", "step-40"))):
        content = client.get(f"{address}?{query}").content.decode()
        steps = re.findall(r'id="(step-\d+)"', content)
        assert (steps[0], steps[-1]) == ends
    assert client.get(f"{address}?before=x").status_code == 404
    assert visitor("bob").get(f"{address}?after=1").status_code == 404


def test_a_page_without_script_opens_the_history_elsewhere() -> None:
    picture, client = walked(*["erase"] * 39), visitor()
    content = client.get(f"/pictures/{picture.pk}/").content.decode()
    assert 'id="step-3"' not in content
    assert f'href="/pictures/{picture.pk}/?place=' in content
    assert 'id="step-3"' in client.get(f"/pictures/{picture.pk}/?place=3").content.decode()


def test_all_steps_can_be_chosen_from_by_number_and_name() -> None:
    picture = walked("erase", "people")
    picture.revisions.get(number=2).rename("<b>Bob</b>")
    content = visitor().get(f"/pictures/{picture.pk}/revisions/").content.decode()
    options = re.findall(r'<option value="(\d+)">(.*?)</option>', content)
    assert options == [("1", "1. upload"), ("2", "2. &lt;b&gt;Bob&lt;/b&gt;"), ("3", "3. people")]
