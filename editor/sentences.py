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

QUOTE, VALUES, PLURAL = "quote", "values", "plural"


class Sentence(str):
    """A sentence in the reader's language; ``kept`` is what a row holds of it, ``html`` marks foreign words in it."""

    kept: str
    html: SafeString

    def __new__(cls, text: str, kept: str, html: SafeString | None = None) -> Sentence:
        made = super().__new__(cls, text)
        made.kept, made.html = kept, html if html is not None else conditional_escape(text)
        return made

    def __str__(self) -> str:
        return self


class Quote(str):
    """Somebody else's words, such as an engine's: they are shown as they are, in English."""


def sentence(text: str, **values: Any) -> Sentence:
    """A sentence with ``{name}`` for each value: words, numbers, quotes, other sentences or lists of those."""
    return told(json.dumps({"text": text, VALUES: keepable(values)}) if values else text)


def plural(one: str, many: str, count: int, **values: Any) -> Sentence:
    """A sentence about ``{count}`` things."""
    return told(json.dumps({"text": one, PLURAL: many, VALUES: keepable({"count": count, **values})}))


def together(*parts: str) -> Sentence:
    """Several sentences, or quotes, one after the other; empty ones are left out."""
    values = {f"part{place}": part for place, part in enumerate(filter(None, parts))}
    return sentence(" ".join(f"{{{name}}}" for name in values), **values)


def said(error: Exception) -> Sentence:
    """What one of the editor's own exceptions says."""
    text = str(error)
    return text if isinstance(text, Sentence) else told(text)


def kept(text: str) -> str:
    """What a row holds of a sentence."""
    return text.kept if isinstance(text, Sentence) else text


def told(stored: str) -> Sentence:
    """A sentence out of a row, in the reader's language; a text that has no translation is as it is."""
    parts = parts_of(stored)
    if parts is None:
        return Sentence(gettext(stored) if stored else "", stored)
    values = {name: shown(value) for name, value in parts[VALUES].items()}
    text = parts["text"]
    pattern = ngettext(text, parts[PLURAL], parts[VALUES]["count"]) if PLURAL in parts else gettext(text)
    html = conditional_escape(pattern).format(**{name: marked(value) for name, value in values.items()})
    return Sentence(pattern.format(**values), stored, mark_safe(html))  # noqa: S308 - all values are escaped


def parts_of(stored: str) -> dict[str, Any] | None:
    """The text and the values of a sentence that has values; None for any other."""
    if not stored.startswith('{"text"'):
        return None
    try:
        return dict(json.loads(stored))
    except ValueError:
        return None


def keepable(value: Any) -> Any:
    """A value as JSON."""
    if isinstance(value, Mapping):
        return {name: keepable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [keepable(inner) for inner in value]
    if isinstance(value, Quote):
        return {QUOTE: str(value)}
    return {"told": value.kept} if isinstance(value, Sentence) else value


def shown(value: Any) -> Any:
    """A value that was kept, for the reader."""
    if isinstance(value, list):
        return get_text_list([shown(inner) for inner in value], gettext("and"))
    if isinstance(value, dict):
        return Quote(value[QUOTE]) if QUOTE in value else told(value["told"])
    return value


def marked(value: Any) -> SafeString:
    """A value as HTML; quotes are English whatever the page is."""
    if isinstance(value, Quote):
        return mark_safe(f'<q lang="en" dir="ltr">{conditional_escape(value)}</q>')  # noqa: S308 - escaped
    return value.html if isinstance(value, Sentence) else conditional_escape(value)
