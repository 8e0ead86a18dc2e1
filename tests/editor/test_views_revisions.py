"""Naming a step of the history and deleting it, with and without script."""

from __future__ import annotations

import pytest
from django.utils.html import escape

from editor.models import Job, Picture
from tests.editor import factories
from tests.editor.clients import HTMX, post, visitor

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


@pytest.mark.parametrize("wish", ["<img src=x onerror=alert(1)>", "צילום 📷", "\u202egpj.exe", "\"'</option><b>&"])
def test_any_name_is_shown_as_what_it_is_wherever_a_step_is_named(picture: Picture, wish: str) -> None:
    alice, row = visitor(), picture.revisions.get(number=2)
    row.rename(wish)
    Job.objects.create(picture=picture, base=row, kind="edit", key="k", status="done", result=row, params={})
    picture.go_to(picture.revisions.get(number=1))
    Job.objects.update(seen=False)
    for path in (
        "",
        "history/?after=1",
        "revisions/",
        "revisions/2/export/",
        "revisions/2/deletion/",
        "revisions/2/name/",
    ):
        page = alice.get(f"/pictures/{picture.pk}/{path}").content.decode()
        assert escape(wish) in page, path
        assert "<img src=x" not in page
        assert "</option><b>" not in page


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
