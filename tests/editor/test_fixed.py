"""What is the same on everybody's page, rendered once."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Engine, TemplateSyntaxError, engines
from django.utils import translation
from django.utils.safestring import mark_safe

from editor import words
from editor.templatetags.fixed import FixedNode

TEXT = "{% load i18n fixed %}{{ name }}{% fixed %}{{ name }}{% translate 'Erase' %}{{ csrf_token }}{% endfixed %}"


def template_engine() -> Engine:
    engine: Engine = engines["django"].engine  # type: ignore[attr-defined]
    return engine


def test_nothing_of_a_person_gets_into_it() -> None:
    template = template_engine().from_string(TEXT)
    assert [template.render(Context({"name": name, "csrf_token": name})) for name in "ab"] == ["aErase", "bErase"]


def test_it_is_in_the_language_of_each_reader() -> None:
    template = template_engine().from_string(TEXT)
    said = []
    for language in ("en", "de", "en"):
        with translation.override(language):
            said.append(template.render(Context()))
    assert said[0] == said[2] == "Erase" != said[1]


def test_it_is_rendered_anew_for_other_values_that_it_is_given() -> None:
    template = template_engine().from_string("{% load fixed %}{% fixed size=n %}{{ size }}{{ n }} {% endfixed %}")
    assert "".join(template.render(Context({"n": number})) for number in (1, 2, 1, *range(3, 200), 1)).endswith(
        "199 1 "
    )
    assert template.render(Context({"n": 2})) == "2 "


def test_equal_values_of_other_types_are_not_taken_for_each_other() -> None:
    template = template_engine().from_string("{% load fixed %}{% fixed value=value %}{{ value }} {% endfixed %}")
    values = [True, 1, mark_safe("<b>"), "<b>"]
    said = "".join(template.render(Context({"value": value})) for value in values)
    assert said == "True 1 <b> &lt;b&gt; "


class NameForm(forms.Form):
    name = forms.CharField()


@pytest.mark.parametrize(
    "enter", [lambda name: {"name": SimpleNamespace(value=name)}, lambda name: NameForm({"name": name})]
)
def test_what_somebody_entered_is_kept_nowhere(enter: Callable[[str], object]) -> None:
    template = template_engine().from_string(
        "{% load fixed %}{% fixed posted=posted %}{{ posted.name.value }}{% endfixed %}"
    )
    assert [template.render(Context({"posted": enter(name)})) for name in "ab"] == ["a", "b"]
    (node,) = template.nodelist.get_nodes_by_type(FixedNode)
    assert isinstance(node, FixedNode) and node.rendered == {}


def test_it_takes_nothing_but_names_with_values() -> None:
    with pytest.raises(TemplateSyntaxError, match="size"):
        template_engine().from_string("{% load fixed %}{% fixed size %}{% endfixed %}")


def test_it_may_include_others() -> None:
    text = "{% load fixed %}{% fixed %}{% include 'icons/undo.svg' %}{% endfixed %}"
    assert template_engine().from_string(text).render(Context()).startswith("<svg")


def test_scripts_get_their_words_in_the_language_of_each_reader() -> None:
    made = {}
    for language in ("en", "de", "he"):
        with translation.override(language):
            made[language] = str(words.context(None)["spoken_words"]())  # type: ignore[arg-type,operator]
    assert len(set(made.values())) == 3
    assert all(text.startswith('<script id="words" type="application/json">') for text in made.values())
