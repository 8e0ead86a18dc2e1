"""The start page, uploads, renaming and deleting."""

from __future__ import annotations

import io
import re
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bria.fetching import slots
from editor.models import Picture
from editor.tools.registry import PANELS
from editor.tools.tool import Panel
from tests.editor import factories
from tests.editor.clients import photo, post, visitor

pytestmark = pytest.mark.django_db


def test_it_welcomes_whoever_comes_without_making_a_session() -> None:
    response = Client().get("/")
    assert response.status_code == 200
    assert "sessionid" not in response.cookies


def test_it_opens_the_editor_with_what_was_uploaded() -> None:
    client = Client()
    response = client.post("/pictures/", {"photo": photo(name="Beach.png")})
    picture = Picture.objects.get()
    assert response.headers["Location"] == f"/pictures/{picture.pk}/"
    assert (picture.name, picture.jobs.get().kind) == ("Beach", "prepare")
    assert b"Beach" in client.get(response.headers["Location"]).content


def test_it_tells_htmx_where_to_go_after_an_upload() -> None:
    response = post(Client(), "/pictures/", photo=photo())
    assert response.headers["HX-Redirect"] == f"/pictures/{Picture.objects.get().pk}/"


def test_it_opens_a_sample() -> None:
    Client().post("/pictures/", {"sample": "coffee"})
    assert Picture.objects.get().name == "Coffee"


@pytest.mark.parametrize("content", [b"", b"hello", b"\x89PNG\r\n\x1a\n truncated"])
def test_it_refuses_what_is_no_picture_with_a_sentence(content: bytes) -> None:
    file = io.BytesIO(content)
    file.name = "notes.png"
    response = post(Client(), "/pictures/", photo=file)
    assert response.status_code == 422
    assert b'class="refusal"' in response.content
    assert not Picture.objects.exists()


def test_it_shows_the_start_page_again_where_there_is_no_script() -> None:
    response = Client().post("/pictures/", {"address": "http://127.0.0.1/picture.png"})
    assert response.status_code == 422
    assert b'value="http://127.0.0.1/picture.png"' in response.content
    assert b'class="refusal"' in response.content


def test_while_too_many_addresses_are_fetched_a_further_one_is_put_off() -> None:
    with ExitStack() as stack:
        for _ in range(settings.FETCHES):
            stack.enter_context(slots.take())
        plain = Client().post("/pictures/", {"address": "http://127.0.0.1/picture.png"})
        scripted = Client(headers={"HX-Request": "true"}).post(
            "/pictures/", {"address": "http://127.0.0.1/picture.png"}
        )
    assert (plain.status_code, plain["Retry-After"]) == (503, "5")
    assert (scripted.status_code, scripted["Retry-After"]) == (422, "5")
    assert all(b"Try again soon" in response.content for response in (plain, scripted))


def test_a_link_to_a_picture_is_asked_about_before_anything_is_fetched() -> None:
    page = Client().get("/", {"src": " https://example.com/a.jpg?b=<i>&c "})
    form = re.search(r'<section class="offer".*?</section>', page.content.decode(), re.DOTALL)
    assert form is not None
    assert form[0].count("https://example.com/a.jpg?b=&lt;i&gt;&amp;c") == 2
    assert 'method="post"' in form[0]
    assert "csrfmiddlewaretoken" in form[0]
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,a", "http://127.0.0.1/a.png", "http://[", "https://a/" + "a" * 2000],
)
def test_a_link_to_what_is_not_fetched_is_refused_with_a_sentence(address: str) -> None:
    page = Client().get("/", {"src": address}).content
    assert b'class="refusal"' in page
    assert b'class="offer"' not in page


@pytest.mark.parametrize("address", ["http://[::1", "http://[", "https://x]/"])
def test_it_refuses_what_is_no_address(address: str) -> None:
    response = Client().post("/pictures/", {"address": address})
    assert response.status_code == 422
    assert b'class="refusal"' in response.content


def test_it_says_so_when_nothing_was_chosen() -> None:
    response = post(Client(), "/pictures/")
    assert response.status_code == 422
    assert b"Choose a photo" in response.content


def test_it_lists_ones_own_pictures_only() -> None:
    factories.picture(name="Mine")
    factories.picture(name="His", owner="bob")
    content = visitor().get("/").content
    assert b"Mine" in content
    assert b"His" not in content


def test_it_lists_twenty_pictures_with_as_many_queries_as_two() -> None:
    client = visitor()
    factories.picture()
    factories.picture()
    client.get("/")  # renews the session
    with CaptureQueriesContext(connection) as two:
        client.get("/")
    for _ in range(18):
        factories.picture()
    with CaptureQueriesContext(connection) as twenty:
        client.get("/")
    assert len(two) == len(twenty)


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.slug)
def test_it_lists_the_key_of_every_panel(panel: Panel) -> None:
    page = visitor().get(f"/pictures/{factories.picture().pk}/").content.decode()
    assert f"<dt>{panel.label}</dt><dd><kbd>{panel.key.upper()}</kbd></dd>" in page


def test_it_lists_every_combination_with_ctrl() -> None:
    page = visitor().get(f"/pictures/{factories.picture().pk}/").content.decode()
    combinations = re.findall(r"mod\+[a-z+]+", " ".join(re.findall('data-shortcut="([^"]*)"', page)))
    keys = [combination.replace("mod", "ctrl").title().split("+") for combination in combinations]
    assert len(keys) > 5
    assert [names for names in keys if " ".join(f"<kbd>{name}</kbd>" for name in names) not in page] == []


def test_it_renames_a_picture() -> None:
    picture = factories.picture()
    response = post(visitor(), f"/pictures/{picture.pk}/name/", name="<b>Strand</b> 🏖")
    picture.refresh_from_db()
    assert picture.name == "<b>Strand</b> 🏖"
    assert b"&lt;b&gt;Strand" in response.content


def test_it_wants_a_name() -> None:
    picture = factories.picture(name="Holiday")
    response = post(visitor(), f"/pictures/{picture.pk}/name/", name=" ")
    picture.refresh_from_db()
    assert (response.status_code, picture.name) == (422, "Holiday")
    assert b"needs a name" in response.content


def test_it_deletes_a_picture_and_shows_the_rest() -> None:
    kept, gone = factories.picture(name="Kept"), factories.picture(name="Gone")
    response = post(visitor(), f"/pictures/{gone.pk}/deletion/")
    assert list(Picture.objects.all()) == [kept]
    assert b"Kept" in response.content
    assert b"Gone" not in response.content


def test_it_downloads_in_the_pictures_own_format() -> None:
    client = Client()
    client.post("/pictures/", {"photo": photo(format="WEBP", name="Beach.webp")})
    response = client.get(f"/pictures/{Picture.objects.get().pk}/revisions/1/download")
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")


def test_it_shows_forty_revisions_with_as_many_queries_as_ten() -> None:
    picture, client = factories.picture(), visitor()
    for _ in range(9):
        factories.revision(picture, picture.current, "erase")
    client.get(f"/pictures/{picture.pk}/")  # renews the session
    with CaptureQueriesContext(connection) as ten:
        client.get(f"/pictures/{picture.pk}/")
    for _ in range(30):
        factories.revision(picture, picture.current, "erase")
    with CaptureQueriesContext(connection) as forty:
        client.get(f"/pictures/{picture.pk}/")
    assert len(ten) == len(forty)
