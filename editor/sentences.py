"""Sentences that are kept in rows and shown later, to readers of any language.

A row holds the English text as it stands in the source, or, where values stand in it, JSON of the text and the values.
What is read from a row is a ``str`` in the reader's language that remembers how it is kept, so saving a row again
changes nothing. ``Failure("…")``, ``running.step("…")`` and ``EditResult(title="…")`` take plain English literals.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

# The keys of the JSON in rows.
QUOTE, VALUES, PLURAL, SENTENCE = "quote", "values", "plural", "told"


class Sentence(str):
    """A sentence in the reader's language; ``stored`` is what a row holds of it, ``html`` marks foreign words in it."""

    stored: str
    html: SafeString

    def __new__(cls, text: str, stored: str, html: SafeString | None = None) -> Sentence:
        rendered = super().__new__(cls, text)
        rendered.stored, rendered.html = stored, html if html is not None else conditional_escape(text)
        return rendered

    def __str__(self) -> str:
        return self

    def __reduce__(self) -> tuple[type[Sentence], tuple[str, str, SafeString]]:
        """For copies of it, and for the process that a refusal comes from."""
        return Sentence, ("".join(self), self.stored, self.html)


class Quote(str):
    """Somebody else's words, such as an engine's: they are shown as they are, in English."""


def sentence(text: str, **values: Any) -> Sentence:
    """A sentence with ``{name}`` for each value: words, numbers, quotes, other sentences or lists of those."""
    return render(json.dumps({"text": text, VALUES: to_json(values)}) if values else text)


def plural(one: str, many: str, count: int, **values: Any) -> Sentence:
    """A sentence about ``{count}`` things."""
    return render(json.dumps({"text": one, PLURAL: many, VALUES: to_json({"count": count, **values})}))


def join_sentences(*parts: str) -> Sentence:
    """Several sentences, or quotes, one after the other; empty ones are left out."""
    values = {f"part{place}": part for place, part in enumerate(filter(None, parts))}
    return sentence(" ".join(f"{{{name}}}" for name in values), **values)


def error_sentence(error: Exception) -> Sentence:
    """What one of the editor's own exceptions says."""
    text = str(error)
    return text if isinstance(text, Sentence) else render(text)


def to_stored(text: str) -> str:
    """What a row holds of a sentence."""
    return text.stored if isinstance(text, Sentence) else text


def render(stored: str) -> Sentence:
    """A sentence out of a row, in the reader's language; a text that has no translation is as it is."""
    parts = parse_parts(stored)
    if parts is None:
        return Sentence(gettext(stored) if stored else "", stored)
    values = {name: render_value(value) for name, value in parts[VALUES].items()}
    text = parts["text"]
    pattern = ngettext(text, parts[PLURAL], parts[VALUES]["count"]) if PLURAL in parts else gettext(text)
    html = conditional_escape(pattern).format(**{name: to_html(value) for name, value in values.items()})
    return Sentence(pattern.format(**values), stored, mark_safe(html))  # noqa: S308 - all values are escaped


def parse_parts(stored: str) -> dict[str, Any] | None:
    """The text and the values of a sentence that has values; None for any other."""
    if not stored.startswith('{"text"'):
        return None
    try:
        return dict(json.loads(stored))
    except ValueError:
        return None


def to_json(value: Any) -> Any:
    """A value as JSON; quotes and sentences are objects of one key, ``QUOTE`` or ``SENTENCE``."""
    if isinstance(value, Mapping):
        return {name: to_json(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(inner) for inner in value]
    if isinstance(value, Quote):
        return {QUOTE: str(value)}
    return {SENTENCE: value.stored} if isinstance(value, Sentence) else value


def render_value(value: Any) -> Any:
    """A value out of a row, for the reader."""
    if isinstance(value, list):
        return get_text_list([render_value(inner) for inner in value], gettext("and"))
    if isinstance(value, dict):
        return Quote(value[QUOTE]) if QUOTE in value else render(value[SENTENCE])
    return value


def to_html(value: Any) -> SafeString:
    """A value as HTML; quotes are English whatever the page is."""
    if isinstance(value, Quote):
        return mark_safe(f'<q lang="en" dir="ltr">{conditional_escape(value)}</q>')  # noqa: S308 - escaped
    return value.html if isinstance(value, Sentence) else conditional_escape(value)
