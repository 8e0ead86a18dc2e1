"""Naming a step of the history and deleting it, with and without script."""

from __future__ import annotations

import pytest

from editor.models import Picture
from tests.editor import factories
from tests.editor.visitors import HTMX, post, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture() -> Picture:
    """The original and one step more, at which one stands."""
    row = factories.picture()
    assert row.current is not None
    row.go_to(factories.revision(row, row.current, "erase"))
    return row


def address(picture: Picture, what: str, number: int = 2) -> str:
    return f"/pictures/{picture.pk}/revisions/{number}/{what}/"


def name(picture: Picture) -> str:
    return str(picture.revisions.get(number=2).label)


def test_a_step_can_be_renamed(picture: Picture) -> None:
    response = post(visitor(), address(picture, "name"), name="Without <b>Bob</b>")
    assert name(picture) == "Without <b>Bob</b>"
    assert "2. Without &lt;b&gt;Bob&lt;/b&gt;" in response.content.decode()


@pytest.mark.parametrize("wish", ["", "   ", "erase"])
def test_an_empty_name_brings_the_tools_own_back(picture: Picture, wish: str) -> None:
    picture.revisions.get(number=2).rename("Something")
    post(visitor(), address(picture, "name"), name=wish)
    row = picture.revisions.get(number=2)
    assert (row.name, row.label) == ("", "erase")


def test_a_name_that_is_too_long_is_refused_where_it_was_entered(picture: Picture) -> None:
    response = post(visitor(), address(picture, "name"), name="x" * 201)
    assert response.status_code == 422
    content = response.content.decode()
    assert "x" * 201 in content
    assert 'aria-invalid="true"' in content
    assert name(picture) == "erase"


def test_deletion_asks_how_many_steps_go(picture: Picture) -> None:
    assert picture.current is not None
    factories.revision(picture, picture.current, "erase")
    response = visitor().get(address(picture, "deletion"), headers=HTMX)
    content = response.content.decode()
    assert "Delete 2 steps" in content
    assert "<html" not in content
    assert response.headers["HX-Push-Url"] == "false"


def test_deletion_takes_one_to_what_it_was_made_from(picture: Picture) -> None:
    response = post(visitor(), address(picture, "deletion"))
    picture.refresh_from_db()
    assert picture.current is not None
    assert picture.current.number == 1
    assert 'id="step-2"' not in response.content.decode()


@pytest.mark.parametrize("what", ["name", "deletion"])
def test_it_asks_on_a_page_where_there_is_no_script(picture: Picture, what: str) -> None:
    client = visitor()
    page = client.get(address(picture, what)).content.decode()
    assert "<html" in page
    assert f'action="{address(picture, what)}"' in page
    assert post(client, address(picture, what), htmx=False).headers["Location"] == f"/pictures/{picture.pk}/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_original_cannot_be_deleted(picture: Picture, method: str) -> None:
    assert getattr(visitor(), method)(address(picture, "deletion", 1)).status_code == 404
    assert picture.revisions.count() == 2


@pytest.mark.parametrize("what", ["name", "deletion"])
def test_others_can_do_neither(picture: Picture, what: str) -> None:
    assert post(visitor("bob"), address(picture, what), name="Mine").status_code == 404
    assert name(picture) == "erase"
