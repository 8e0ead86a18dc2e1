"""The list of pictures: searched by name, a pageful at a time."""

from __future__ import annotations

import unicodedata

import pytest
from pytest_django import DjangoAssertNumQueries

from editor.gallery import PAGE, Gallery, parse_gallery
from tests.editor import factories
from tests.editor.clients import photo, post, visitor

pytestmark = pytest.mark.django_db


def names(gallery: Gallery) -> list[str]:
    return [picture.name for picture in gallery.pictures]


def pictures(*called: str) -> None:
    for name in called:
        factories.picture(name=name)


def test_the_newest_come_first() -> None:
    pictures("old", "new")
    assert names(Gallery("alice")) == ["new", "old"]


@pytest.mark.parametrize("query", ["HAUS", "strasse haus", "straße", unicodedata.normalize("NFD", "grün"), "grun"])
def test_capitals_accents_and_the_order_of_words_do_not_matter(query: str) -> None:
    pictures("Haus, grüne Straße", "Garten")
    assert names(Gallery("alice", query)) == ["Haus, grüne Straße"]


def test_all_words_have_to_be_there() -> None:
    pictures("red car", "red house")
    assert names(Gallery("alice", "red car")) == ["red car"]


def test_a_search_leads_to_nobody_elses_pictures() -> None:
    pictures("car")
    assert names(Gallery("bob", "car")) == []


@pytest.mark.parametrize("query", ["%", "_", "' OR 1=1", "<b>"])
def test_a_search_takes_signs_for_what_they_are(query: str) -> None:
    pictures("plain")
    assert names(Gallery("alice", query)) == []


@pytest.mark.parametrize("shown", ["", "-1", "1e9", "²", "9" * 5000])
def test_a_number_that_is_none_shows_a_pageful(shown: str) -> None:
    assert parse_gallery("alice", "", shown).shown == PAGE


def test_more_than_a_pageful_is_shown_when_asked_for() -> None:
    pictures(*(f"{number}" for number in range(PAGE + 2)))
    first = Gallery("alice")
    assert (len(first.pictures), first.further) == (PAGE, 2 * PAGE)
    second = Gallery("alice", shown=first.further)
    assert (len(second.pictures), second.further) == (PAGE + 2, 0)


@pytest.mark.parametrize("shown", ["", "-5", "x", "9" * 40, "²"])
def test_whatever_an_address_says_there_is_a_page(shown: str) -> None:
    pictures("one")
    assert names(parse_gallery("alice", "", shown)) == ["one"]


def test_it_takes_two_queries_however_many_there_are(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    pictures(*"abcdefgh")
    with django_assert_num_queries(2):
        assert len([picture.current for picture in Gallery("alice", "").pictures]) == 8


def test_without_script_an_address_searches() -> None:
    pictures("Coffee", "Cat")
    page = visitor().get("/", {"q": "cof"}).content.decode()
    assert "Open <bdi>Coffee</bdi>" in page
    assert "Open <bdi>Cat</bdi>" not in page
    assert 'value="cof"' in page


def test_a_search_that_finds_nothing_says_for_what() -> None:
    pictures("Cat")
    page = visitor().get("/", {"q": "<b>dog</b>"}, headers={"HX-Request": "true"}).content.decode()
    assert "No picture is called “<bdi>&lt;b&gt;dog&lt;/b&gt;</bdi>”" in page
    assert "<html" not in page


def test_deleting_keeps_what_was_searched_for() -> None:
    pictures("Cat one", "Cat two", "Dog")
    row = Gallery("alice", "two").pictures[0]
    page = post(visitor(), f"/pictures/{row.pk}/deletion/", q="cat", shown="60").content.decode()
    assert "Cat one" in page
    assert "Dog" not in page


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "صورة العائلة", "📷 \u202egpj.exe", 'a"b&c'])
def test_any_name_is_shown_as_what_it_is(name: str) -> None:
    pictures(name)
    page = visitor().get("/").content.decode()
    assert "<img src=x" not in page
    assert names(Gallery("alice", name)) == [name]


def test_without_script_several_files_become_several_pictures() -> None:
    client = visitor()
    sent = {"photo": [photo(name="one.png"), photo(name="two.png")]}
    assert client.post("/pictures/", sent).status_code == 302
    assert names(Gallery("alice")) == ["two", "one"]


def test_without_script_the_good_files_of_several_are_kept_and_the_others_named() -> None:
    wrong = photo(name="wrong.png")
    wrong.truncate(10)
    response = visitor().post("/pictures/", {"photo": [wrong, photo(name="good.png")]})
    assert response.status_code == 422
    assert "wrong.png" in response.content.decode()
    assert names(Gallery("alice")) == ["good"]
