"""What goes wrong is said in the studio's own style, with the next step."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client

from editor.models import Picture
from tests.editor import factories
from tests.editor.clients import HTMX, photo, visitor

pytestmark = pytest.mark.django_db


def test_it_explains_an_address_that_leads_nowhere() -> None:
    response = Client().get("/pictures/999/")
    assert response.status_code == 404
    assert b"Go to your pictures" in response.content


@pytest.mark.parametrize("number", ["9" * 19, "9" * 26, "9" * 5_000])
def test_a_number_that_no_database_holds_leads_nowhere(number: str) -> None:
    for path in (f"/pictures/{number}/", f"/pictures/1/revisions/{number}/image", f"/pictures/{number}/name/"):
        assert Client().get(path).status_code == 404


def test_it_explains_a_form_that_is_out_of_date() -> None:
    response = Client(enforce_csrf_checks=True).post("/pictures/", {"sample": "coffee"})
    assert response.status_code == 403
    assert b"This page was out of date" in response.content
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b"garbage", "multipart/form-data"),
        (b"&".join(b"f%d=1" % number for number in range(2000)), "application/x-www-form-urlencoded"),
        (b"address=" + b"x" * 41_000_000, "application/x-www-form-urlencoded"),
    ],
    ids=["damaged", "too many fields", "too long"],
)
def test_it_explains_what_it_could_not_read(data: bytes, content_type: str) -> None:
    response = Client().generic("POST", "/pictures/", data, content_type)
    assert response.status_code == 400
    assert b"This could not be read" in response.content
    assert b"Go to your pictures" in response.content


def test_without_script_two_hundred_files_are_not_too_many() -> None:
    sent = {"photo": [photo(1, 1, name=f"{number}.png") for number in range(200)]}
    assert visitor().post("/pictures/", sent).status_code == 302
    assert Picture.objects.count() == 200


def test_it_has_words_for_its_own_failures() -> None:
    assert "Your pictures and their history are safe" in render_to_string("500.html")


def test_it_answers_parts_to_the_script_of_a_page_whose_token_is_right() -> None:
    picture = factories.picture()
    client = visitor()
    client.handler.enforce_csrf_checks = True
    client.get(f"/pictures/{picture.pk}/")
    headers = {**HTMX, "X-CSRFToken": client.cookies["csrftoken"].value}
    assert client.post(f"/pictures/{picture.pk}/current/", {"to": "undo"}, headers=headers).status_code == 286
