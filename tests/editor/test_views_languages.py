"""Pages in the reader's language, whatever language their rows were made in."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.utils import translation

from editor.models import Job, Picture
from editor.sentences import Quote, join_sentences, plural, sentence
from tests.editor import factories
from tests.narrowing import require

pytestmark = pytest.mark.django_db

GERMAN = {"Accept-Language": "de"}


@pytest.fixture
def mine(client: Client) -> Picture:
    """A picture of the visitor's, with an edit."""
    session = client.session
    session["visitor"] = "me"
    session.save()
    return factories.picture(owner="me")


def failed(picture: Picture, error: str) -> Job:
    return Job.objects.create(
        picture=picture, base=require(picture.current), kind="edit", key=uuid.uuid4().hex, status="failed", error=error
    )


def test_titles_are_told_in_the_language_of_whoever_reads_them(client: Client, mine: Picture) -> None:
    assert mine.current
    mine.current.title = plural("Removed a region", "Removed {count} regions", 3)
    mine.current.save()
    address = f"/pictures/{mine.pk}/"
    assert "3 Bereiche entfernt" in client.get(address, headers=GERMAN).content.decode()
    assert "Removed 3 regions" in client.get(address).content.decode()


def test_reading_a_row_in_german_and_saving_it_keeps_it_english(mine: Picture) -> None:
    mine.revisions.update(title="Removed the background")
    with translation.override("de"):
        revision = mine.revisions.get()
        assert revision.title == "Hintergrund entfernt"
        revision.save()
    assert mine.revisions.get().title == "Removed the background"


def test_an_engine_is_quoted_in_english_within_a_german_sentence(client: Client, mine: Picture) -> None:
    failed(mine, join_sentences(Quote("Too many <calls>."), sentence("Nothing was changed.")))
    page = client.get(f"/pictures/{mine.pk}/", headers=GERMAN).content.decode()
    assert '<q lang="en" dir="ltr">Too many &lt;calls&gt;.</q> Es wurde nichts geändert.' in page


def test_the_page_says_its_language_and_direction(client: Client) -> None:
    for language, start in (("de", '<html lang="de" dir="ltr">'), ("he", '<html lang="he" dir="rtl">')):
        assert start in client.get("/", headers={"Accept-Language": language}).content.decode()


def test_a_choice_of_language_is_kept(client: Client) -> None:
    response = client.post("/language/", {"language": "he", "next": "/"})
    assert response.status_code == 302
    assert '<html lang="he"' in client.get("/", headers=GERMAN).content.decode()
