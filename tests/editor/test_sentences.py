"""Sentences in rows, and how readers see them."""

from __future__ import annotations

import copy
import pickle

import pytest
from django.utils import translation

from editor.sentences import Quote, plural, render, sentence, to_stored


def test_a_plain_sentence_is_kept_as_it_stands() -> None:
    assert to_stored(sentence("Original")) == "Original"


def test_a_sentence_is_english_where_nobody_asks_for_another_language() -> None:
    assert plural("Removed a region", "Removed {count} regions", 3) == "Removed 3 regions"


def test_a_row_is_told_in_the_language_of_its_reader() -> None:
    with translation.override("en"):
        stored = to_stored(plural("Removed a region", "Removed {count} regions", 3))
    with translation.override("de"):
        assert render(stored) == "3 Bereiche entfernt"
        assert to_stored(render(stored)) == stored


def test_what_was_kept_before_or_by_hand_is_shown_as_it_is() -> None:
    assert render("Removed 3 regions") == "Removed 3 regions"
    assert render('{"text" and more') == '{"text" and more'


def test_a_value_cannot_bring_markup_or_braces_in() -> None:
    said = sentence("The file {name} is empty", name="<b>{0}</b>")
    assert said == "The file <b>{0}</b> is empty"
    assert said.html == "The file &lt;b&gt;{0}&lt;/b&gt; is empty"


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_quote_stays_english_and_says_so(language: str) -> None:
    said = sentence("{quote} Nothing was changed.", quote=Quote("Too <many> calls."))
    with translation.override(language):
        assert render(to_stored(said)).html.startswith('<q lang="en" dir="ltr">Too &lt;many&gt; calls.</q> ')


def test_sentences_stand_in_sentences() -> None:
    said = sentence("Changed {names}", names=[sentence("age"), sentence("glasses")])
    assert said == "Changed age and glasses"
    assert render(to_stored(said)) == said


def test_it_is_the_same_in_another_process() -> None:
    said = sentence("The studio can't open “{name}”.", name=Quote("<beach>.jpg"))
    for twin in (pickle.loads(pickle.dumps(said)), copy.copy(said)):
        assert (type(twin), twin, twin.stored, twin.html) == (type(said), said, said.stored, said.html)
